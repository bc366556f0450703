// The stage of the triage tests: the workspace in the place of Slack, simulated firewalls, and the real service between them, here or as a process.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { start } from '../../src/cli/start.js';
import { writeFleetConfig } from '../../src/demo/demo.js';
import { type RunningFleet, startFleet } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { type PersonSeed, startWorkspace, type Workspace } from '../../src/workspace/index.js';
import { freePort } from '../support/freePort.js';
import { builtCommand, nodeArguments } from './built.js';
import { type Mode, manifest } from './stage.js';
import { type FleetOptions, fleetOf } from './stageFleet.js';
import { eventually } from './triageThread.js';

export { eventually, IncidentThread } from './triageThread.js';

export const partner = 'partner-globex';
const alertSecret = 'a-secret-of-the-sender';

export interface TriageStage {
  readonly slack: Workspace;
  readonly fleet: RunningFleet;
  readonly folder: string;
  /** The service in this process. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The service as a process of its own, ready when it is connected. `replica` may be any name. */
  spawn(replica?: string): Promise<ChildProcess>;
  /** Where the service of this name takes alerts, and with which secret. */
  alertsAt(replica?: string): Promise<{ readonly url: string; readonly secret: string }>;
  /** Milliseconds since 1970, as Slack, the devices and the spawned services see it. */
  now(): number;
  /** Moves the time of all of them; other services that run already keep theirs. */
  moveAhead(child: ChildProcess, milliseconds: number): Promise<void>;
  /** As kill -9 does. */
  kill(child: ChildProcess): Promise<void>;
  stop(): Promise<void>;
}

/** What Slack's client waits for a pong, and how often it looks: a third of that, and a busy machine. */
const pongMs = 10_000;
const pongLookMs = 4_000;

export interface TriageStageOptions extends FleetOptions {
  readonly mode?: Mode;
  readonly databaseUrl?: string;
  /** Four when nobody is named. */
  readonly people?: readonly PersonSeed[];
  readonly more?: Readonly<Record<string, unknown>>;
  /** Each service takes alerts at a port of its own. */
  readonly alerts?: { readonly gatherSeconds: number };
}

export async function openTriageStage(options: TriageStageOptions = {}): Promise<TriageStage> {
  const mode = options.mode ?? 'socket';
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const also = options.alsoPartners ?? [];
  const fleet = await startFleet(fleetOf(options), { now: () => new Date(now()) });
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-triage-'));
  const slack = await startWorkspace({
    mode,
    manifest,
    now,
    retryDelaysMs: [0, 500],
    ...(options.people ? { people: options.people } : {}),
  });
  const port = mode === 'http' ? await freePort() : 0;
  const netops = slack.channels.find((channel) => channel.name === 'netops')?.id;
  const config = await writeFleetConfig(
    fleet,
    folder,
    {
      [partner]: { partner: { name: 'Globex' } },
      ...Object.fromEntries(also.map((one) => [one.tunnel, { partner: { name: one.partner } }])),
    },
    {
      slack: { mode, apiUrl: slack.apiUrl, host: '127.0.0.1', port },
      teams: {
        netops: { channel: netops, timeZone: 'UTC', shifts: [{ start: '00:00' }, { start: '12:00' }] },
      },
      store: { dataFolder: join(folder, 'data') },
      logLevel: 'silent',
      sampleSeconds: 0.2,
      // These tests count what devices are asked, and say themselves when anybody looks.
      watch: { enabled: false },
      ...options.more,
    },
  );
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
  };
  let service: { close(): Promise<void> } | null = null;
  const ports = new Map<string, Promise<number>>();
  const portOf = (replica: string): Promise<number> => {
    const known = ports.get(replica) ?? freePort();
    ports.set(replica, known);
    return known;
  };
  /** Replicas of one machine cannot listen at one port. */
  const configOf = async (replica: string): Promise<string> => {
    if (!options.alerts) return config;
    const own = join(folder, `tunnelmedic-${replica}.yml`);
    await writeFile(join(folder, 'alerts.secret'), alertSecret);
    const settings = {
      ...parse(await readFile(config, 'utf8')),
      listen: { port: await portOf(replica) },
      alerts: { ...options.alerts, alertmanager: { secret: { file: 'alerts.secret' } } },
    };
    await writeFile(own, stringify(settings));
    return own;
  };
  const children = new Set<ChildProcess>();
  const reached = async (before: number): Promise<void> => {
    if (mode === 'http') await eventually(() => slack.useRequestUrl(`http://127.0.0.1:${port}/slack/events`));
    else await eventually(() => slack.socketCount() > before);
  };
  const connections = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  return {
    slack,
    fleet,
    folder,
    async open() {
      service = await start({ config, environment, say: () => undefined });
      await reached(0);
    },
    async close() {
      await service?.close();
      service = null;
    },
    async spawn(replica = 'one') {
      const before = slack.socketCount();
      const child = spawn(
        process.execPath,
        [...nodeArguments, ...builtCommand(['start', '--config', await configOf(replica)])],
        {
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            REPLICA: replica,
            TIME_AHEAD_MS: String(aheadMs),
            ...environment,
          },
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        },
      );
      let told = '';
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (told += String(text)));
      children.add(child);
      child.once('exit', (code) => {
        children.delete(child);
        if (code !== null && code !== 0) process.stderr.write(`the service ended with ${code}: ${told}\n`);
      });
      await reached(before);
      return child;
    },
    alertsAt: async (replica = 'one') => ({
      url: `http://127.0.0.1:${await portOf(replica)}/alerts/alertmanager`,
      secret: alertSecret,
    }),
    now,
    async moveAhead(child, milliseconds) {
      const before = connections();
      aheadMs += milliseconds;
      const moved = once(child, 'message');
      child.send({ aheadMs });
      await moved;
      if (mode === 'http' || milliseconds <= pongMs) return;
      // For Slack's client it is long since a pong came, so it opens another socket at its next look; what is clicked meanwhile is lost.
      const end = Date.now() + pongLookMs;
      while (connections() === before && Date.now() < end) await systemClock.sleep(40);
      await reached(0);
    },
    async kill(child) {
      const before = slack.socketCount();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      // Slack notices a moment later that the socket is gone.
      if (mode === 'socket') await eventually(() => slack.socketCount() < before);
    },
    async stop() {
      for (const child of children) child.kill('SIGKILL');
      await service?.close();
      await Promise.all([slack.stop(), fleet.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
