// Stands for koffi's src/static.cjs in a helper that is sent to a host (scripts/build/remote.mjs puts it there): the native part is
// text in the same file. It goes to disk nameless, so nothing is left behind and nobody can put another in its place.
'use strict';
const { closeSync, constants, openSync, unlinkSync, writeFileSync } = require('node:fs');
const { randomBytes } = require('node:crypto');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { gunzipSync } = require('node:zlib');

exports.loadStatic = () => {
  const bytes = gunzipSync(Buffer.from(require('netkit:native'), 'base64'));
  const obstacles = [];
  // On hardened machines /tmp, /var/tmp, /dev/shm and /run are mounted noexec, a home or root's own directories are not.
  for (const dir of new Set([
    dirname(__filename),
    process.env.XDG_RUNTIME_DIR,
    '/dev/shm',
    '/tmp',
    '/var/tmp',
    '/run',
    '/var/cache',
    homedir(),
  ])) {
    if (!dir) continue;
    try {
      return loadFrom(dir, bytes);
    } catch (error) {
      obstacles.push(`${dir}: ${error.message}`);
    }
  }
  throw new Error(
    `no directory of this host lets the helper load its native part (read-only, or mounted noexec): ${obstacles.join('; ')}`,
  );
};

function loadFrom(dir, bytes) {
  const file = join(dir, `.pulumi-netkit-${randomBytes(8).toString('hex')}.node`);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const fd = openSync(file, flags, 0o600);
  try {
    unlinkSync(file);
    writeFileSync(fd, bytes);
    const native = { exports: {} };
    // The loader reads the file that we hold, not whatever bears its name by now.
    process.dlopen(native, `/proc/self/fd/${fd}`);
    return native.exports;
  } finally {
    closeSync(fd);
  }
}
