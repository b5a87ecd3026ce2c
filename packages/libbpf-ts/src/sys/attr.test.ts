/** Bytes of bpf_attr, member by member. That the members lie where the kernel looks, *.kernel.ts proves. */
import {
  INFO_BY_FD,
  LINK_CREATE,
  LINK_DETACH,
  LINK_UPDATE,
  MAP_LOOKUP_BATCH,
  MAP_UPDATE,
  OBJ_PIN,
  PROG_ATTACH,
  PROG_LOAD,
  PROG_QUERY,
} from './layouts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const memory = Buffer.alloc(1);

test('LINK_CREATE: program, device, type, flags, relative, padding, revision', () => {
  const { bytes, pointers } = LINK_CREATE.encode({
    prog_fd: 5,
    target_ifindex: 0x01020304,
    attach_type: 54,
    flags: 8 | 32 | 8192,
    relative: 41,
    expected_revision: 0x1122334455667788n,
  });
  // prettier-ignore
  expect(bytes).toEqual(hex(`
    05000000 04030201 36000000 28200000
    29000000 00000000 8877665544332211`));
  expect(pointers).toEqual([]);
});

test('LINK_UPDATE, LINK_DETACH', () => {
  const update = { link_fd: 1, new_prog_fd: 2, flags: 4, old_prog_fd: 3 };
  expect(LINK_UPDATE.encode(update).bytes).toEqual(hex('01000000 02000000 04000000 03000000'));
  expect(LINK_DETACH.encode({ link_fd: 1 }).bytes).toEqual(hex('01000000'));
});

test('PROG_ATTACH: the relative stands behind the program to replace', () => {
  const { bytes } = PROG_ATTACH.encode({
    target_ifindex: 2,
    attach_bpf_fd: 3,
    attach_type: 46,
    attach_flags: 16,
    relative: 9,
    expected_revision: 1n,
  });
  // prettier-ignore
  expect(bytes).toEqual(hex(`
    02000000 03000000 2e000000 10000000
    00000000 09000000 0100000000000000`));
});

test('PROG_QUERY: arrays are listed with their places, count and revision read back', () => {
  const { bytes, pointers } = PROG_QUERY.encode({
    target_ifindex: 2,
    attach_type: 55,
    prog_ids: memory,
    link_ids: memory,
    count: 64,
  });
  expect(bytes).toHaveLength(64);
  expect(pointers.map(([offset]) => offset)).toEqual([16, 40]);
  expect(PROG_QUERY.u32(bytes, 'count')).toBe(64);
  bytes.writeBigUInt64LE(7n, 56);
  expect(PROG_QUERY.u64(bytes, 'revision')).toBe(7n);
});

test('pointers of the other commands stand where the kernel looks', () => {
  const places = [
    OBJ_PIN.encode({ pathname: memory, bpf_fd: 3 }),
    INFO_BY_FD.encode({ bpf_fd: 3, info_len: 8, info: memory }),
    MAP_UPDATE.encode({ map_fd: 3, key: memory, value: memory, flags: 1n }),
    MAP_LOOKUP_BATCH.encode({ in_batch: null, out_batch: memory, keys: memory, values: memory }),
    PROG_LOAD.encode({ insns: memory, license: memory, log_buf: memory }),
  ].map(({ pointers }) => pointers.map(([offset]) => offset));
  expect(places).toEqual([[0], [8], [8, 16], [0, 8, 16, 24], [8, 16, 32]]);
});

test.each([-1, 1.5, 2 ** 32, Number.NaN])('a u32 of %p is refused, not wrapped', (count) => {
  expect(() => PROG_QUERY.encode({ count })).toThrow('must be an integer 0 to 4294967295');
});

test.each([-1n, 1n << 64n])('a u64 of %p is refused', (expected_revision) => {
  expect(() => LINK_CREATE.encode({ expected_revision })).toThrow('must be 0 to 2^64-1');
});
