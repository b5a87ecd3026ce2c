/** Links, addresses, routes and ids on a real kernel, with ip(8) as the second witness. */
import { execFileSync } from 'node:child_process';
import type { Link } from './messages/link';
import { inSandbox, type Room } from './testing/sandbox';

/** What `ip -j` says in a room. */
function ip({ name }: Room, ...args: string[]): Record<string, unknown>[] {
  const text = execFileSync('ip', ['-n', name, '-d', '-j', ...args], { encoding: 'utf8' });
  return JSON.parse(text.trim() === '' ? '[]' : text) as Record<string, unknown>[];
}

function veth({ rtnl }: Room, more: object = {}): Link {
  return rtnl.links.create({ kind: 'veth', name: 'v0', veth: { peer: { name: 'v1' } }, ...more });
}

test('ip(8) reads the link that we wrote', () =>
  inSandbox(1, (room) => {
    const { links } = room.rtnl;
    const { index } = links.create({
      kind: 'veth',
      name: 'd0',
      mtu: 1400,
      mac: '02:00:00:00:00:01',
      group: 77,
      txQueueLength: 9,
      up: true,
    });
    links.set(index, { alias: 'owned by a test, ü' });
    links.set(index, { gsoMaxSize: 40000, groMaxSize: 41000 });
    links.addAltName(index, 'a-name-longer-than-fifteen-bytes');
    expect(ip(room, 'link', 'show', 'dev', 'd0')).toMatchObject([
      {
        ifindex: index,
        ifname: 'd0',
        mtu: 1400,
        address: '02:00:00:00:00:01',
        group: '77',
        txqlen: 9,
        ifalias: 'owned by a test, ü',
        gso_max_size: 40000,
        gro_max_size: 41000,
        altnames: ['a-name-longer-than-fifteen-bytes'],
        linkinfo: { info_kind: 'veth' },
        flags: expect.arrayContaining(['UP']) as unknown,
      },
    ]);
  }));

