// What a burst of alerts costs: 1,000 posts for 400 tunnels on 20 firewalls; how soon they are acknowledged, what is asked, which incidents follow.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeeping } from '../src/app/keeping.js';
import { listen } from '../src/app/listening.js';
import { wire } from '../src/app/wiring.js';
import { loadSettings } from '../src/config/settings.js';
import { writeFleetConfig } from '../src/demo/demo.js';
import { incidentFrom } from '../src/incidents/incident.js';
import { bigFleet, startFleet } from '../src/simulator/index.js';
import { systemClock } from '../src/support/clock.js';
import { createLogger } from '../src/support/logger.js';

const firewalls = 20;
const tunnels = 400;
const posts = 1000;
const atATime = 10;
const secret = 'bench-secret';
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const megabytes = (bytes) => Math.round(bytes / 2 ** 20);

const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-alerts-'));
const fleet = await startFleet(bigFleet({ firewalls, tunnels }));
const config = await writeFleetConfig(
  fleet,
  folder,
  {},
  {
    listen: { port: 0 },
    alerts: { alertmanager: { secret: { env: 'SECRET' } } },
    store: { dataFolder: join(folder, 'data') },
    watch: { enabled: false },
    logLevel: 'error',
  },
);
const settings = await loadSettings(config, { SECRET: secret });
const log = createLogger('error');
const wired = wire(settings, { log, clock: systemClock, longRunning: false });
const keeping = createKeeping({ wired, settings, clock: systemClock, log, id: 'bench' });
const listener = await listen({
  settings,
  health: () => ({ ready: true }),
  metrics: null,
  assistants: async () => [],
  stores: () => wired.stores.open(),
  onAlert: keeping.alertKept,
  clock: systemClock,
  log,
});
try {
  const stores = await wired.stores.open();
  keeping.start();
  const names = fleet.spec.pairs.map(({ name }) => name);
  for (const pair of fleet.spec.pairs)
    fleet.injectFault(pair.name, { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' }, 'bench');
  // All of them are down before anybody alerts.
  const isDown = async () => {
    const { json } = await wired.dispatcher.run('list --refresh', {
      asker: { id: 'bench', name: 'bench', channel: null, via: 'terminal' },
      signal: new AbortController().signal,
    });
    return (JSON.stringify(json).match(/"state":"up"/g) ?? []).length === 0;
  };
  for (let tries = 0; tries < 20 && !(await isDown()); tries += 1) await sleep(1000);
  const askedBefore = fleet.firewalls.map(({ requests }) => requests.length);
  const memoryBefore = process.memoryUsage().rss;
  const body = (index) =>
    JSON.stringify({
      version: '4',
      groupKey: `{}:{n="${index}"}`,
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: `Alert${Math.floor(index / names.length)}`,
            tunnel: names[index % names.length],
          },
          annotations: { summary: 'down' },
          startsAt: new Date().toISOString(),
          fingerprint: `f${index}`,
        },
      ],
    });
  const took = [];
  let next = 0;
  let again = 0;
  const begun = performance.now();
  const processorBefore = process.cpuUsage();
  const sender = async () => {
    while (next < posts) {
      const index = next;
      next += 1;
      const at = performance.now();
      const post = () =>
        fetch(`http://127.0.0.1:${listener.port}/alerts/alertmanager`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          body: body(index),
        });
      let answer = await post();
      took.push(performance.now() - at);
      // As every sender does.
      for (; answer.status === 503; again += 1) {
        await sleep(500);
        answer = await post();
      }
      if (answer.status !== 202) throw new Error(`an alert was answered with ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, sender));
  const postedMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(processorBefore);
  const open = async () => (await stores.incidents.list({ open: true, limit: 1000 })).map(incidentFrom);
  const left = async (state) =>
    (await stores.database.executeSql(`select count(*)::int as count from alerts where state ${state}`))
      .rows[0].count;
  const until = async (isSo) => {
    const end = performance.now() + 60_000;
    while (!(await isSo()) && performance.now() < end) await sleep(250);
    return performance.now() - begun;
  };
  const decidedMs = await until(async () => (await left("= 'waiting'")) === 0);
  const looks = fleet.firewalls.map(({ requests }, index) => requests.length - (askedBefore[index] ?? 0));
  const endedMs = await until(async () => (await left("<> 'done'")) === 0);
  const incidents = await open();
  const calls = fleet.firewalls.map(({ requests }, index) => requests.length - (askedBefore[index] ?? 0));
  const covered = new Set(incidents.flatMap((incident) => incident.tunnels)).size;
  say(
    `${posts} alerts in posts of one, ${atATime} at a time: acknowledged, median`,
    `${median(took).toFixed(1)} ms`,
    '100 ms',
  );
  say('processor a post, sender and receiver', `${((user + system) / 1000 / posts).toFixed(1)} ms`);
  say('the slowest of them', `${Math.max(...took).toFixed(0)} ms`);
  say('of them sent again, because they could not be kept at once', again);
  say('all of them posted', `${(postedMs / 1000).toFixed(1)} s`);
  say('incidents stand (5 s of gathering in it)', `${(decidedMs / 1000).toFixed(1)} s`);
  say('incidents, for tunnels', `${incidents.length}, ${covered} of ${names.length}`);
  say('calls of a firewall until then, median', median(looks));
  say('first diagnoses made', `${(endedMs / 1000).toFixed(1)} s`);
  say('calls of a firewall in all, median', median(calls));
  say('memory, more than before', `${megabytes(process.memoryUsage().rss - memoryBefore)} MB`);
} finally {
  await listener?.stop();
  await keeping.stop();
  await wired.close();
  await fleet.stop();
  await rm(folder, { recursive: true, force: true });
}
console.table(rows);
process.exit(0);
