import { groupsHere, groupsInGuest, needEngine } from './groups.js';

const IN_GUEST = 'request,pair,attachment,read,check,process,hosts';

test('groupsInGuest() leaves out what the engine runs', () => {
  expect(groupsInGuest()).toBe(IN_GUEST);
});

test.each([
  { netkit: true, tcx: true, pulumi: true, is: `${IN_GUEST},up,plugin` },
  { netkit: true, tcx: true, pulumi: false, is: IN_GUEST },
  { netkit: false, tcx: true, pulumi: false, is: 'request,check,process,attachment' },
  { netkit: false, tcx: false, pulumi: false, is: 'request,check,process' },
  { netkit: false, tcx: false, pulumi: true, is: 'request,check,process,up,plugin' },
])('groupsHere() with netkit $netkit, tcx $tcx, pulumi $pulumi: $is', ({ is, ...abilities }) => {
  expect(groupsHere(abilities)).toBe(is);
});

test.each([
  { only: undefined, is: false },
  { only: 'request,pair', is: false },
  { only: 'request,up', is: true },
  { only: 'plugin', is: true },
  { only: 'update', is: false },
])('needEngine() for $only: $is', ({ only, is }) => {
  expect(needEngine(only)).toBe(is);
});
