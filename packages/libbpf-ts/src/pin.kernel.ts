/** Pins on a real bpffs. */
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { features, probeHook } from './features';
import {
  encodePinName,
  ensurePinDirectory,
  isBpffs,
  openPin,
  pinObject,
  renamePin,
  unpin,
} from './pin';
import { LoadedProgram } from './program';
import { HOOKS, inRoom, pinsIn, refusal, returning } from './testing/sandbox';

test('a program is kept by its pin, renamed, opened and let go', () =>
  inRoom(({ pins }) => {
    const directory = `${pins}/ours/deep`;
    ensurePinDirectory(directory);
    ensurePinDirectory(directory);
    using program = returning(-1, 'guard');
    pinObject(program, `${directory}/a`);
    renamePin(`${directory}/a`, `${directory}/b`);
    using again = LoadedProgram.open(`${directory}/b`);
    expect(again.name).toBe('guard');
    using byId = LoadedProgram.byId(again.id);
    expect(byId.tag).toBe(again.tag);
    expect(unpin(`${directory}/b`)).toBe(true);
    expect(pinsIn(directory)).toEqual([]);
  }));

test('names a bpffs refuses are told, and their encoding is taken', () =>
  inRoom(({ pins }) => {
    using program = returning(-1);
    const error = refusal(() => pinObject(program, `${pins}/bond0.713`));
    expect(error.code).toBe('pin-name');
    for (const name of ['bond0.713', 'a/b', '..', '%2E', 'ünï', '.'])
      pinObject(program, `${pins}/${encodePinName(name)}`);
    expect(pinsIn(pins)).toEqual(['%252E', '%2E', '%2E%2E', 'a%2Fb', 'bond0%2E713', 'ünï']);
    expect(refusal(() => ensurePinDirectory(`${pins}/a.b`)).code).toBe('pin-name');
  }));

test('paths that cannot be: taken, missing, elsewhere, of another kind', () =>
  inRoom(({ pins }) => {
    using program = returning(-1);
    pinObject(program, `${pins}/taken`);
    const code = (fn: () => unknown) => refusal(fn).code;
    expect(code(() => pinObject(program, `${pins}/taken`))).toBe('pin-exists');
    expect(code(() => pinObject(program, `${pins}/no/such`))).toBe('pin-missing');
    expect(code(() => openPin(`${pins}/nothing`, 'program'))).toBe('pin-missing');
    expect(code(() => openPin(`${pins}/taken`, 'map'))).toBe('pin-kind');
    expect(code(() => openPin(pins, 'map'))).toBe('pin-kind');
    expect(code(() => renamePin(`${pins}/nothing`, `${pins}/x`))).toBe('pin-missing');
    const elsewhere = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
    try {
      expect(code(() => pinObject(program, `${elsewhere}/x`))).toBe('pin-not-bpffs');
      expect(code(() => ensurePinDirectory(`${elsewhere}/a/b`))).toBe('pin-not-bpffs');
      expect(code(() => renamePin(`${pins}/taken`, `${elsewhere}/x`))).toBe('pin-not-bpffs');
      expect(readdirSync(elsewhere)).toEqual([]);
    } finally {
      rmdirSync(elsewhere);
    }
    expect(isBpffs(pins)).toBe(true);
    expect(isBpffs('/proc')).toBe(false);
    expect(isBpffs(`${pins}/no/such`)).toBeUndefined();
  }));

test('features() tells what this kernel has, and makes nothing', () =>
  inRoom(({ pins, rtnl, inside }) => {
    const before = rtnl.links.list().length;
    const answer = inside(() => features({ bpffs: pins }));
    for (const attachType of HOOKS) expect(answer.hooks[attachType].state).toBe('present');
    expect(answer.bpffs).toEqual({ state: 'present', detail: pins });
    expect(answer.libbpf).toMatchObject({ state: 'present' });
    expect(features({ bpffs: '/proc' }).bpffs.state).toBe('absent');
    expect(features({ bpffs: '/no/such' }).bpffs.state).toBe('unknown');
    expect(probeHook('tcx/ingress').state).toBe('present');
    expect(rtnl.links.list()).toHaveLength(before);
  }));
