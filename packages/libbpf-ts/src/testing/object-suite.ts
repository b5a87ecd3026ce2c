/** What must hold for objects, whichever libbpf is in use: run by a test file for each. */
import { openFds } from '@pulumi-netkit/linux-ffi';
import { libbpfVersion } from '../libbpf';
import { openObjects } from '../objects/native-object';
import { largeSuite } from './suites/large';
import { mapSuite } from './suites/maps';
import { programSuite } from './suites/programs';
import { refusalSuite } from './suites/refusals';
import { tailCallSuite } from './suites/tail-calls';
import { variableSuite } from './suites/variables';

export function objectSuite(version: RegExp): void {
  test('the libbpf meant is the one in use', () => {
    expect(libbpfVersion()).toMatch(version);
  });

  afterEach(() => {
    expect(openFds()).toEqual([]);
    expect(openObjects()).toEqual([]);
  });

  programSuite();
  tailCallSuite();
  variableSuite();
  mapSuite();
  refusalSuite();
  largeSuite();
}
