'use strict';
// Preloaded into the plugin (node --expose-gc --require): answers each message with the bytes of its heap after a full collection.
process.on('message', () => {
  globalThis.gc();
  process.send(process.memoryUsage().heapUsed);
});
// The channel alone keeps no process alive.
process.channel.unref();
