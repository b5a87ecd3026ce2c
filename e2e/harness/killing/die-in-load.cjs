'use strict';
// Preloaded into a helper (node --require): while the file LOAD_DIES names is there, libbpf is given an object it cannot
// survive, a struct bpf_object at an address where there is none, in the middle of loading. The file is taken away before,
// so that a helper started anew lives.
const fs = require('node:fs');
// Node names no type of its loader.
const Module = /** @type {any} */ (require('node:module'));

const file = process.env.LOAD_DIES;
const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'koffi') return loaded;
  return new Proxy(loaded, {
    get(target, key) {
      if (key !== 'load') return target[key];
      return (...args) => {
        const library = target.load(...args);
        return new Proxy(library, {
          get(lib, name) {
            if (name !== 'func') return lib[name];
            return (...signature) => {
              const call = lib.func(...signature);
              if (signature[0] !== 'bpf_object__load') return call;
              return (object) => {
                if (!fs.existsSync(file)) return call(object);
                fs.unlinkSync(file);
                return call(8n);
              };
            };
          },
        });
      };
    },
  });
};
