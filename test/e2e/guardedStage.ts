// The stage of the tests about hostile input and rights: the real service as a process of its own, what it logged, kept and used, and requests that we sign ourselves.

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { writeFleetConfig } from '../../src/demo/demo.js';
import { demoFleet, startFleet } from '../../src/simulator/index.js';
import {
  type Fields,
  type PersonSeed,
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../src/workspace/index.js';
import { builtCommand } from './built.js';
import { manifest } from './stage.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

export interface Signing {
  /** Another secret than Slack's and ours. */
  readonly secret?: string;
  readonly ageSeconds?: number;
  readonly type?: string;
  /** In place of the headers that we would make. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GuardedStage {
  readonly slack: Workspace;
  /** A signed request, as Slack sends it. */
  send(body: string, how?: Signing): Promise<Response>;
  /** A slash command whose text is exactly this: typed by people, Slack would have escaped it. */
  slash(text: string, user?: string, channel?: string): Promise<Response>;
  /** An interactive payload, signed. */
  interact(payload: unknown, how?: Signing): Promise<Response>;
  /** The command line of the same configuration, beside the service. */
  terminal(words: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Everything that the service said on its two streams so far. */
  said(): string;
  /** The most memory that the service needed since it started or since `forgetPeak`, in bytes. */
  peakBytes(): number;
  forgetPeak(): void;
  /** Ends the service as an operator does; its data folder can be read then. */
  close(): Promise<void>;
  /** Every row of every table, as one text; after `close`. */
  tables(): Promise<string>;
  /** Files of the data folder that hold these characters; after `close`. */
  filesWith(text: string): Promise<string[]>;
  stop(): Promise<void>;
}

export interface GuardedOptions {
  readonly people?: readonly PersonSeed[];
  readonly workspace?: Partial<WorkspaceOptions>;
  /** `slack.access` of the configuration, once the workspace's ids are known. */
  readonly access?: (slack: Workspace) => Readonly<Record<string, unknown>>;
}

export async function openGuardedStage(options: GuardedOptions = {}): Promise<GuardedStage> {
  const fleet = await startFleet(demoFleet());
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-guarded-'));
  const slack = await startWorkspace({
    mode: 'http',
    manifest,
    retryDelaysMs: [0, 500],
    ...(options.people ? { people: options.people } : {}),
    ...options.workspace,
  });
  const port = await freePort();
  const netops = slack.channels.find((channel) => channel.name === 'netops')?.id;
  const access = options.access?.(slack);
  const config = await writeFleetConfig(
    fleet,
    folder,
    { [partner]: { partner: { name: 'Globex' } } },
    {
      slack: { mode: 'http', apiUrl: slack.apiUrl, host: '127.0.0.1', port, ...(access ? { access } : {}) },
      teams: {
        netops: { channel: netops, timeZone: 'UTC', shifts: [{ start: '00:00' }, { start: '12:00' }] },
      },
      store: { dataFolder: join(folder, 'data') },
      logLevel: 'debug',
      sampleSeconds: 0.2,
      // These tests count what devices are asked, and say themselves when anybody looks.
      watch: { enabled: false },
    },
  );
  const child = spawnService(config, folder, slack);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
  const address = `http://127.0.0.1:${port}/slack/events`;
  try {
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`The service ended with exit code ${child.exitCode}.`);
      return slack.useRequestUrl(address);
    }, 'the service answers');
  } catch (error) {
    await ended(child, 'SIGKILL');
    process.stderr.write(output);
    throw error;
  }
  const data = join(folder, 'data');

  const send = (body: string, how: Signing = {}): Promise<Response> =>
    fetch(address, {
      method: 'POST',
      body,
      headers: {
        'content-type': how.type ?? 'application/x-www-form-urlencoded',
        ...(how.headers ?? signed(body, how.secret ?? slack.signingSecret, how.ageSeconds ?? 0)),
      },
    });
  return {
    slack,
    send,
    slash: (text, user = 'ana', channel = 'netops') => send(slashBody(slack, text, user, channel)),
    interact: (payload, how) =>
      send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), how),
    terminal: (words) => runBeside([...words, '--config', config], folder),
    said: () => output,
    peakBytes: () =>
      1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]),
    // 5 is the kernel's word for "reset the peak".
    forgetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, '5'),
    close: () => ended(child, 'SIGTERM'),
    tables: () => allRows(join(data, 'store')),
    filesWith: (text) => holding(data, Buffer.from(text)),
    async stop() {
      await ended(child, 'SIGKILL');
      await Promise.all([slack.stop(), fleet.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** With an open incident of the partner's tunnel, whose first question stands. */
export async function openGuardedIncident(): Promise<{ stage: GuardedStage; thread: IncidentThread }> {
  const stage = await openGuardedStage();
  const thread = new IncidentThread(stage.slack);
  await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec triage ${partner}` });
  await thread.says(/Which product terminates/);
  return { stage, thread };
}

export function slashBody(slack: Workspace, text: string, user: string, channel: string): string {
  const person = slack.people.find((one) => one.name === user);
  const place = slack.channels.find((one) => one.name === channel);
  return new URLSearchParams({
    command: '/ipsec',
    text,
    user_id: person?.id ?? user,
    user_name: user,
    channel_id: place?.id ?? channel,
    channel_name: channel,
    team_id: 'T0LOCAL01',
    api_app_id: 'A0LOCAL01',
    trigger_id: `crafted.${randomUUID()}`,
  }).toString();
}

/** Slack's signature, version v0. */
export function signed(body: string, secret: string, ageSeconds = 0): Record<string, string> {
  const at = Math.floor(Date.now() / 1000) - ageSeconds;
  const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}

/** The newest payload of this type that the workspace delivered: to be sent again, or tampered with. */
export function delivered(slack: Workspace, type: string): Fields {
  const found = slack.acks.findLast((ack) => ack.type === type);
  if (!found) throw new Error(`Nothing of type ${type} was delivered.`);
  return structuredClone(found.payload);
}

/** What Slack sends when a modal of this command was filled in, block by block: `text` stands for `in:text`. */
export function submission(
  slack: Workspace,
  command: string,
  values: Readonly<Record<string, unknown>>,
  more: { readonly user?: string; readonly view?: Fields } = {},
): Fields {
  const person = slack.people.find((one) => one.name === (more.user ?? 'ana'));
  const channel = slack.channels.find((one) => one.name === 'netops')?.id ?? '';
  const state = Object.entries(values).map(([name, value]) => [
    `in:${name}`,
    { value: typeof value === 'string' ? { type: 'plain_text_input', value } : value },
  ]);
  return {
    type: 'view_submission',
    user: { id: person?.id, username: person?.name, name: person?.name, team_id: 'T0LOCAL01' },
    team: { id: 'T0LOCAL01', domain: 'local' },
    api_app_id: 'A0LOCAL01',
    trigger_id: `crafted.${randomUUID()}`,
    view: {
      id: `V${randomUUID()}`,
      type: 'modal',
      hash: '1.1',
      callback_id: 'fill',
      private_metadata: JSON.stringify({ command, place: { channel, direct: false, threadTs: null } }),
      blocks: [],
      state: { values: Object.fromEntries(state) },
      ...more.view,
    },
    response_urls: [],
  };
}

function spawnService(config: string, folder: string, slack: Workspace): ChildProcess {
  return spawn(process.execPath, builtCommand(['start', '--config', config]), {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function runBeside(words: readonly string[], folder: string) {
  const env = { PATH: process.env.PATH, HOME: folder, TZ: 'UTC' };
  const child = spawn(process.execPath, builtCommand(words), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += String(text)));
  child.stderr.on('data', (text) => (said.stderr += String(text)));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

async function allRows(store: string): Promise<string> {
  const lite = await PGlite.create(store);
  try {
    const { rows } = await lite.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const tables = await Promise.all(
      rows.map(async ({ schema, name }) => {
        const all = await lite.query(`select * from "${schema}"."${name}"`);
        return `${schema}.${name} ${JSON.stringify(all.rows)}`;
      }),
    );
    return tables.join('\n');
  } finally {
    await lite.close();
  }
}

async function holding(folder: string, wanted: Buffer): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(file)).includes(wanted) ? [file] : [])),
  );
  return found.flat().map((file) => file.slice(folder.length + 1));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
