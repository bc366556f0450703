// The stage of the tests about hostile input and rights: the real service, here or as a process of its own, what it logged, kept and used, and requests that we sign ourselves.

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { startService } from '../../src/app/service.js';
import { slackOf } from '../../src/app/slackOf.js';
import { loadSettings } from '../../src/config/settings.js';
import { writeFleetConfig } from '../../src/demo/demo.js';
import { startFleet } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';
import {
  type Fields,
  type PersonSeed,
  startWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../../src/workspace/index.js';
import { askTerminal, type Outcome } from '../support/askTerminal.js';
import { freePort } from '../support/freePort.js';
import { builtCommand, nodeArguments } from './built.js';
import { manifest } from './stage.js';
import { type FleetOptions, fleetOf } from './stageFleet.js';
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
  terminal(words: readonly string[]): Promise<Outcome>;
  /** Everything that the service logged so far; of a process, all that it said on its two streams. */
  said(): string;
  /** The most memory that its process needed since it started or since `forgetPeak`, in bytes. */
  peakBytes(): number;
  forgetPeak(): void;
  /** Ends the service as an operator does; its data folder can be read then. */
  close(): Promise<void>;
  /** Every row of every table, as one text; after `close`. */
  tables(): Promise<string>;
  /** Files of the data folder that hold one of these texts, each with the name of the text; after `close`. */
  filesWith(texts: Readonly<Record<string, string>>): Promise<string[]>;
  stop(): Promise<void>;
}

export interface GuardedOptions extends FleetOptions {
  /** Where its memory and its streams are looked at; it costs a start in cold code. */
  readonly asProcess?: true;
  readonly people?: readonly PersonSeed[];
  readonly workspace?: Partial<WorkspaceOptions>;
  /** `slack.access` of the configuration, once the workspace's ids are known. */
  readonly access?: (slack: Workspace) => Readonly<Record<string, unknown>>;
}

export async function openGuardedStage(options: GuardedOptions = {}): Promise<GuardedStage> {
  const fleet = await startFleet(fleetOf(options));
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
  const service = await (options.asProcess ? spawned : startedHere)(config, folder, slack);
  const address = `http://127.0.0.1:${port}/slack/events`;
  try {
    await eventually(() => {
      service.check();
      return slack.useRequestUrl(address);
    }, 'the service answers');
  } catch (error) {
    await service.kill();
    process.stderr.write(service.said());
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
    terminal: (words) => askTerminal([...words, '--config', config], '', { HOME: folder, TZ: 'UTC' }),
    said: service.said,
    peakBytes: () =>
      1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]),
    // 5 is the kernel's word for "reset the peak".
    forgetPeak: () => writeFileSync(`/proc/${service.pid}/clear_refs`, '5'),
    close: service.close,
    tables: () => allRows(join(data, 'store')),
    filesWith: (texts) => holding(data, texts),
    async stop() {
      await service.kill();
      await Promise.all([slack.stop(), fleet.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface GuardedIncident {
  readonly stage: GuardedStage;
  readonly thread: IncidentThread;
}

/** With an open incident of the partner's tunnel, whose first question stands. */
export async function openGuardedIncident(options: GuardedOptions = {}): Promise<GuardedIncident> {
  const stage = await openGuardedStage(options);
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

interface Running {
  readonly pid: number | undefined;
  said(): string;
  /** @throws Error when it has ended. */
  check(): void;
  close(): Promise<void>;
  kill(): Promise<void>;
}

function secretsOf(slack: Workspace) {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  };
}

async function startedHere(config: string, _folder: string, slack: Workspace): Promise<Running> {
  let output = '';
  const settings = await loadSettings(config, secretsOf(slack));
  const log = createLogger(settings.logLevel, { write: (line) => (output += line) });
  const around = { clock: systemClock, log, slack: await slackOf(settings), checks: true } as const;
  const { close } = await startService(settings, around);
  return { pid: process.pid, said: () => output, check: () => undefined, close, kill: close };
}

async function spawned(config: string, folder: string, slack: Workspace): Promise<Running> {
  const words = [...nodeArguments, ...builtCommand(['start', '--config', config])];
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env.PATH, HOME: folder, ...secretsOf(slack) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  return {
    pid: child.pid,
    said: () => output,
    check() {
      if (child.exitCode !== null) throw new Error(`The service ended with exit code ${child.exitCode}.`);
    },
    close: () => ended(child, 'SIGTERM'),
    kill: () => ended(child, 'SIGKILL'),
  };
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

async function holding(folder: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return files.flatMap((file) => {
    const content = readFileSync(file);
    const held = Object.entries(texts).filter(([, text]) => content.includes(text));
    return held.map(([name]) => `${name}: ${file.slice(folder.length + 1)}`);
  });
}
