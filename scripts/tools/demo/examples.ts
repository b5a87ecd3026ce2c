/** The examples that the demo runs, and what one sees of each. */
import { Refusal } from '../common/command.js';
import { type Command, must, run, SHOWN } from '../common/processes.js';
import type { Place } from './place.js';
import { say, verdict } from './words.js';

export async function runExamples(place: Place): Promise<void> {
  const connection = ['netkit:connection', place.connection] as const;
  await example('01-first-pair', connection, () => lookAtPair(place));
  await example('02-guarded-pod', connection, () => lookAtGuard(place));
  await must(['make', '-s', '-C', 'examples/bpf']); // YAML runs no commands
  await example('05-yaml', connection, () => lookAtGuard(place));
  await example('04-fleet', ['hosts', place.hosts], () => lookAtFleet(place));
}

/** Up, what one sees, a second up that must change nothing, destroy. */
async function example(
  name: string,
  [setting, value]: readonly [string, string],
  look: () => Promise<void>,
): Promise<void> {
  const folder = `examples/${name}`;
  const color = process.stdout.isTTY ? 'always' : 'never';
  const pulumi = ['pulumi', '--cwd', folder, '--non-interactive', '--color', color] as const;
  const up = [...pulumi, 'up', '--yes', '--skip-preview'] as const;
  say(folder);
  await must([...pulumi, 'stack', 'select', '--create', 'demo']);
  await must([...pulumi, 'config', 'set', setting, value]);
  say('$ pulumi up');
  // A demo that was cut off on this machine left what it made; the next one finds it, or sees that it is gone.
  await must([...up, '--refresh']);
  await look();
  say('$ pulumi up   (nothing to do)');
  await must([...up, '--expect-no-changes']);
  say('$ pulumi destroy');
  await must([...pulumi, 'destroy', '--yes', '--skip-preview']);
}

async function lookAtPair(place: Place): Promise<void> {
  say('$ ip addr show web0; ip -n blue addr show eth0');
  await must(place.here('ip', '-brief', 'addr', 'show', 'web0'));
  await must(place.here('ip', '-n', 'blue', '-brief', 'addr', 'show', 'eth0'));
  say('$ ping -c1 10.0.0.2');
  await must(place.here('ping', '-c1', '-W2', '10.0.0.2'));
}

async function lookAtGuard(place: Place): Promise<void> {
  const inPod = place.here('ip', 'netns', 'exec', 'green');
  say('$ ip netns exec green ping -c1 10.0.0.1');
  await passes(inPod);
  say('$ ip netns exec green ping -c1 10.0.0.3');
  await isBlocked(inPod);
  say('$ bpftool net show; bpftool map dump name counters   (passed, dropped, seen)');
  await must(place.here('bpftool', 'net', 'show', 'dev', 'pod0'));
  await must(place.here('bpftool', 'map', 'dump', 'name', 'counters'));
}

async function lookAtFleet(place: Place): Promise<void> {
  const inPod = (edge: Parameters<Place['on']>[0]): Command =>
    place.on(edge, 'ip', 'netns', 'exec', 'green');
  for (const edge of ['edge1', 'edge2', 'edge3'] as const) {
    say(`$ ssh ${edge} ip netns exec green ping -c1 10.0.0.1`);
    await passes(inPod(edge));
  }
  say('$ ssh edge3 ip netns exec green ping -c1 10.0.0.3');
  await isBlocked(inPod('edge3'));
}

/** A ping that must be answered. */
async function passes(inPod: Command): Promise<void> {
  await must([...inPod, 'ping', '-c1', '-W2', '10.0.0.1']);
  verdict(true, '10.0.0.2 in the pod to 10.0.0.1: the guard lets it through');
}

/** A ping that must not be answered. */
async function isBlocked(inPod: Command): Promise<void> {
  const code = await run([...inPod, 'ping', '-c1', '-W1', '10.0.0.3'], SHOWN);
  if (code === 0) throw new Refusal('the guard let 10.0.0.3 through');
  verdict(false, '10.0.0.2 in the pod to 10.0.0.3: the guard drops it, so no answer comes');
}
