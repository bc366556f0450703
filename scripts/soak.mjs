// Command: endurance. `npm run soak [-- --minutes N]`: people, alerts and sweeps without end, with faults of firewalls, Slack and the process itself; it prints what was lost, what came twice, and the memory.

import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { wire } from '../dist/app/wiring.js';
import { loadSettings } from '../dist/config/settings.js';
import { writeFleetConfig } from '../dist/demo/demo.js';
import { bigFleet, startFleet } from '../dist/simulator/index.js';
import { createLogger } from '../dist/support/logger.js';
import { startWorkspace } from '../dist/workspace/index.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const lengthMs = Number(values.minutes) * 60_000;
const incidents = 10;
const people = 8;
const stepMs = 8000;
const patienceMs = 240_000;
const secret = 'soak-alert-secret';

const fleet = await startFleet(bigFleet({ firewalls: 6, tunnels: 60 }));
const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-soak-'));
const manifest = parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'));
const slack = await startWorkspace({ mode: 'socket', manifest, port: 0 });
const channel = slack.channels.find(({ name }) => name === 'netops');
const port = await freePort();
const environment = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SOAK_ALERTS: secret };
const config = await writeFleetConfig(
  fleet,
  folder,
  {},
  {
    slack: { mode: 'socket', apiUrl: slack.apiUrl },
    teams: { netops: { channel: channel.id, timeZone: 'UTC', shifts: [{ start: '00:00' }] } },
    store: { dataFolder: join(folder, 'data') },
    listen: { port },
    alerts: { alertmanager: { secret: { env: 'SOAK_ALERTS' } }, requestsPerMinute: 100_000 },
    watch: { everySeconds: 5 },
    logLevel: 'silent',
  },
);

let service = null;
let isOver = false;
const counts = { typed: 0, acked: 0, slow: 0, notes: 0, alerts: 0, posted: 0, kills: 0, faults: 0 };
const promised = new Set();
const kept = new Set();
const said = new Map();
const memory = [];

