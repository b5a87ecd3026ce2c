// Loads the provider as the engine's wrapper does, and lets it check a resource once.
const { join } = require('node:path');
const { NetkitPair } = require(join(__dirname, 'dynamic.js'));
NetkitPair.check({}, { name: 'web0', peer: { name: 'eth0' }, owner: 'urn:pulumi:a::b::c::d' });
