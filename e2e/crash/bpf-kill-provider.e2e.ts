/** Helper and provider are killed amid changes of a chain, as with the engine: nobody undoes, and nothing is told. */
import { killChains } from '../harness/killing/bpf-kill-scenarios.js';

killChains('provider');
