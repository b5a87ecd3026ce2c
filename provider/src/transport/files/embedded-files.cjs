// Stands for shipped-files.ts in a release that is one file: what hosts are sent is text in it, this machine's helper too.
'use strict';
const { gunzipSync } = require('node:zlib');
const files = require('netkit:files');

exports.SHIPPED = {
  where: __filename,
  read(name) {
    if (!(name in files)) throw new Error(`${name} is not in it`);
    return gunzipSync(Buffer.from(files[name], 'base64'));
  },
};
