import { asMade, needsEntries, type MapDefinition } from './map-kinds';

const map = (changes: Partial<MapDefinition>): MapDefinition => ({
  type: 'hash',
  keySize: 4,
  valueSize: 4,
  maxEntries: 1001,
  flags: 0,
  ...changes,
});

test.each<{ what: string; given: Partial<MapDefinition>; made: Partial<MapDefinition> }>([
  { what: 'a hash is made as it is', given: {}, made: {} },
  {
    what: 'a list for each CPU: all are of one length',
    given: { type: 'lru_hash', flags: 2 },
    made: { maxEntries: 1004 },
  },
  {
    what: 'down where up is too much',
    given: { type: 'lru_percpu_hash', flags: 2, maxEntries: 0xffffffff },
    made: { maxEntries: 0xfffffffc },
  },
  { what: 'one list for all', given: { type: 'lru_hash' }, made: {} },
  { what: 'another type with that bit', given: { flags: 2 }, made: {} },
  {
    what: 'events of each CPU',
    given: { type: 'perf_event_array', maxEntries: 0 },
    made: { maxEntries: 4 },
  },
  {
    what: 'events of as many as asked for',
    given: { type: 'perf_event_array', maxEntries: 9 },
    made: {},
  },
  {
    what: 'devices are read-only for programs',
    given: { type: 'devmap', flags: 4 },
    made: { flags: 132 },
  },
  { what: 'by hash, too', given: { type: 'devmap_hash' }, made: { flags: 128 } },
  {
    what: 'rights of the descriptor are not of the map',
    given: { flags: 1 | 8 | 16 },
    made: { flags: 1 },
  },
])('asMade() $what', ({ given, made }) => {
  const wanted = { ...map(given), ...made };
  expect(asMade(map(given), 4)).toEqual(wanted);
  expect(asMade(wanted, 4)).toEqual(wanted);
});

test('needsEntries() of all but storages, perf events and operations', () => {
  expect(['hash', 'queue', 'arena', 'unknown 77'].filter(needsEntries)).toHaveLength(4);
  expect(['sk_storage', 'cgroup_storage', 'perf_event_array'].filter(needsEntries)).toEqual([]);
});
