/** One helper, from the start of the process that leads to it until its end. Loads no native code itself. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  asNetkitError,
  errorFromJson,
  type Hello,
  type HostFacts,
  MOST_LINE_BYTES,
  MOST_REQUEST_BYTES,
  NetkitError,
  type Note,
  PROTOCOL,
  type Request,
  type Response,
  tooLong,
  VERSION,
} from '@pulumi-netkit/contract';
import { DEFAULT_TIMEOUTS, hostOf, labelOf, type Connection } from '../way/connection.js';
import { endedBy, lastLines, launchOf, notStarted, type Launch } from '../way/launch.js';
import type { Doing } from './describe-run.js';
import { died, diedBefore, isAllHeard, SILENCE } from './helper-death.js';
import { GRACE_MS, impatience, patience } from './patience.js';
import { readBootstrapLine, type Platform } from '../files/remote-helper.js';
import { isReported } from './wait-reports.js';

// Beyond the time to connect: a host may need seconds to start Node, and a minute means that something asks for a password.
const START_LIMIT_S = 60;
const KEPT_STDERR = 4_000;
const LAST_WORDS_MS = 500;
// What a login shell may print before the helper speaks.
const BANNER_LIMIT = 65_536;

/** A request without its number. */
export type Asked = Request extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;

/** Is told what is being waited for; or, as a warning, what the user should know after the run too. */
export type Progress = (what: string, weight?: 'warning') => void;

interface Waiting {
  what: string;
  /** What the step at an index of the plan does; undefined for the book-keeping that only we care for. */
  readonly doing: (at: number) => Doing | undefined;
  place?: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: NetkitError) => void;
}

/** A running helper. Its `ask` answers, or says how the helper ended. */
export class HelperProcess {
  readonly facts: HostFacts;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Map<number, Waiting>;
  readonly #fail: (why: string) => void;
  readonly #limit: number;
  readonly #say: Progress;
  #lastId = 0;
  #heard = Date.now();

  private constructor(
    child: ChildProcessWithoutNullStreams,
    facts: HostFacts,
    waiting: Map<number, Waiting>,
    fail: (why: string) => void,
    limit: number,
    say: Progress,
  ) {
    this.#child = child;
    this.facts = facts;
    this.#waiting = waiting;
    this.#fail = fail;
    this.#limit = limit;
    this.#say = say;
  }

