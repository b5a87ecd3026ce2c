/**
 * A second witness for netkit, which ip(8) before 6.8 cannot print: node-netlink, another library's
 * socket and framing. It hands out payloads undecoded, so what it is witness to is that the kernel's
 * bytes are those we read. Its native half must be built (`npm rebuild`), which installs often leave out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLink } from './messages/link';
import { encodeLinkBody } from './messages/link-table';
import { probeNetkit } from './probes';
import { Rtnl } from './rtnl';
import { inSandbox } from './testing/sandbox';
import { NLM_F, RTEXT_FILTER, RTM } from './uapi';

const root = process.env['NODE_NETLINK_ROOT'] ?? process.cwd();
const isBuilt = existsSync(join(root, 'node_modules/syscall-napi/build/Release/syscall.node'));

// In a process of its own: its socket() runs on a pool thread, out of reach of our windows.
const READ = `
  import netlink from 'node-netlink';
  const [type, flags, body] = process.argv.slice(1);
  const socket = await netlink.open({ family: 0 });
  const header = { nlmsg_type: BigInt(type), nlmsg_flags: BigInt(flags), nlmsg_pid: 0n };
  const packets = await socket.talk({ header, payload: Buffer.from(body, 'hex') });
  console.log(packets[0].payload.toString('hex'));
  process.exit();
`;

(isBuilt ? test : test.skip)(
  'node-netlink reads the link we read (skipped when it is not built)',
  () =>
    inSandbox(1, ({ name, rtnl }) => {
      using home = Rtnl.open();
      const { index } =
        probeNetkit(home) === 'present'
          ? rtnl.links.create({
              kind: 'netkit',
              name: 'nk9',
              netkit: { policy: 'drop', scrub: 'none' },
            })
          : rtnl.links.create({ kind: 'veth', name: 'nk9', veth: { peer: { name: 'nk8' } } });
      const extMask = RTEXT_FILTER.RTEXT_FILTER_SKIP_STATS;
      const body = encodeLinkBody({ header: { index }, attributes: { extMask } }).toString('hex');
      const flags = NLM_F.NLM_F_REQUEST | NLM_F.NLM_F_ACK;
      const node = [
        'node',
        '--input-type=module',
        '-e',
        READ,
        `${RTM.RTM_GETLINK}`,
        `${flags}`,
        body,
      ];
      const args = ['netns', 'exec', name, ...node];
      const hex = execFileSync('ip', args, { cwd: root, encoding: 'utf8' });
      expect(decodeLink(Buffer.from(hex.trim(), 'hex'))).toEqual(rtnl.links.get({ index }));
    }),
);
