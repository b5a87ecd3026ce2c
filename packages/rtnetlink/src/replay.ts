/** A scripted kernel, and a recorded one: for tests of this package and of those who use it. */
import { HEADER_LENGTH, readMessages, writeMessage, type Message } from './codec/header';
import { NLM_F, NLMSG } from './uapi';
import type { Received, Transport } from './transport';

/** One reaction of the script: messages of one datagram, or what went wrong instead. */
export type Step =
  readonly Partial<Message>[] | 'overrun' | 'nothing' | { readonly truncated: Buffer };

/**
 * Plays one list of steps for each request. Messages take the request's sequence number and port
 * unless they say otherwise. Past the end of the script there is nothing to receive.
 */
export class Replay implements Transport {
  readonly port = 4242;
  /** Every request seen. */
  readonly requests: Message[] = [];
  readonly #scripts: Step[][];
  #steps: Step[] = [];
  closed = false;

  constructor(scripts: readonly (readonly Step[])[]) {
    this.#scripts = scripts.map((steps) => [...steps]);
  }

  send(message: Buffer): void {
    this.requests.push(...readMessages(message));
    this.#steps.push(...(this.#scripts.shift() ?? []));
  }

  receive(): Received {
    const step = this.#steps.shift();
    if (step === undefined || step === 'nothing') return { kind: 'nothing' };
    if (step === 'overrun') return { kind: 'overrun' };
    if ('truncated' in step) return { kind: 'datagram', bytes: step.truncated, truncated: true };
    const request = this.requests.at(-1);
    const messages = step.map((message) =>
      writeMessage({
        type: NLMSG.NLMSG_NOOP,
        flags: NLM_F.NLM_F_MULTI,
        sequence: request?.sequence ?? 0,
        port: this.port,
        payload: Buffer.alloc(0),
        ...message,
      }),
    );
    return { kind: 'datagram', bytes: Buffer.concat(messages), truncated: false };
  }

  close(): void {
    this.closed = true;
  }
}

/** A request, and the datagrams that came before the next one. */
export interface Exchange {
  readonly request: Buffer;
  readonly answers: Buffer[];
}

/** Keeps what goes through a transport, with every sequence number and port 0. */
export class Recording implements Transport {
  readonly port: number;
  readonly exchanges: Exchange[] = [];
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.port = transport.port;
  }

  send(message: Buffer): void {
    this.exchanges.push({ request: addressed(message, 0, 0), answers: [] });
    this.#transport.send(message);
  }

  receive(wait: boolean): Received {
    const received = this.#transport.receive(wait);
    if (received.kind === 'datagram')
      this.exchanges.at(-1)?.answers.push(addressed(received.bytes, 0, 0));
    return received;
  }

  close(): void {
    this.#transport.close();
  }
}

/** Answers as a recorded kernel did, and takes no other requests than those that were recorded. */
export class Recorded implements Transport {
  readonly port = 4242;
  /** How many requests were sent. */
  sent = 0;
  readonly #exchanges: readonly Exchange[];
  #answers: Buffer[] = [];

  constructor(exchanges: readonly Exchange[]) {
    this.#exchanges = exchanges;
  }

  send(message: Buffer): void {
    const exchange = this.#exchanges[this.sent++];
    const [sent, wanted] = [addressed(message, 0, 0), exchange?.request ?? Buffer.alloc(0)];
    if (!sent.equals(wanted))
      throw new Error(`sent     ${sent.toString('hex')}\nrecorded ${wanted.toString('hex')}`);
    const sequence = message.readUInt32LE(8);
    this.#answers = (exchange?.answers ?? []).map((bytes) => addressed(bytes, sequence, this.port));
  }

  receive(): Received {
    const bytes = this.#answers.shift();
    return bytes ? { kind: 'datagram', bytes, truncated: false } : { kind: 'nothing' };
  }

  close(): void {
    this.#answers = [];
  }
}

/** A copy of a datagram with another sequence number and port in each of its messages. */
function addressed(bytes: Buffer, sequence: number, port: number): Buffer {
  const copy = Buffer.from(bytes);
  for (const { payload } of readMessages(copy)) {
    const header = payload.byteOffset - copy.byteOffset - HEADER_LENGTH;
    copy.writeUInt32LE(sequence, header + 8);
    copy.writeUInt32LE(port, header + 12);
  }
  return copy;
}

/** An acknowledgement: 0, or a negative errno with the attributes of an extended one behind it. */
export function ackMessage(errno = 0, extack: Buffer = Buffer.alloc(0)): Partial<Message> {
  const payload = Buffer.alloc(20);
  payload.writeInt32LE(-errno, 0);
  const flags = NLM_F.NLM_F_CAPPED | (extack.length > 0 ? NLM_F.NLM_F_ACK_TLVS : 0);
  return { type: NLMSG.NLMSG_ERROR, flags, payload: Buffer.concat([payload, extack]) };
}

/** The end of a dump. */
export function doneMessage(flags: number = NLM_F.NLM_F_MULTI): Partial<Message> {
  return { type: NLMSG.NLMSG_DONE, flags, payload: Buffer.alloc(4) };
}