test('we read the links that ip(8) wrote, of every kind the kernel has', () =>
  inSandbox(1, (room) => {
    ip(room, 'link', 'add', 'b0', 'type', 'bridge');
    ip(room, 'link', 'add', 'd0', 'mtu', '1300', 'type', 'veth');
    ip(room, 'link', 'set', 'd0', 'master', 'b0', 'up');
    ip(room, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    const ours = room.rtnl.links.list();
    const theirs = ip(room, 'link', 'show');
    expect(
      ours.map((link) => ({
        ifindex: link.index,
        ifname: link.name,
        mtu: link.mtu,
        operstate: link.operstate.toUpperCase(),
        txqlen: link.txQueueLength,
        address: link.mac,
        num_tx_queues: link.numTxQueues,
        gso_max_size: link.gsoMaxSize,
        kind: link.kind,
      })),
    ).toEqual(
      theirs.map((link) => ({
        ifindex: link['ifindex'],
        ifname: link['ifname'],
        mtu: link['mtu'],
        operstate: link['operstate'],
        txqlen: link['txqlen'] ?? 0,
        address: link['address'],
        num_tx_queues: link['num_tx_queues'],
        gso_max_size: link['gso_max_size'],
        kind: (link['linkinfo'] as Record<string, unknown> | undefined)?.['info_kind'],
      })),
    );
    const bridge = ours.find(({ name }) => name === 'b0')!;
    expect(ours.find(({ name }) => name === 'd0')?.master).toBe(bridge.index);
    expect(room.rtnl.links.list({ kind: 'bridge' }).map(({ name }) => name)).toEqual(['b0']);
  }));

test('a list by a kind the kernel never heard of is empty', () =>
  inSandbox(1, ({ rtnl }) => expect(rtnl.links.list({ kind: 'nonsense' })).toEqual([])));

test('create never touches a device that has the name', () =>
  inSandbox(1, (room) => {
    const { index } = veth(room);
    expect(() => room.rtnl.links.create({ kind: 'dummy', name: 'v0', mtu: 900 })).toThrow(
      '(EEXIST)',
    );
    expect(() => veth(room, { mtu: 900 })).toThrow('(EEXIST)');
    expect(room.rtnl.links.get({ index })?.mtu).toBe(1500);
  }));

test('a link made in another namespace is answered from there', () =>
  inSandbox(2, (here, there) => {
    const made = veth(here, { netns: there.netns });
    expect(here.rtnl.links.get({ name: 'v0' })).toBeUndefined();
    expect(there.rtnl.links.get({ name: 'v0' })).toMatchObject({
      index: made.index,
      mac: made.mac,
    });
    expect(here.rtnl.links.get({ name: 'v1' })).toMatchObject({ linkIndex: made.index });
  }));

test('a socket stays in the namespace it was opened in', () =>
  inSandbox(2, (here, there) => {
    veth(here);
    expect(there.rtnl.links.list().map(({ name }) => name)).toEqual(['lo']);
    expect(here.rtnl.links.list({ kind: 'veth' })).toHaveLength(2);
  }));

test('several thousand bytes of alternative names fit, however large the answer', () =>
  inSandbox(1, (room) => {
    const { index } = veth(room);
    const names = Array.from({ length: 150 }, (_, i) => `${'n'.repeat(100)}-${i}`);
    for (const name of names) room.rtnl.links.addAltName(index, name);
    expect(room.rtnl.links.get({ index })?.altNames).toEqual(names);
    expect(room.rtnl.links.list().find((link) => link.index === index)?.altNames).toEqual(names);
    expect(room.rtnl.links.get({ altName: names[99]! })?.index).toBe(index);
  }));

test('addresses: ip(8) reads what we wrote, and we what the kernel made of it', () =>
  inSandbox(1, (room) => {
    const { links, addresses } = room.rtnl;
    const { index } = veth(room, { up: true });
    links.set(links.get({ name: 'v1' })!.index, { up: true });
    addresses.add(index, { address: '10.0.0.1/32', peer: '10.0.0.2' });
    addresses.add(index, {
      address: '10.1.0.1/24',
      broadcast: '10.1.0.255',
      scope: 'link',
      noPrefixRoute: true,
    });
    addresses.add(index, { address: '2001:DB8:0::1/64', noDad: true });
    const infos = ip(room, 'addr', 'show', 'dev', 'v0')[0]!['addr_info'];
    expect(infos).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ local: '10.0.0.1', address: '10.0.0.2', prefixlen: 32 }),
        expect.objectContaining({
          local: '10.1.0.1',
          prefixlen: 24,
          scope: 'link',
          broadcast: '10.1.0.255',
          noprefixroute: true,
        }),
        expect.objectContaining({ local: '2001:db8::1', prefixlen: 64, nodad: true }),
      ]) as object,
    );
    const ours = addresses.list(index);
    expect(ours.find(({ address }) => address === '2001:db8::1/64')).toMatchObject({
      permanent: true,
      tentative: false,
    });
    expect(
      ours.find(({ scope, family }) => scope === 'link' && family === 'inet6')?.address,
    ).toMatch(/^fe80::/);
    expect(addresses.list(links.get({ name: 'lo' })!.index)).toEqual([]);
    expect(() => addresses.add(index, { address: '10.1.0.1/24' })).toThrow('(EEXIST)');
    addresses.delete(index, { address: '10.0.0.1/32', peer: '10.0.0.2' });
    addresses.delete(index, { address: '2001:db8::1/64' });
    expect(() => addresses.delete(index, { address: '10.9.9.9/32' })).toThrow('(EADDRNOTAVAIL)');
    const left = addresses.list(index).map(({ address }) => address);
    expect(left.filter((address) => !address.startsWith('fe80'))).toEqual(['10.1.0.1/24']);
  }));