  /**
   * Starts one and waits for its greeting. `onEnd` is called once, when it is of no more use; `closing` ends the wait, and no
   * helper that has greeted.
   */
  static start(
    connection: Connection,
    onEnd: () => void,
    say: Progress,
    closing?: AbortSignal,
  ): Promise<HelperProcess> {
    const launch = launchOf(connection);
    const where = labelOf(connection);
    const [command, ...args] = launch.argv as [string, ...string[]];
    return new Promise<HelperProcess>((resolve, reject) => {
      // In a process group of its own: ^C reaches the engine, which lets a step in flight run to its end.
      const child = spawn(command, args, { stdio: 'pipe', detached: true });
      const waiting = new Map<number, Waiting>();
      let helper: HelperProcess | undefined;
      let stderr = '';
      // A login that is no shell says so on its standard output.
      let heard = '';
      let ended = false;
      // Told once: the exit that follows a failure must not take down the helper that was started since.
      const fail = (why: string, reason?: NetkitError, allHeard = false): void => {
        if (ended) return;
        ended = true;
        clearInterval(clock);
        onEnd();
        if (!helper) reject(reason ?? notStarted(connection, why, stderr.trim() || heard));
        const said = `${why}${lastLines(stderr)}`;
        // The oldest is the one that it was at.
        [...waiting.values()].forEach(({ what, reject: refuse }, at) =>
          refuse((at > 0 && allHeard ? diedBefore : died)(connection, what, said)),
        );
        waiting.clear();
        child.kill('SIGKILL');
      };
      const connectLimit = connection.connectTimeout ?? DEFAULT_TIMEOUTS.connect;
      const limit = START_LIMIT_S + (connection.address === undefined ? 0 : connectLimit);
      let seconds = 0;
      const clock = setInterval(() => {
        if (++seconds >= limit) fail(`${SILENCE} ${limit} s`);
        else if (isReported(seconds))
          say(
            `${where === undefined ? 'starting the helper' : `connecting to ${where}`} (${seconds} s)`,
          );
      }, 1_000);
      closing?.addEventListener('abort', () => helper ?? fail('it was not waited for'));
      child.on('error', (error) => fail(error.message));
      child.stdin.on('error', () => undefined); // The exit below tells it.
      child.stderr.on(
        'data',
        (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR)),
      );
      child.on('exit', (code, signal) => {
        // What ssh started, a proxy that hangs or a connection for others, may hold on to its pipes: not waited for for long.
        const end = (): void =>
          fail(endedBy(code, signal), undefined, isAllHeard(connection, code));
        const lastWords = setTimeout(end, LAST_WORDS_MS);
        child.on('close', () => {
          clearTimeout(lastWords);
          end();
        });
      });
      const greeted = (facts: HostFacts): void => {
        clearInterval(clock);
        const patience = connection.requestTimeout ?? DEFAULT_TIMEOUTS.request;
        resolve((helper = new HelperProcess(child, facts, waiting, fail, patience, say)));
      };
      const onGreeting = greeting(connection, launch, child, say, greeted, fail);
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (ended) return;
        if (!helper) {
          if (!readBootstrapLine(line)) heard = `${heard}\n${line}`.slice(-KEPT_STDERR);
          onGreeting(line);
        } else if (!helper.#receive(line))
          fail(`it wrote a line that is not a response: "${line.slice(0, 80)}"`);
      });
      // The provider must be able to end while the helper idles.
      child.unref();
      for (const stream of [child.stdin, child.stdout, child.stderr])
        (stream as Partial<{ unref(): void }>).unref?.();
    });
  }

  /** Asks, and waits no longer than the connection allows. What takes longer than a second is reported. */
  ask(request: Asked, what: string, doing: Waiting['doing'] = () => undefined): Promise<unknown> {
    const id = ++this.#lastId;
    const line = JSON.stringify({ id, ...request });
    const most = request.method === 'object' ? MOST_LINE_BYTES : MOST_REQUEST_BYTES;
    if (line.length > most) return Promise.reject(tooLong(`"${what}"`, line.length, most));
    const signal = patience();
    return new Promise((resolve, reject) => {
      let seconds = 0;
      const asked = Date.now();
      const clock = setInterval(() => {
        // Others are answered first: the time runs from the last word.
        const silence = Date.now() - Math.max(asked, this.#heard);
        if (silence >= this.#limit * 1_000) this.#fail(`${SILENCE} ${this.#limit} s`);
        else if (isReported(++seconds))
          this.#say(
            `${waiting.what} (${[waiting.place, `${seconds} s`].filter(Boolean).join(', ')})`,
          );
      }, 1_000);
      clock.unref(); // The child below keeps this process alive for as long as anybody waits.
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          clearInterval(clock);
          clearTimeout(grace);
          signal?.removeEventListener('abort', giveUp);
          settle(value);
        };
      const waiting: Waiting = {
        what,
        doing,
        resolve: settled(resolve),
        reject: settled((error: NetkitError) => {
          // A request that was taken back is told as what it was taken back for.
          const isDropped = signal?.aborted === true && error.code === 'cancelled';
          reject(isDropped ? impatience(signal, waiting.what) : error);
        }),
      };
      let grace: NodeJS.Timeout | undefined;
      const giveUp = (): void => {
        if (!signal) return;
        // What was not begun is taken back; a step in flight gets the time to end.
        this.#write({ id: ++this.#lastId, method: 'drop', of: id });
        grace = setTimeout(() => {
          this.#waiting.delete(id);
          const error = impatience(signal, waiting.what);
          waiting.reject(error);
          // Everybody goes: a helper that is stuck at one request would answer none of the others either.
          if (error.code === 'cancelled') this.#fail('the run was cancelled');
        }, GRACE_MS);
      };
      this.#waiting.set(id, waiting);
      this.#child.ref();
      this.#child.stdin.write(`${line}\n`);
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  #write(request: Request): void {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  /** Ends its pipe and waits for its end. */
  end(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.ref();
      this.#child.stdin.end();
    });
  }

  /** Hands a response to whoever waits for it. False: the line is none. */
  #receive(line: string): boolean {
    const response = parseLine(line) as Response | Note | undefined;
    if (response === undefined || !(response.id <= this.#lastId)) return false;
    this.#heard = Date.now();
    const waiting = this.#waiting.get(response.id);
    // Whoever asked has given up, or asked for nothing but that another be dropped.
    if (!waiting) return true;
    if ('at' in response) {
      Object.assign(waiting, waiting.doing(response.at));
      return true;
    }
    this.#waiting.delete(response.id);
    if (this.#waiting.size === 0) this.#child.unref();
    if ('error' in response) waiting.reject(errorFromJson(response.error));
    else waiting.resolve(response.ok);
    return true;
  }
}

/** Reads the lines before the greeting: a banner, then the bootstrap, which may ask for the helper, then the helper itself. */
function greeting(
  connection: Connection,
  { brings, hasBanner }: Launch,
  child: ChildProcessWithoutNullStreams,
  say: Progress,
  greeted: (facts: HostFacts) => void,
  fail: (why: string, reason?: NetkitError) => void,
): (line: string) => void {
  let isBootstrapped = brings === undefined;
  let noise = 0;
  return (line) => {
    if (!isBootstrapped) {
      const answer = readBootstrapLine(line);
      if (answer?.state === 'refused') {
        const { why, advice } = answer;
        fail(why, new NetkitError('host-unsupported', why, { ...hostOf(connection), advice }));
        return;
      }
      if (answer) {
        isBootstrapped = true;
        if (answer.state === 'need') bring(answer.platform);
        return;
      }
    } else {
      const hello = parseLine(line) as Partial<Hello> | undefined;
      if (hello?.protocol === PROTOCOL && hello.version === VERSION && hello.facts) {
        greeted(hello.facts);
        return;
      }
      if (hello?.protocol !== undefined || !hasBanner) {
        fail('it speaks another protocol', otherProtocol(line, hello));
        return;
      }
    }
    noise += line.length;
    if (noise > BANNER_LIMIT) fail('its login prints without end', otherProtocol(line, undefined));
  };

  function bring(platform: Platform): void {
    say(`sending the helper to ${labelOf(connection) ?? 'the host'}`);
    brings?.gzip(platform).then(
      (bytes) => {
        child.stdin.write(`${JSON.stringify({ bytes: bytes.length })}\n`);
        child.stdin.write(bytes);
      },
      (error: unknown) => fail('the helper is missing here', asNetkitError(error)),
    );
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

function otherProtocol(line: string, hello: Partial<Hello> | undefined): NetkitError {
  const sameProtocol = hello?.protocol === PROTOCOL;
  return new NetkitError(
    'helper-protocol',
    sameProtocol
      ? `the helper is of release ${hello.version ?? '?'}, this provider of ${VERSION}`
      : hello?.protocol !== undefined
        ? `the helper speaks protocol ${hello.protocol}, this provider ${PROTOCOL}`
        : `the first line of the helper is not a greeting: "${line.slice(0, 80)}"`,
    {
      advice:
        'Use the helper of the same release, and let nothing else print on its standard output',
    },
  );
}
