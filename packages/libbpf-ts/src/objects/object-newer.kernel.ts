/** Objects through a newer libbpf than bookworm's, which scripts/setup fetches. */
import { NEWER_LIBBPF } from '../testing/sandbox';
import { objectSuite } from '../testing/object-suite';

// Read on first use; each test file has its own environment.
process.env['LIBBPF_TS_LIBRARY'] = NEWER_LIBBPF;
objectSuite(/^v1\.([4-9]|\d\d)/);
