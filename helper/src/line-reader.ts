/** Splits a stream into lines, and refuses a line that is too long before it has all of it. */
import type { Readable } from 'node:stream';
import { MOST_LINE_BYTES, MOST_REQUEST_BYTES, tooLong } from '@pulumi-netkit/contract';

/** What is called with each line, and once at the end: of the stream, or of the patience with it. */
export interface LineListener {
  readonly onLine: (line: string) => void;
  readonly onEnd: (why?: unknown) => void;
}

const NEWLINE = 10;
// As a provider writes it. A long text takes its own length to read; a long list or object takes many times that.
const OBJECT_HEAD = /^\{"id":\d{1,16},"method":"object","digest":"[0-9a-f]{64}","bytes":"/;
const HEAD_CHARS = 200;

/** Reads `input` to its end. */
export function readLines(input: Readable, { onLine, onEnd }: LineListener): void {
  let pieces: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const end = (why?: unknown): void => {
    if (isOver) return;
    isOver = true;
    pieces = [];
    onEnd(why);
  };
  const take = (piece: Buffer): void => {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_LINE_BYTES) throw tooLong('what was asked', length, MOST_LINE_BYTES);
  };
  const finish = (): void => {
    const line = Buffer.concat(pieces, length).toString();
    pieces = [];
    length = 0;
    if (line.length > MOST_REQUEST_BYTES && !isObjectLine(line))
      throw tooLong('what was asked', line.length, MOST_REQUEST_BYTES);
    onLine(line);
  };
  input.on('data', (chunk: Buffer) => {
    if (isOver) return;
    try {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      take(chunk.subarray(from));
    } catch (error) {
      end(error);
    }
  });
  input.on('end', () => {
    try {
      if (length > 0) finish();
      end();
    } catch (error) {
      end(error);
    }
  });
  input.on('error', end);
  input.on('close', () => end());
}

/** Whether a line holds the bytes of an object, one long text, and no more. */
function isObjectLine(line: string): boolean {
  const head = OBJECT_HEAD.exec(line.slice(0, HEAD_CHARS))?.[0];
  return head !== undefined && line.indexOf('"', head.length) >= line.trimEnd().length - 2;
}
