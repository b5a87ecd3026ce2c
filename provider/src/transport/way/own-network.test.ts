import { ownNetwork, withCarriers } from './own-network.js';

const FACTS = { kernel: 'k', bootId: 'b' };

test('withCarriers(): in one network the engine goes over lo, whatever ssh there is; elsewhere over what the helper says', () => {
  const ssh = { ...FACTS, network: 'there', carriers: ['eth0'] };
  expect(withCarriers(ssh, 'there').carriers).toEqual(['lo']);
  expect(withCarriers(ssh, 'here').carriers).toEqual(['eth0']);
  expect(withCarriers(FACTS, undefined)).toEqual(FACTS);
});

test('ownNetwork() is that of this process', () => {
  if (process.platform === 'linux') expect(ownNetwork()).toMatch(/^[0-9a-f-]{36} net:\[\d+\]$/);
});
