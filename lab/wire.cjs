'use strict';
// The one frame format of the lab: "LAB", u8 type, u32 id, u32 length (little endian), payload. Spoken between a client
// and the relay (a unix socket; id is 0, one command per connection) and between the relay and PID 1 of the guest
// (one serial line; id names the command). init.c has the same table.

const T = {
  START: 1,
  STDIN: 2,
  STDIN_EOF: 3,
  SIGNAL: 4,
  CREDIT: 5,
  KILL: 6,
  OFF: 7,
  PING: 8,
  MOUNT: 9,
  SYSCTL: 10,
  HELLO: 16,
  STDOUT: 17,
  STDERR: 18,
  EXIT: 19,
  PONG: 20,
  FATAL: 21,
};
const HEADER = 12;
const CHUNK = 32768;
/** Bytes that may be under way in one direction of one command before the other end gives credit. */
const WINDOW = 262144;
const MAX_FRAME = 1 << 20;

/** @returns {Buffer} */
function frame(type, id = 0, payload = Buffer.alloc(0)) {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  if (body.length > MAX_FRAME)
    throw new Error(`a frame of ${body.length} bytes; ${MAX_FRAME} is the most`);
  const out = Buffer.allocUnsafe(HEADER + body.length);
  out.write('LAB', 0, 'latin1');
  out[3] = type;
  out.writeUInt32LE(id, 4);
  out.writeUInt32LE(body.length, 8);
  body.copy(out, HEADER);
  return out;
}

function u32(value) {
  const b = Buffer.allocUnsafe(4);
  b.writeUInt32LE(value);
  return b;
}

/** Splits a byte stream into frames; throws when the stream is out of step. */
function reader(onFrame) {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = rest.length ? Buffer.concat([rest, data]) : data;
    let at = 0;
    while (rest.length - at >= HEADER) {
      const length = rest.readUInt32LE(at + 8);
      if (rest.toString('latin1', at, at + 3) !== 'LAB' || length > MAX_FRAME)
        throw new Error('the line is out of step: no frame where one must begin');
      if (rest.length - at < HEADER + length) break;
      onFrame(
        rest[at + 3],
        rest.readUInt32LE(at + 4),
        rest.subarray(at + HEADER, at + HEADER + length),
      );
      at += HEADER + length;
    }
    rest = rest.subarray(at);
  };
}

module.exports = { T, CHUNK, WINDOW, frame, reader, u32 };
