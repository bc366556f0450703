// What the service takes while it watches 50 firewalls and people ask, on the embedded store and on PostgreSQL; and what a start costs.

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startWorkspace } from '../dist/workspace/index.js';
import { startFirewalls, startProcess } from './bench-processes.mjs';

const firewalls = 50;
const tunnels = 1000;
/** Of watching, with a sweep each ten seconds. */
const seconds = Number(process.env.BENCH_SECONDS ?? 150);
const bounds = { PGlite: 700, PostgreSQL: 550 };
/** As the unit and the image of `deploy` start it. */
const asDeployed = ['--max-old-space-size=512'];
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const megabytes = (bytes) => Math.round(bytes / 2 ** 20);

async function measureService(engine, databaseUrl) {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-memory-'));
  const manifest = parse(await readFile(here('../manifest.yml'), 'utf8'));
  const slack = await startWorkspace({ mode: 'socket', manifest, port: 0 });
  const [channel] = slack.channels;
  const more = {
    slack: { mode: 'socket', apiUrl: slack.apiUrl },
    store: { dataFolder: join(folder, 'data') },
    watch: { everySeconds: 10 },
    logLevel: 'error',
  };
  const fleet = startFirewalls({ firewalls, tunnels, folder, answerMs: 20, more });
  const { config } = await fleet.ready;
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken };
  const environment = { ...tokens, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
  const service = startProcess({ config, incidents: 0 }, environment, asDeployed);
  const name = `${firewalls} firewalls, ${tunnels} tunnels, ${engine}`;
  try {
    await service.ask('start');
    const samples = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await slack.typeCommand({ user: slack.people[0].id, channel: channel.id, text: '/ipsec list' });
      await sleep(10_000);
      samples.push((await service.ask('memory')).now);
    }
    const { peak } = await service.ask('memory');
    const late = samples.slice(-5).sort((a, b) => a - b);
    say(`${name}: sweeps' calls a firewall`, Math.round((await fleet.requests()) / firewalls));
    say(`${name}: resident memory at the end, MB`, megabytes(late[2]), `< ${bounds[engine]}`);
    say(`${name}: resident memory at its peak, MB`, megabytes(peak));
    await service.ask('close');
    return megabytes(late[2]) < bounds[engine];
  } finally {
    await service.end();
    await Promise.all([slack.stop(), fleet.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of both cores together, so that what else the machine does counts less; the least of several. */
async function measureStart() {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-start-'));
  const log = join(folder, 'peer.log');
  await writeFile(log, '06[IKE] received NO_PROPOSAL_CHOSEN notify error\n');
  for (const [what, words, limit] of [
    ['node -e 0', ['-e', '0'], ''],
    ['--help', [here('../bin/tunnelmedic.js'), '--help'], '< 150'],
    ['analyze-log of one line', [here('../bin/tunnelmedic.js'), 'analyze-log', log], '< 400'],
  ]) {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 7; round += 1) {
      const time = `TIMEFORMAT='%U %S'; time "$@" >/dev/null`;
      const timed = spawnSync('bash', ['-c', time, 'bash', process.execPath, ...words], { encoding: 'utf8' });
      const [user, system] = timed.stderr.trim().split('\n').at(-1).split(' ').map(Number);
      least = Math.min(least, (user + system) * 1000);
    }
    say(`start of ${what}: CPU, ms`, Math.round(least), limit);
  }
  await rm(folder, { recursive: true, force: true });
}

const postgres = process.env.TEST_DATABASE_URL;
const isInner = process.argv[2] === 'postgresql';
if (!isInner) await measureStart();
const held = [];
if (!isInner) held.push(await measureService('PGlite', null));
if (postgres) held.push(await measureService('PostgreSQL', postgres));
const width = Math.max(...rows.map((row) => row.what.length));
for (const row of rows)
  console.log(`${row.what.padEnd(width)}  ${row.value}${row.limit === '' ? '' : `  (wanted: ${row.limit})`}`);
if (!postgres && !isInner) {
  // A throwaway cluster; it says itself when PostgreSQL is not installed.
  const inner = [here('with-postgres.sh'), process.execPath, here('bench-memory.mjs'), 'postgresql'];
  if (spawnSync('bash', inner, { stdio: 'inherit' }).status !== 0) held.push(false);
}
if (held.includes(false)) process.exitCode = 1;
