// What a burst of alerts costs: 1,000 posts for 400 tunnels on 20 firewalls that all fail; how soon they are acknowledged, what is asked, which incidents follow, what Slack takes.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { startWorkspace } from '../dist/workspace/index.js';
import { startFirewalls, startProcess } from './bench-processes.mjs';

const firewalls = Number(process.env.BENCH_FIREWALLS ?? 20);
const tunnels = Number(process.env.BENCH_TUNNELS ?? 400);
const posts = Number(process.env.BENCH_ALERTS ?? 1000);
const atATime = 10;
const secret = 'bench-secret';
const patienceMs = 240_000;
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

async function until(isSo) {
  const end = performance.now() + patienceMs;
  while (!(await isSo()) && performance.now() < end) await sleep(100);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-alerts-'));
const manifest = parse(await readFile(here('../manifest.yml'), 'utf8'));
const slack = await startWorkspace({ mode: 'socket', manifest, port: 0, enforceRateLimits: true });
const channel = slack.channels.find(({ name }) => name === 'netops');
const port = await freePort();
const fleet = startFirewalls({
  firewalls,
  tunnels,
  folder,
  answerMs: 20,
  isWell: true,
  more: {
    slack: { mode: 'socket', apiUrl: slack.apiUrl },
    teams: { netops: { channel: channel.id, timeZone: 'UTC', shifts: [{ start: '00:00' }] } },
    listen: { port },
    alerts: { alertmanager: { secret: { env: 'SECRET' } } },
    store: { dataFolder: join(folder, 'data') },
    watch: { enabled: false },
    questionSeconds: 120,
    logLevel: 'error',
  },
});
const { config, names } = await fleet.ready;
const service = startProcess(
  { config, incidents: 0 },
  { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SECRET: secret, HOME: folder },
);
/** The running service answers what is asked on the terminal. */
const ask = async (...words) => {
  const command = [here('../bin/tunnelmedic.js'), ...words, '--json', '--config', config];
  // What could not be read is in the answer, too.
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 26 }).catch(
    (error) => error,
  );
  return JSON.parse(stdout);
};
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
const post = (index) =>
  fetch(`http://127.0.0.1:${port}/alerts/alertmanager`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: body(index),
  });

try {
  await service.ask('start');
  await until(() => slack.socketCount() > 0);
  await fleet.breakAll();
  await until(async () => {
    const { tunnels: up, unread } = await ask('list', '--refresh', '--state', 'up');
    return up.length === 0 && unread.length === 0;
  });
  const askedBefore = await fleet.each();
  const memoryBefore = (await service.ask('memory')).now;
  const took = [];
  let next = 0;
  let again = 0;
  const begun = performance.now();
  const sender = async () => {
    while (next < posts) {
      const index = next;
      next += 1;
      const at = performance.now();
      let answer = await post(index);
      took.push(performance.now() - at);
      // As every sender does.
      for (; answer.status === 503; again += 1) {
        await sleep(500);
        answer = await post(index);
      }
      if (answer.status !== 202) throw new Error(`an alert was answered with ${answer.status}`);
    }
  };
  const posted = Promise.all(Array.from({ length: atATime }, sender)).then(() => performance.now() - begun);
  const heads = () => slack.messages('netops').filter(({ text, threadTs }) => /inc-/.test(text) && !threadTs);
  const diagnosed = () =>
    heads().filter(({ ts }) =>
      slack.thread('netops', ts).some(({ text }) => /IKE proposal mismatch/.test(text)),
    );
  await until(() => heads().length > 0);
  const standMs = performance.now() - begun;
  const looks = (await fleet.each()).map((count, index) => count - askedBefore[index]);
  await until(() => diagnosed().length > 0);
  const firstMs = performance.now() - begun;
  const postedMs = await posted;
  let incidents = [];
  let told = [];
  await until(async () => {
    incidents = await ask('incidents');
    told = incidents.flatMap((incident) => incident.tunnels);
    return new Set(told).size >= tunnels && incidents.every(({ verdict }) => verdict !== null);
  });
  const allMs = performance.now() - begun;
  const calls = (await fleet.each()).map((count, index) => count - askedBefore[index]);
  const { now, peak } = await service.ask('memory');
  const alone = incidents.filter((incident) => incident.tunnels.length === 1).length;
  const causes = incidents.filter(({ verdict }) => verdict?.cause === 'ike-proposal-mismatch').length;
  const refused = slack.calls.filter(({ status }) => status === 429).length;
  const written = slack.calls.filter(({ method }) => /^chat\./.test(method)).length;
  say(
    `${posts} alerts in posts of one, ${atATime} at a time: acknowledged, median`,
    `${median(took).toFixed(0)} ms`,
    '< 100 ms',
  );
  say('the slowest of them', `${Math.max(...took).toFixed(0)} ms`);
  say('of them sent again, because they could not be kept at once', again, 0);
  say('all of them posted', seconds(postedMs));
  say('incidents, and those of one tunnel', `${incidents.length}, ${alone}`, `<= ${firewalls}, 0`);
  say(
    'tunnels in them, and in two of them',
    `${new Set(told).size}, ${told.length - new Set(told).size}`,
    `${tunnels}, 0`,
  );
  say('with the right cause', `${causes} of ${incidents.length}`, 'all');
  say('the first stands in Slack (5 s of gathering in it)', seconds(standMs));
  say('the first verdict stands', seconds(firstMs), '< 30 s');
  say('every tunnel has an incident with a verdict', seconds(allMs));
  say(
    'calls of a firewall until the first incident, median and most',
    `${median(looks)}, ${Math.max(...looks)}`,
  );
  say('calls of a firewall in all, median and most', `${median(calls)}, ${Math.max(...calls)}`, '< 100');
  say('messages and redrawn ones, of them refused by Slack’s limits', `${written}, ${refused}`);
  say(
    'memory of the service before, after, and its peak, MB',
    `${megabytes(memoryBefore)}, ${megabytes(now)}, ${megabytes(peak)}`,
  );
} finally {
  await service.end();
  await Promise.all([slack.stop(), fleet.end()]);
  await rm(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map((row) => row.what.length));
for (const row of rows)
  console.log(`${row.what.padEnd(width)}  ${row.value}${row.limit === '' ? '' : `  (wanted: ${row.limit})`}`);
