// What an endurance run stands on: simulated firewalls, Slack, a small disk, and the service in a process of its own.

import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { writeFleetConfig } from '../../dist/demo/demo.js';
import { bigFleet, startFleet } from '../../dist/simulator/index.js';
import { startWorkspace } from '../../dist/workspace/index.js';
import { startProcess } from '../bench-processes.mjs';

export const incidents = 10;
export const alertSecret = 'soak-alert-secret';
const diskMegabytes = 512;

/** @param databaseUrl null: the embedded store. */
export async function raise(databaseUrl) {
  const fleet = await startFleet(bigFleet({ firewalls: 6, tunnels: 60 }));
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-soak-'));
  const disk = databaseUrl === null ? await smallDisk(join(folder, 'disk')) : null;
  const manifest = parse(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  // The oldest messages of a channel leave the simulated Slack: the heads of the threads must not be among them.
  const slack = await startWorkspace({ mode: 'socket', manifest, port: 0, messagesAChannel: 1_000_000 });
  const channel = slack.channels.find(({ name }) => name === 'netops');
  const port = await freePort();
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SOAK_ALERTS: alertSecret,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  };
  const config = await writeFleetConfig(
    fleet,
    folder,
    {},
    {
      slack: { mode: 'socket', apiUrl: slack.apiUrl },
      teams: { netops: { channel: channel.id, timeZone: 'UTC', shifts: [{ start: '00:00' }] } },
      store: { dataFolder: join(disk?.path ?? folder, 'data') },
      listen: { port },
      alerts: { alertmanager: { secret: { env: 'SOAK_ALERTS' } }, requestsPerMinute: 100_000 },
      watch: { everySeconds: 5 },
      logLevel: process.env.SOAK_LOG ?? 'silent',
    },
  );
  const service = serviceOf({ config, incidents }, environment);
  return {
    ...{ fleet, slack, channel, port, config, environment, service, disk },
    async end() {
      await Promise.all([slack.stop(), fleet.stop()]);
      disk?.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Begun again after its death; what it is asked meanwhile fails. */
function serviceOf(given, environment) {
  let now = null;
  let isMeant = false;
  const deaths = [];
  // For instance `SOAK_NODE="--cpu-prof --trace-warnings"`, to look closely.
  const words = (process.env.SOAK_NODE ?? '').split(' ').filter((word) => word !== '');
  const begin = () => startProcess(given, environment, ['--expose-gc', '--trace-deprecation', ...words]);
  return {
    /** Incidents that stand before it starts. */
    async prepare() {
      const first = begin();
      await first.ask('open');
      await first.end();
    },
    async start(isConnected) {
      now = begin();
      isMeant = false;
      now.ended.then(() => {
        if (!isMeant) deaths.push(new Date().toISOString());
      });
      await now.ask('start');
      await now.ask('watch');
      await until(isConnected, 60_000);
    },
    /** Times at which it ended by itself. */
    deaths,
    isAlive: () => now.child.exitCode === null && now.child.signalCode === null,
    ask: (what) => now.ask(what),
    async kill() {
      isMeant = true;
      now.child.kill('SIGKILL');
      await now.ended;
    },
    async pause(milliseconds) {
      now.child.kill('SIGSTOP');
      await sleep(milliseconds);
      now.child.kill('SIGCONT');
    },
    async close() {
      isMeant = true;
      await now.ask('close');
      await now.end();
    },
  };
}

/** A disk of its own that can be filled; null where nothing may be mounted. */
async function smallDisk(path) {
  await mkdir(path, { mode: 0o700 });
  const mount = ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=0700`, 'tunnelmedic-soak', path];
  if (spawnSync('mount', mount).status !== 0) return null;
  const stone = join(path, 'stone');
  return {
    path,
    /** Until nothing goes onto it any more. */
    async fill() {
      const free = diskMegabytes * 2 ** 20;
      // As many pieces as it takes: a write that does not fit leaves what fitted.
      for (let size = free; size >= 4096; size = Math.floor(size / 2))
        await writeFile(stone, Buffer.alloc(size), { flag: 'a' }).catch(() => undefined);
    },
    empty: () => rm(stone, { force: true }),
    remove: () => spawnSync('umount', ['-l', path]),
  };
}

export async function until(happened, patienceMs) {
  const end = performance.now() + patienceMs;
  while (!(await happened()) && performance.now() < end) await sleep(500);
  return await happened();
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
