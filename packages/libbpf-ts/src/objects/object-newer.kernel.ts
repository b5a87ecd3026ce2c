/** Objects through a newer libbpf than bookworm's. */
import { existsSync } from 'node:fs';
import { NEWER_LIBBPF } from '../testing/sandbox';
import { objectSuite } from '../testing/object-suite';

if (existsSync(NEWER_LIBBPF)) {
  // Read on first use; each test file has its own environment.
  process.env['LIBBPF_TS_LIBRARY'] = NEWER_LIBBPF;
  objectSuite(/^v1\.([4-9]|\d\d)/);
} else
  test.skip('skipped: no newer libbpf on this machine; scripts/setup fetches one', () => undefined);
