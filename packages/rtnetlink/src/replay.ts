/** A scripted kernel: for tests of this package and of those who use it. */
import { readMessages, writeMessage, type Message } from './codec/header';
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
