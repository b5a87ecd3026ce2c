/** Objects through the machine's own libbpf. */
import { objectSuite } from '../testing/object-suite';

objectSuite(/^v1\./);