test('routes: ip(8) reads what we wrote, in any table', () =>
  inSandbox(1, (room) => {
    const { links, addresses, routes } = room.rtnl;
    const { index: oif } = veth(room, { up: true });
    links.set(links.get({ name: 'v1' })!.index, { up: true });
    addresses.add(oif, { address: '10.1.0.1/24' });
    addresses.add(oif, { address: 'fd00::1/64', noDad: true });
    routes.add(oif, {
      destination: '0.0.0.0/0',
      gateway: '10.1.0.2',
      source: '10.1.0.1',
      metric: 50,
      mtu: 1300,
    });
    routes.add(oif, { destination: '10.2.0.0/16' });
    routes.add(oif, {
      destination: '10.3.0.0/16',
      gateway: '172.16.0.1',
      onLink: true,
      table: 1000,
      protocol: 'boot',
    });
    routes.add(oif, { destination: '::/0', gateway: 'fd00::2', mtu: 1400 });
    expect(ip(room, 'route', 'show', 'default')).toMatchObject([
      {
        gateway: '10.1.0.2',
        dev: 'v0',
        prefsrc: '10.1.0.1',
        metric: 50,
        protocol: 'static',
        metrics: [{ mtu: 1300 }],
      },
    ]);
    expect(ip(room, 'route', 'show', '10.2.0.0/16')).toMatchObject([
      { scope: 'link', protocol: 'static' },
    ]);
    expect(ip(room, 'route', 'show', 'table', '1000')).toMatchObject([
      { dst: '10.3.0.0/16', gateway: '172.16.0.1', protocol: 'boot', flags: ['onlink'] },
    ]);
    expect(ip(room, '-6', 'route', 'show', 'default')).toMatchObject([
      { gateway: 'fd00::2', metrics: [{ mtu: 1400 }] },
    ]);
    const ours = routes
      .list({ oif })
      .filter(({ protocol }) => protocol === 'static' || protocol === 'boot');
    expect(ours.map(({ destination, table }) => `${destination} ${table}`).sort()).toEqual(
      ['0.0.0.0/0 254', '10.2.0.0/16 254', '10.3.0.0/16 1000', '::/0 254'].sort(),
    );
    expect(routes.list({ oif }).some(({ type, table }) => type === 'local' && table === 255)).toBe(
      true,
    );
    routes.delete(oif, { destination: '10.3.0.0/16', table: 1000 });
    routes.delete(oif, { destination: '0.0.0.0/0', metric: 50 });
    routes.delete(oif, { destination: '::/0' });
    expect(() => routes.delete(oif, { destination: '::/0' })).toThrow('(ESRCH)');
    expect(() => routes.add(oif, { destination: '10.2.0.0/16' })).toThrow('(EEXIST)');
    expect(() => routes.add(oif, { destination: '10.4.0.1/16' })).toThrow(
      'Invalid prefix for given prefix length (EINVAL)',
    );
  }));

test('routes with several ways are listed for each of their devices', () =>
  inSandbox(1, (room) => {
    const { links, routes } = room.rtnl;
    for (const name of ['d0', 'd1', 'd2']) {
      // A veth peer asked to be up at creation is ENOTCONN: it does not know its other end yet.
      links.create({ kind: 'veth', name, up: true, veth: { peer: { name: `${name}x` } } });
      links.set(links.get({ name: `${name}x` })!.index, { up: true });
    }
    // IPv6, because multipath for IPv4 is a build option of the kernel (the guests lack it).
    ip(
      room,
      ...'-6 route add fd07::/64 nexthop via fe80::1 dev d0 weight 3 nexthop via fe80::2 dev d1'.split(
        ' ',
      ),
    );
    const of = (name: string) =>
      routes
        .list({ oif: links.get({ name })!.index })
        .filter(({ destination }) => destination === 'fd07::/64');
    expect(of('d1')).toHaveLength(1);
    expect(of('d2')).toEqual([]);
    expect(of('d0')[0]?.multipath).toMatchObject([
      { gateway: 'fe80::1', weight: 3 },
      { gateway: 'fe80::2', weight: 1 },
    ]);
  }));

test("ids: none at first, the kernel's choice or ours, never a second one", () =>
  inSandbox(2, (here, there) => {
    const { nsids } = here.rtnl;
    expect(nsids.get(there.netns)).toBeUndefined();
    nsids.set(there.netns, 4711);
    expect(nsids.get(there.netns)).toBe(4711);
    expect(() => nsids.set(there.netns)).toThrow('(EEXIST)');
    there.rtnl.nsids.set(here.netns);
    expect(there.rtnl.nsids.get(here.netns)).toBe(0);
    expect(veth(here, { veth: { peer: { name: 'v1', netns: there.netns } } }).linkNsid).toBe(4711);
    expect(here.rtnl.links.get({ name: 'lo' }, { targetNsid: 4711 })?.name).toBe('lo');
    expect(() => here.rtnl.links.get({ name: 'lo' }, { targetNsid: 99 })).toThrow('(EINVAL)');
  }));
