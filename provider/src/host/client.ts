/** The provider's end of the pipe: starts a helper where the host is, and asks it. Loads no native code itself. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { errorFromJson, NetkitError } from '../errors.js';
import type { Plan } from '../plan/op.js';

import { helperCommand, type Connection } from './connection.js';
import { describeRun, LOADING } from './describe-run.js';
import type { Answer, Host, HostFacts, ObjectFiles, Query } from './host.js';
import { keepLog } from './log-file.js';
import { readObject } from './object-file.js';
import { PROTOCOL, type Hello, type Note, type Request, type Response } from './protocol.js';

// A guest or a remote host may need seconds to start Node; a minute means that something asks for a password.
const START_LIMIT_MS = 60_000;
const KEPT_STDERR = 2_000;

type Asked = Request extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;

interface Waiting {
  what: string;
  /** What the step at an index of the plan does; undefined for the book-keeping that only we care for. */
  readonly doing: (at: number) => string | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: NetkitError) => void;
}

/** A host behind a helper. The helper starts with the first question and is started anew after it died. */
export class HelperHost implements Host {
  readonly #connection: Connection;
  #helper: Promise<Helper> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async facts(): Promise<HostFacts> {
    return (await this.#running()).facts;
  }

  async observe<Q extends Query>(query: Q): Promise<Answer<Q>> {
    return (await this.#ask({ method: 'observe', query }, `looking at ${query.name}`)) as Answer<Q>;
  }

  async run(plan: Plan, objects: ObjectFiles = {}): Promise<void> {
    const helper = await this.#running();
    for (const { op } of plan)
      if (op.op === 'object.load') await helper.send(op.load.hash, objects);
    const { first, doing } = describeRun(plan, objects);
    await helper.ask({ method: 'run', plan }, first, doing);
  }

  /** Ends the helper, if there is one, and waits for it. */
  async close(): Promise<void> {
    const helper = await this.#helper?.catch(() => undefined);
    this.#helper = undefined;
    await helper?.end();
  }

  async #ask(request: Asked, what: string): Promise<unknown> {
    return (await this.#running()).ask(request, what);
  }

  #running(): Promise<Helper> {
    this.#helper ??= Helper.start(this.#connection, () => (this.#helper = undefined));
    return this.#helper;
  }
}

class Helper {
  readonly facts: HostFacts;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Map<number, Waiting>;
  readonly #sent = new Set<string>();
  #lastId = 0;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    facts: HostFacts,
    waiting: Map<number, Waiting>,
  ) {
    this.#child = child;
    this.facts = facts;
    this.#waiting = waiting;
  }

  static start(connection: Connection, onEnd: () => void): Promise<Helper> {
    const [command, ...args] = helperCommand(connection) as [string, ...string[]];
    return new Promise<Helper>((resolve, reject) => {
      // In a process group of its own: ^C reaches the engine, which lets a step in flight run to its end.
      const child = spawn(command, args, { stdio: 'pipe', detached: true });
      const waiting = new Map<number, Waiting>();
      let helper: Helper | undefined;
      let stderr = '';
      let ended = false;
      // Told once: the exit that follows a failure must not take down the helper that was started since.
      const fail = (why: string): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        onEnd();
        const last = stderr.trim().split('\n').slice(-3).join(' / ');
        const said = last === '' ? '' : `; it said: ${last}`;
        if (!helper) reject(notStarted([command, ...args].join(' '), `${why}${said}`, connection));
        for (const { what, reject: refuse } of waiting.values())
          refuse(died(what, `${why}${said}`));
        waiting.clear();
        child.kill('SIGKILL');
      };
      const timer = setTimeout(
        () => fail(`no word from it in ${START_LIMIT_MS / 1000} s`),
        START_LIMIT_MS,
      );
      child.on('error', (error) => fail(error.message));
      child.stdin.on('error', () => undefined); // The exit below tells it.
      child.stderr.on(
        'data',
        (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR)),
      );
      child.on('close', (code, signal) =>
        fail(signal ? `it was ended by ${signal}` : `it ended with code ${code ?? '?'}`),
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (ended) return;
        if (helper) {
          if (!helper.#receive(line)) fail(`it wrote what is no response: "${line.slice(0, 80)}"`);
          return;
        }
        clearTimeout(timer);
        const hello = parseLine(line) as Hello | undefined;
        if (hello?.protocol !== PROTOCOL) {
          reject(otherProtocol(line, hello));
          fail('it speaks another protocol');
          return;
        }
        resolve((helper = new Helper(child, hello.facts, waiting)));
      });
      // The provider must be able to end while the helper idles.
      child.unref();
      for (const stream of [child.stdin, child.stdout, child.stderr])
        (stream as Partial<{ unref(): void }>).unref?.();
    });
  }

  /** Sends an object, once in the helper's life. The bytes are those whose digest was planned with, or none. */
  async send(hash: string, objects: ObjectFiles): Promise<void> {
    if (this.#sent.has(hash)) return;
    const bytes = await readObject(objects[hash], hash);
    await this.ask(
      { method: 'object', hash, bytes: bytes.toString('base64') },
      `sending ${objects[hash] ?? 'an object'}`,
    );
    this.#sent.add(hash);
  }

  ask(request: Asked, what: string, doing: Waiting['doing'] = () => undefined): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { what, doing, resolve, reject });
      this.#child.ref();
      this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.ref();
      this.#child.stdin.end();
    });
  }

  /** Hands a response to whoever waits for it. False: the line is none. */
  #receive(line: string): boolean {
    const response = parseLine(line) as Response | Note | undefined;
    const waiting = response && this.#waiting.get(response.id);
    if (!waiting) return false;
    if ('at' in response) {
      waiting.what = waiting.doing(response.at) ?? waiting.what;
      return true;
    }
    this.#waiting.delete(response.id);
    if (this.#waiting.size === 0) this.#child.unref();
    if ('error' in response) waiting.reject(keepLog(errorFromJson(response.error)));
    else waiting.resolve(response.ok);
    return true;
  }
}

/** The object on a line; undefined when there is none. */
function parseLine(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function otherProtocol(line: string, hello: Hello | undefined): NetkitError {
  return new NetkitError(
    'helper-protocol',
    hello
      ? `the helper speaks protocol ${hello.protocol}, this provider ${PROTOCOL}`
      : `the helper's first line is no greeting: "${line.slice(0, 80)}"`,
    {
      advice:
        'Use the helper of the same release, and let nothing else print on its standard output',
    },
  );
}

function notStarted(command: string, why: string, { sudo }: Connection): NetkitError {
  return new NetkitError('helper-not-started', `cannot start the helper, ${command}: ${why}`, {
    advice: sudo
      ? 'Allow this command in sudoers without a password (NOPASSWD), or run the engine as root'
      : 'Check the setting netkit:connection',
  });
}

function died(what: string, why: string): NetkitError {
  return new NetkitError('helper-died', `the helper died at "${what}": ${why}`, {
    advice: `${what.startsWith(LOADING) ? 'The object may be broken in a way that kills libbpf: build it again. ' : ''}Run up again: it finishes or clears what was half-made`,
  });
}
