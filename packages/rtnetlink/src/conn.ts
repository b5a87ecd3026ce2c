/**
 * Requests, acknowledgements and dumps over a transport. Knows what can go wrong with answers; knows
 * nothing about what is asked.
 */
import { blame, requestName } from './blame';
import { decodeAck } from './codec/extack';
import { readMessages, writeMessage, type Message } from './codec/header';
import { RtnetlinkError } from './errors';
import type { Transport } from './transport';
import { NLM_F, NLMSG } from './uapi';

/** A request: message type, what follows the header, extra flags. */
export interface Request {
  readonly type: number;
  readonly body: Buffer;
  /** On top of REQUEST and ACK, or DUMP. */
  readonly flags?: number;
}

const ATTEMPTS = 5;
const DRAIN_LIMIT = 100_000;

type Outcome = { readonly messages: Message[] } | { readonly failed: 'interrupted' | 'overrun' };

/** One netlink conversation at a time over one transport. Synchronous. */
export class Connection {
  readonly #transport: Transport;
  #sequence = Math.floor(Math.random() * 0x7fffffff);

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Sends a change and waits for its acknowledgement; answers the messages that came before it (the
   * echo, if asked for). Never repeated: if the answer is lost, the change may have been made, and
   * RtnetlinkError 'answer-lost' says so.
   */
  change(request: Request): Message[] {
    const outcome = this.#exchange(request, NLM_F.NLM_F_ACK, true);
    if ('failed' in outcome) throw new RtnetlinkError(requestName(request.type), 'answer-lost');
    return outcome.messages;
  }

  /**
   * Asks a question that has one message for an answer; asks again when it is lost. Without an
   * acknowledgement, which would only come behind the answer.
   */
  ask(request: Request): Message[] {
    return this.#repeat(request, 0);
  }

  /** Reads a whole table. A table that changes meanwhile is read again, so the answer is consistent. */
  dump(request: Request): Message[] {
    return this.#repeat(request, NLM_F.NLM_F_DUMP);
  }

  close(): void {
    this.#transport.close();
  }

  #repeat(request: Request, flags: number): Message[] {
    let failed: 'interrupted' | 'overrun' = 'overrun';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = this.#exchange(request, flags);
      if (!('failed' in outcome)) return outcome.messages;
      failed = outcome.failed;
    }
    const code = failed === 'interrupted' ? 'dump-interrupted' : 'answer-overrun';
    throw new RtnetlinkError(requestName(request.type), code);
  }

  #exchange(request: Request, flags: number, isChange = false): Outcome {
    this.#sequence = (this.#sequence + 1) % 0x100000000;
    const sequence = this.#sequence;
    this.#transport.send(
      writeMessage({
        type: request.type,
        flags: NLM_F.NLM_F_REQUEST | flags | (request.flags ?? 0),
        sequence,
        port: this.#transport.port,
        payload: request.body,
      }),
    );
    try {
      return this.#collect(request, sequence, isChange, flags === 0);
    } catch (error) {
      this.#drain();
      throw error;
    }
  }

  #collect(request: Request, sequence: number, isChange: boolean, isSingle: boolean): Outcome {
    const messages: Message[] = [];
    let interrupted = false;
    let damaged = false;
    for (;;) {
      // send() returns when the kernel has queued every answer, and a dump goes on in each receive():
      // after a loss the end is either there or lost too, and waiting for it would be in vain.
      const received = this.#transport.receive(!damaged);
      if (received.kind === 'nothing') {
        if (damaged) return { failed: 'overrun' };
        throw new RtnetlinkError(requestName(request.type), 'answer-timeout');
      }
      if (received.kind === 'overrun' || received.truncated) {
        damaged = true;
        continue;
      }
      for (const message of readMessages(received.bytes)) {
        // Late answers to a request that was given up, and answers meant for another socket.
        if (message.sequence !== sequence || message.port !== this.#transport.port) continue;
        if ((message.flags & NLM_F.NLM_F_DUMP_INTR) !== 0) interrupted = true;
        if (message.type === NLMSG.NLMSG_ERROR || message.type === NLMSG.NLMSG_DONE) {
          refuse(request, message);
          if (interrupted) return { failed: 'interrupted' };
          // A change is made even if its echo is lost; an answer with a hole is no answer.
          return damaged && !isChange ? { failed: 'overrun' } : { messages };
        }
        if (message.type === NLMSG.NLMSG_OVERRUN) damaged = true;
        else if (message.type !== NLMSG.NLMSG_NOOP) messages.push(message);
        if (isSingle && messages.length > 0) return { messages };
      }
    }
  }

  /** Empties the queue. A dump left half read would answer the next one with EBUSY. */
  #drain(): void {
    for (let i = 0; i < DRAIN_LIMIT; i++)
      if (this.#transport.receive(false).kind === 'nothing') return;
  }
}

function refuse(request: Request, message: Message): void {
  const ack = decodeAck(message);
  if (ack.errno === 0) return;
  throw new RtnetlinkError(requestName(request.type), {
    errno: ack.errno,
    extack: ack.text,
    attributePath: blame(request.type, request.body, ack),
    policy: ack.policy,
  });
}
