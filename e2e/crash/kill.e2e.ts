/** The helper is killed; the provider lives, sees what is left and tells the engine. */
import { killScenarios } from '../harness/killing/kill-scenarios.js';

killScenarios('helper');
