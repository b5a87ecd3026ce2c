// Preloaded into every Node of a run: a provider's process says at its end what it used.
const { appendFileSync, readFileSync } = require('node:fs');

const [, script = ''] = process.argv;
const isPlugin = script.endsWith('/pulumi-resource-netkit');
if (isPlugin || /\/cmd\/dynamic-provider(\/index\.js)?$/.test(script)) {
  process.once('exit', () => {
    const { user, system } = process.cpuUsage();
    const status = readFileSync('/proc/self/status', 'utf8');
    const resident = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    const used = { processor: (user + system) * 1e3, resident };
    appendFileSync(process.env['BENCH_METER'], `${JSON.stringify(used)}\n`);
  });
  // The engine ends both by this signal; the plugin alone listens to it.
  if (!isPlugin) process.once('SIGINT', () => process.exit());
}
