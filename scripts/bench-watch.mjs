// What the watch of a large fleet costs: a sweep of 10,000 tunnels on 500 firewalls, its growth from 1,000, and a list from what it knows.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { listenersOver } from '../dist/app/listeners.js';
import { sweepsOver } from '../dist/app/sweeps.js';
import { wire } from '../dist/app/wiring.js';
import { loadSettings } from '../dist/config/settings.js';
import { createLogger } from '../dist/support/logger.js';
import { startFirewalls } from './bench-processes.mjs';

const answerMs = 20;
const sizes = [
  { firewalls: 50, tunnels: 1000 },
  { firewalls: 500, tunnels: 10_000 },
];
const times = 3;
const never = new AbortController().signal;
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });
const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
const asker = { id: 'bench', name: 'bench', channel: null, via: 'terminal' };

/** A clock that is moved from sweep to sweep, so that none is too early; what is waited for is waited for. */
function movedClock() {
  let movedMs = 0;
  return {
    now: () => new Date(Date.now() + movedMs),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
    move(milliseconds) {
      movedMs += milliseconds;
    },
  };
}

const sweepAll = (sweeps, devices) =>
  sweeps.run(
    devices.map((of) => ({ of, at: new Date().toISOString() })),
    never,
  );

async function measure({ firewalls, tunnels }, folder) {
  const fleet = startFirewalls({
    firewalls,
    tunnels,
    folder,
    answerMs,
    more: { store: { dataFolder: join(folder, 'data') }, questionSeconds: 300 },
  });
  const { config } = await fleet.ready;
  const settings = await loadSettings(config, {});
  const devices = settings.devices.map(({ name }) => name);
  const clock = movedClock();
  const log = createLogger('error');
  const wired = wire(settings, { log, clock });
  const open = () => wired.stores.open();
  const listeners = listenersOver({ settings, wired, clock, open, also: [] });
  const sweeps = sweepsOver({ settings, wired, clock, log, listeners });
  const name = `${tunnels} tunnels on ${firewalls} firewalls`;
  try {
    const before = process.memoryUsage().rss;
    await sweepAll(sweeps, devices);
    const first = await fleet.requests();
    say(`${name}: calls a firewall, first sweep`, (first / firewalls).toFixed(2));
    let peak = 0;
    const looking = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 200);
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const begun = performance.now();
    const used = process.cpuUsage();
    for (let sweep = 0; sweep < times; sweep += 1) {
      clock.move(60_000);
      await sweepAll(sweeps, devices);
    }
    const seconds = (performance.now() - begun) / 1000 / times;
    const { user, system } = process.cpuUsage(used);
    // Of this process alone: what else runs on the machine makes it wait, and costs it nothing.
    const cpuSeconds = (user + system) / 1e6 / times;
    delay.disable();
    clearInterval(looking);
    const calls = ((await fleet.requests()) - first) / times / firewalls;
    say(`${name}: calls a firewall and sweep`, calls.toFixed(2), '<= 2, and 1 for counters');
    say(`${name}: seconds a sweep of all`, seconds.toFixed(1), '< 60');
    say(`${name}: milliseconds of CPU a firewall and sweep`, ((cpuSeconds * 1000) / firewalls).toFixed(0));
    say(
      `${name}: peak of memory, before and while it sweeps, MB`,
      `${megabytes(before)}, ${megabytes(peak)}`,
    );
    say(
      `${name}: event loop delay, 99 of 100 and longest, ms`,
      `${(delay.percentile(99) / 1e6).toFixed(0)}, ${(delay.max / 1e6).toFixed(0)}`,
    );
    const asked = await fleet.requests();
    const listed = await wired.dispatcher.execute(['list', '--all'], { asker, signal: never });
    const { length } = listed.json.tunnels;
    say(
      `${name}: rows of a list, and the calls that it made`,
      `${length}, ${(await fleet.requests()) - asked}`,
      `${tunnels}, 0`,
    );
    return { seconds, cpuSeconds, calls, peak: peak - before };
  } finally {
    await wired.close();
    await fleet.end();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-watch-'));
try {
  const found = [];
  for (const size of sizes) found.push(await measure(size, join(folder, String(size.tunnels))));
  const [less, more] = found;
  say(
    '10 times the tunnels: seconds, seconds of CPU, calls a firewall',
    `${(more.seconds / less.seconds).toFixed(1)}, ${(more.cpuSeconds / less.cpuSeconds).toFixed(1)}, ${(more.calls / less.calls).toFixed(2)} times`,
    '10, 10, 1',
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map((row) => row.what.length));
for (const row of rows)
  console.log(`${row.what.padEnd(width)}  ${row.value}${row.limit === '' ? '' : `  (wanted: ${row.limit})`}`);
