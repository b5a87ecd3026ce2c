/** Helper and provider are killed, as with the engine: nobody undoes, and nothing is told. */
import { killScenarios } from '../harness/killing/kill-scenarios.js';

killScenarios('provider');
