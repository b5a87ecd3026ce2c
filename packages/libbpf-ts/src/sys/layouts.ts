/**
 * Where each member of bpf_attr and of the info structs lies. Little endian, 64 bit; the same on every
 * kernel since the member came.
 */
import { attr } from './attr';
import { BPF_CMD as CMD } from './uapi';

// prettier-ignore
export const MAP_CREATE = attr('BPF_MAP_CREATE', CMD.BPF_MAP_CREATE, 44, {
  map_type: [0, 'u32'], key_size: [4, 'u32'], value_size: [8, 'u32'], max_entries: [12, 'u32'],
  map_flags: [16, 'u32'],
});
const MAP_ELEM = {
  map_fd: [0, 'u32'],
  key: [8, 'ptr'],
  value: [16, 'ptr'],
  flags: [24, 'u64'],
} as const;
export const MAP_LOOKUP = attr('BPF_MAP_LOOKUP_ELEM', CMD.BPF_MAP_LOOKUP_ELEM, 32, MAP_ELEM);
export const MAP_UPDATE = attr('BPF_MAP_UPDATE_ELEM', CMD.BPF_MAP_UPDATE_ELEM, 32, MAP_ELEM);
export const MAP_DELETE = attr('BPF_MAP_DELETE_ELEM', CMD.BPF_MAP_DELETE_ELEM, 16, MAP_ELEM);
// prettier-ignore
export const MAP_NEXT_KEY = attr('BPF_MAP_GET_NEXT_KEY', CMD.BPF_MAP_GET_NEXT_KEY, 24, {
  map_fd: [0, 'u32'], key: [8, 'ptr'], next_key: [16, 'ptr'],
});
// prettier-ignore
export const MAP_LOOKUP_BATCH = attr('BPF_MAP_LOOKUP_BATCH', CMD.BPF_MAP_LOOKUP_BATCH, 56, {
  in_batch: [0, 'ptr'], out_batch: [8, 'ptr'], keys: [16, 'ptr'], values: [24, 'ptr'],
  count: [32, 'u32'], map_fd: [36, 'u32'], elem_flags: [40, 'u64'], flags: [48, 'u64'],
});
export const MAP_FREEZE = attr('BPF_MAP_FREEZE', CMD.BPF_MAP_FREEZE, 4, { map_fd: [0, 'u32'] });
// prettier-ignore
export const PROG_LOAD = attr('BPF_PROG_LOAD', CMD.BPF_PROG_LOAD, 72, {
  prog_type: [0, 'u32'], insn_cnt: [4, 'u32'], insns: [8, 'ptr'], license: [16, 'ptr'],
  log_level: [24, 'u32'], log_size: [28, 'u32'], log_buf: [32, 'ptr'], kern_version: [40, 'u32'],
  prog_flags: [44, 'u32'], prog_name: [48, 'u64'], prog_name_rest: [56, 'u64'], expected_attach_type: [68, 'u32'],
});
// prettier-ignore
const OBJ = { pathname: [0, 'ptr'], bpf_fd: [8, 'u32'], file_flags: [12, 'u32'] } as const;
export const OBJ_PIN = attr('BPF_OBJ_PIN', CMD.BPF_OBJ_PIN, 16, OBJ);
export const OBJ_GET = attr('BPF_OBJ_GET', CMD.BPF_OBJ_GET, 16, OBJ);
const BY_ID = { id: [0, 'u32'], next_id: [4, 'u32'], open_flags: [8, 'u32'] } as const;
export const PROG_BY_ID = attr('BPF_PROG_GET_FD_BY_ID', CMD.BPF_PROG_GET_FD_BY_ID, 12, BY_ID);
export const MAP_BY_ID = attr('BPF_MAP_GET_FD_BY_ID', CMD.BPF_MAP_GET_FD_BY_ID, 12, BY_ID);
export const BTF_BY_ID = attr('BPF_BTF_GET_FD_BY_ID', CMD.BPF_BTF_GET_FD_BY_ID, 12, BY_ID);
export const LINK_BY_ID = attr('BPF_LINK_GET_FD_BY_ID', CMD.BPF_LINK_GET_FD_BY_ID, 12, BY_ID);
export const LINK_NEXT_ID = attr('BPF_LINK_GET_NEXT_ID', CMD.BPF_LINK_GET_NEXT_ID, 12, BY_ID);
// prettier-ignore
export const INFO_BY_FD = attr('BPF_OBJ_GET_INFO_BY_FD', CMD.BPF_OBJ_GET_INFO_BY_FD, 16, {
  bpf_fd: [0, 'u32'], info_len: [4, 'u32'], info: [8, 'ptr'],
});
// prettier-ignore
const ATTACH = {
  target_ifindex: [0, 'u32'], attach_bpf_fd: [4, 'u32'], attach_type: [8, 'u32'], attach_flags: [12, 'u32'],
  replace_bpf_fd: [16, 'u32'], relative: [20, 'u32'], expected_revision: [24, 'u64'],
} as const;
export const PROG_ATTACH = attr('BPF_PROG_ATTACH', CMD.BPF_PROG_ATTACH, 32, ATTACH);
export const PROG_DETACH = attr('BPF_PROG_DETACH', CMD.BPF_PROG_DETACH, 32, ATTACH);
// prettier-ignore
export const PROG_QUERY = attr('BPF_PROG_QUERY', CMD.BPF_PROG_QUERY, 64, {
  target_ifindex: [0, 'u32'], attach_type: [4, 'u32'], query_flags: [8, 'u32'], attach_flags: [12, 'u32'],
  prog_ids: [16, 'ptr'], count: [24, 'u32'], prog_attach_flags: [32, 'ptr'], link_ids: [40, 'ptr'],
  link_attach_flags: [48, 'ptr'], revision: [56, 'u64'],
});
// prettier-ignore
export const LINK_CREATE = attr('BPF_LINK_CREATE', CMD.BPF_LINK_CREATE, 32, {
  prog_fd: [0, 'u32'], target_ifindex: [4, 'u32'], attach_type: [8, 'u32'], flags: [12, 'u32'],
  relative: [16, 'u32'], expected_revision: [24, 'u64'],
});
// prettier-ignore
export const LINK_UPDATE = attr('BPF_LINK_UPDATE', CMD.BPF_LINK_UPDATE, 16, {
  link_fd: [0, 'u32'], new_prog_fd: [4, 'u32'], flags: [8, 'u32'], old_prog_fd: [12, 'u32'],
});
export const LINK_DETACH = attr('BPF_LINK_DETACH', CMD.BPF_LINK_DETACH, 4, { link_fd: [0, 'u32'] });

/** bpf_prog_info, as far as read here. */
// prettier-ignore
export const PROG_INFO = {
  size: 160, type: 0, id: 4, tag: 8, jited_prog_len: 16, load_time: 40, nr_map_ids: 52, map_ids: 56, name: 64,
  btf_id: 128, func_info_rec_size: 132, func_info: 136, nr_func_info: 144,
} as const;
/** bpf_map_info. */
// prettier-ignore
export const MAP_INFO = {
  size: 88, type: 0, id: 4, key_size: 8, value_size: 12, max_entries: 16, map_flags: 20, name: 24,
  btf_id: 64, btf_key_type_id: 68, btf_value_type_id: 72, map_extra: 80,
} as const;
/** bpf_link_info, with the tcx and netkit members. */
// prettier-ignore
export const LINK_INFO = { size: 32, type: 0, id: 4, prog_id: 8, ifindex: 16, attach_type: 20 } as const;
/** bpf_btf_info. */
export const BTF_INFO = { size: 32, btf: 0, btf_size: 8, id: 12 } as const;
