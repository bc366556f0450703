// What a burst of acts costs: acknowledgements, the event loop, the time until all is said; on the embedded store and on PostgreSQL.

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { writeFleetConfig } from '../dist/demo/demo.js';
import { bigFleet, startFleet } from '../dist/simulator/index.js';
import { startWorkspace } from '../dist/workspace/index.js';
import { startProcess } from './bench-processes.mjs';

const acts = Number(process.env.BENCH_ACTS ?? 3000);
const incidents = 100;
/** Each types the next act as soon as the one before is acknowledged. */
const people = 100;
const patienceMs = 240_000;
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });

async function until(happened, patience) {
  const end = performance.now() + patience;
  while (!happened() && performance.now() < end) await sleep(500);
  return happened();
}

/**
 * The messages that say each note, gathered from look to look: the workspace keeps a channel's last 5,000 messages
 * (src/workspace/world.ts), so the first notes have left it before the last ones stand.
 */
function notesIn(slack, heads) {
  const messages = new Map();
  return () => {
    for (const head of heads) {
      for (const { text, ts } of slack.thread('netops', head.ts)) {
        const note = /load note (\d+)\b/.exec(text)?.[1];
        if (note !== undefined) messages.set(note, (messages.get(note) ?? new Set()).add(ts));
      }
    }
    return messages;
  };
}

async function measure(engine, databaseUrl) {
  const fleet = await startFleet(bigFleet({ firewalls: 1, tunnels: 1 }));
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-load-'));
  const manifest = parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'));
  const slack = await startWorkspace({ mode: 'socket', manifest, port: 0 });
  const channel = slack.channels.find(({ name }) => name === 'netops');
  const config = await writeFleetConfig(
    fleet,
    folder,
    {},
    {
      slack: { mode: 'socket', apiUrl: slack.apiUrl },
      teams: { netops: { channel: channel.id, timeZone: 'UTC', shifts: [{ start: '00:00' }] } },
      store: { dataFolder: join(folder, 'data') },
      logLevel: 'error',
    },
  );
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  };
  const first = startProcess({ config, incidents }, environment);
  await first.ask('open');
  const made = await first.ask('memory');
  await first.end();
  const service = startProcess({ config, incidents }, environment);
  const name = `${acts} acts by ${people} people over ${incidents} incidents, ${engine}`;
  try {
    await service.ask('start');
    const headsOf = () => slack.messages('netops').filter(({ text }) => /inc-load\d+/.test(text));
    if (!(await until(() => slack.socketCount() > 0 && headsOf().length === incidents, patienceMs)))
      throw new Error(`only ${headsOf().length} incidents stand in the channel`);
    const heads = headsOf();
    await service.ask('watch');
    const said = notesIn(slack, heads);
    const begun = performance.now();
    const type = (index) =>
      slack.typeCommand({
        user: slack.people[index % slack.people.length].id,
        channel: channel.id,
        text: `/ipsec incident inc-load${(index % incidents) + 1} note load note ${index}`,
      });
    const acks = [];
    let typed = 0;
    const person = async () => {
      while (typed < acts) {
        typed += 1;
        acks.push(await type(typed));
      }
    };
    await Promise.all(Array.from({ length: people }, person));
    const acked = acks.filter(({ state, response }) => state === 'acked' && !response.text).length;
    const isAll = await until(() => said().size >= acked, patienceMs);
    const seconds = (performance.now() - begun) / 1000;
    const { blocked } = await service.ask('blocked');
    // Whatever is said twice comes a moment later.
    await sleep(500);
    const messages = said();
    const times = acks.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    say(`${name}: acknowledged`, acked, acts);
    say(`${name}: slowest acknowledgement, ms`, Math.round(times.at(-1)), '< 300');
    say(`${name}: median acknowledgement, ms`, Math.round(times[Math.floor(times.length / 2)]));
    say(`${name}: longest block of the event loop, ms`, Math.round(blocked), '< 100');
    say(
      `${name}: seconds until all are said`,
      isAll ? seconds.toFixed(1) : `${messages.size} said after ${seconds.toFixed(0)} s`,
    );
    say(`${name}: said more than once`, [...messages.values()].filter(({ size }) => size > 1).length, '0');
    const { peak, now } = await service.ask('memory');
    if (!databaseUrl) say('first start, which makes the database: peak of memory, MB', megabytes(made.peak));
    say(
      `${engine}, later starts: peak of memory, and after the acts, MB`,
      `${megabytes(peak)}, ${megabytes(now)}`,
    );
    await service.ask('close');
  } finally {
    await service.end();
    await Promise.all([slack.stop(), fleet.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function megabytes(bytes) {
  return Math.round(bytes / 2 ** 20);
}

const postgres = process.env.TEST_DATABASE_URL;
const isInner = process.argv[2] === 'postgresql';
if (!isInner) await measure('PGlite', null);
if (postgres) await measure('PostgreSQL', postgres);
const width = Math.max(...rows.map((row) => row.what.length));
for (const row of rows)
  console.log(`${row.what.padEnd(width)}  ${row.value}${row.limit === '' ? '' : `  (wanted: ${row.limit})`}`);
if (!postgres && !isInner) {
  // A throwaway cluster; it says itself when PostgreSQL is not installed.
  const here = (name) => fileURLToPath(new URL(name, import.meta.url));
  const inner = [here('with-postgres.sh'), process.execPath, here('bench-load.mjs'), 'postgresql'];
  if (spawnSync('bash', inner, { stdio: 'inherit' }).status !== 0)
    console.log('PostgreSQL was not measured.');
}