/** The service of the load measurement, which tells of its own memory. */
async function begin() {
  const child = fork(new URL('bench-service.mjs', import.meta.url), [JSON.stringify({ config, incidents })], {
    env: { PATH: process.env.PATH, ...environment },
  });
  const open = new Map();
  let last = 0;
  child.on('message', ({ id, answer, failed }) => {
    open
      .get(id)
      ?.[failed === undefined ? 'resolve' : 'reject'](failed === undefined ? answer : new Error(failed));
    open.delete(id);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ask = (what) =>
    new Promise((resolve, reject) => {
      last += 1;
      open.set(last, { resolve, reject });
      ended.then(() => reject(new Error('it ended')));
      child.send({ id: last, ask: what });
    });
  return { ask, ended, child };
}

async function start() {
  service = await begin();
  await service.ask('start');
  await service.ask('watch');
  await until(() => slack.socketCount() > 0);
}

async function until(happened, patience = patienceMs) {
  const end = performance.now() + patience;
  while (!(await happened()) && performance.now() < end) await sleep(500);
  return await happened();
}

/** Notes are acts: what was acknowledged must be said, once. The rest are questions. */
async function person(index) {
  for (let turn = 0; !isOver; turn += 1) {
    const number = counts.typed;
    counts.typed += 1;
    const isNote = turn % 2 === 0;
    const tunnel = `${(number % 60) + 1}`;
    const other = ['list', `status tunnel-${tunnel}`, 'incidents', `history tunnel-${tunnel}`][
      (turn >> 1) % 4
    ];
    const text = isNote ? `incident inc-load${(number % incidents) + 1} note soak note ${number}` : other;
    const user = slack.people[index % slack.people.length].id;
    const ack = await slack
      .typeCommand({ user, channel: channel.id, text: `/ipsec ${text}` })
      .catch(() => ({ state: 'failed' }));
    if (ack.state === 'acked') counts.acked += 1;
    if (ack.state === 'acked' && ack.latencyMs > 3000) counts.slow += 1;
    if (isNote && ack.state === 'acked' && !ack.response?.text) promised.add(String(number));
    await sleep(ack.state === 'acked' ? 150 : 1000);
  }
}

/** Each alert is posted twice, as a monitoring system does whose first answer came late. */
async function monitor() {
  for (let number = 0; !isOver; number += 1) {
    const alert = {
      status: 'firing',
      labels: { alertname: 'IPsecTunnelDown', tunnel: `nobody-${number}` },
      annotations: {},
      startsAt: new Date().toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: number.toString(16).padStart(16, '0'),
    };
    const body = JSON.stringify({
      version: '4',
      groupKey: '{}',
      status: 'firing',
      receiver: 'x',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: '',
      alerts: [alert],
    });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    for (let time = 0; time < 2; time += 1) {
      counts.posted += 1;
      const reply = await fetch(`http://127.0.0.1:${port}/alerts/alertmanager`, {
        method: 'POST',
        headers,
        body,
      }).catch(() => null);
      if (reply?.status === 202) kept.add(alert.fingerprint);
    }
    await sleep(250);
  }
}

function look() {
  for (const message of slack.messages('netops')) {
    if (!/inc-load\d+/.test(message.text)) continue;
    for (const { text, ts } of slack.thread('netops', message.ts)) {
      const note = /soak note (\d+)\b/.exec(text)?.[1];
      if (note !== undefined) said.set(note, (said.get(note) ?? new Set()).add(ts));
    }
  }
}

async function observer() {
  while (!isOver) {
    look();
    const now = await service.ask('memory').catch(() => null);
    if (now) memory.push({ at: performance.now(), mb: now.now / 2 ** 20 });
    await sleep(2000);
  }
}

const anywhere = (index) => fleet.firewalls[index % fleet.firewalls.length];
const faults = [
  ['a slow firewall', (n) => anywhere(n).inject({ kind: 'slow', delayMs: 3000 })],
  ['Slack: 429', () => slack.faults.rateLimit('chat.postMessage', 5, 1)],
  ['a firewall that hangs', (n) => anywhere(n).inject({ kind: 'hang' })],
  ['the process is killed', kill],
  ['replies of Slack are lost', () => slack.faults.next('chat.postMessage', { kind: 'lost-reply' }, 3)],
  ['a firewall that answers garbage', (n) => anywhere(n).inject({ kind: 'garbage' })],
  ['Slack is down', () => slack.faults.next('*', { kind: 'status', status: 503 }, 40)],
  ['sockets of Slack break', () => slack.faults.dropSockets()],
  ['a firewall that refuses', (n) => anywhere(n).inject({ kind: 'http-status', status: 503 })],
  ['events come twice', () => slack.faults.redeliverEvents(5)],
  ['nothing', () => undefined],
];

async function kill() {
  // Memory is judged by a process that lives through the second half, and is warm by then.
  if (performance.now() - begun > lengthMs / 4) return;
  counts.kills += 1;
  service.child.kill('SIGKILL');
  await service.ended;
  await start();
}

async function trouble() {
  for (let step = 0; !isOver; step += 1) {
    const [what, happen] = faults[step % faults.length];
    counts.faults += 1;
    process.stderr.write(`${Math.round((performance.now() - begun) / 1000)} s: ${what}\n`);
    await happen(step);
    await sleep(Math.max(0, Math.min(stepMs, begun + lengthMs - performance.now())));
    for (const one of fleet.firewalls) await one.clear();
    slack.faults.clear();
    if (performance.now() - begun >= lengthMs) isOver = true;
  }
}

const first = await begin();
await first.ask('open');
first.child.disconnect();
await first.ended;
await start();
await until(
  () => slack.messages('netops').filter(({ text }) => /inc-load\d+/.test(text)).length >= incidents,
);
const begun = performance.now();
await Promise.all([
  ...Array.from({ length: people }, (_, index) => person(index)),
  monitor(),
  observer(),
  trouble(),
]);

const missing = () => [...promised].filter((note) => !said.has(note));
await until(() => {
  look();
  return missing().length === 0;
});
await sleep(3000);
look();
const twice = [...said].filter(([, all]) => all.size > 1).map(([note]) => note);
const blocked = Math.round(await service.ask('blocked').catch(() => 0));
await service.ask('close');
service.child.disconnect();
await service.ended;
const { alertRows, keptNotes, waiting, acts } = await inTheStore();
// Said late is not lost: what waits is said by the next start.
const lost = missing().filter((note) => !keptNotes.has(note));
const delayed = missing().length - lost.length;
const half = memory.filter(({ at }) => at - begun > lengthMs / 2).map(({ mb }) => mb);
const [early, late] = [
  median(half.slice(0, Math.ceil(half.length / 3))),
  median(half.slice(-Math.ceil(half.length / 3))),
];

console.log(
  `commands: ${counts.typed} typed, ${counts.acked} acknowledged, ${counts.slow} of them after more than 3 s`,
);
console.log(
  `notes: ${promised.size} acknowledged, ${lost.length} lost, ${twice.length} said twice, ${delayed} said later than ${patienceMs / 1000} s; ${acts} acts and ${waiting} messages wait`,
);
console.log(
  `alerts: ${counts.posted} posted, ${kept.size} acknowledged, ${alertRows} kept (${kept.size - alertRows > 0 ? kept.size - alertRows : 0} lost)`,
);
console.log(`faults: ${counts.faults}, of them ${counts.kills} times the process was killed`);
console.log(
  `memory of the second half: ${early} MB, then ${late} MB; longest block of the loop ${blocked} ms`,
);
await Promise.all([slack.stop(), fleet.stop()]);
await rm(folder, { recursive: true, force: true });
const faultless = lost.length === 0 && twice.length === 0 && alertRows >= kept.size;
// Some growth is the store's cache, and the collector's own pace; of a short run it says nothing.
const isFlat = lengthMs < 240_000 || late < early * 1.3 + 60;
if (!faultless) console.log(`LOST OR TWICE: lost ${lost.slice(0, 20)}; twice ${twice.slice(0, 20)}`);
if (!isFlat) console.log('MEMORY GROWS');
process.exit(faultless && isFlat ? 0 : 1);

/** What stands there when everything is closed. */
async function inTheStore() {
  const wired = wire(await loadSettings(config, environment), { log: createLogger('silent') });
  const stores = await wired.stores.open();
  const { sql } = stores.database;
  const count = async (query) => Number((await query.executeTakeFirst())?.count ?? 0);
  const all = ({ fn }) => fn.countAll().as('count');
  const alertRows = await count(sql.selectFrom('alerts').select(all));
  const waiting = await count(
    sql.selectFrom('outbox').select(all).where('state', 'in', ['waiting', 'posting']),
  );
  // What was acknowledged and not worked on yet is kept as well: the next start does it.
  const acts = await sql.selectFrom('inbox').select('body').where('done', '=', false).execute();
  const events = JSON.stringify([await stores.incidents.list({ limit: 1000 }), acts]);
  await wired.close();
  return {
    alertRows,
    waiting,
    acts: acts.length,
    keptNotes: new Set([...events.matchAll(/soak note (\d+)\b/g)].map((found) => found[1])),
  };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
