/** The helper is killed amid changes of a chain; the provider lives, sees what is left and tells the engine. */
import { killChains } from '../harness/killing/bpf-kill-scenarios.js';

killChains('helper');
