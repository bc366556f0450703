// The stage of the triage tests: the workspace in the place of Slack, simulated firewalls, and the real service between them, here or as a process.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService, writeFleetConfig } from '../../src/main.js';
import { demoFleet, type RunningFleet, startFleet } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { type Message, startWorkspace, type Workspace } from '../../src/workspace/index.js';
import { type Mode, manifest } from './stage.js';

export const partner = 'partner-globex';
const patienceMs = 90_000;

export interface TriageStage {
  readonly slack: Workspace;
  readonly fleet: RunningFleet;
  readonly folder: string;
  /** The service in this process. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The service as a process of its own, ready when it is connected. `replica` may be any name. */
  spawn(replica?: string): Promise<ChildProcess>;
  /** As kill -9 does. */
  kill(child: ChildProcess): Promise<void>;
  stop(): Promise<void>;
}

export interface TriageStageOptions {
  readonly mode?: Mode;
  readonly databaseUrl?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export async function openTriageStage(options: TriageStageOptions = {}): Promise<TriageStage> {
  const mode = options.mode ?? 'socket';
  const fleet = await startFleet(demoFleet());
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-triage-'));
  const slack = await startWorkspace({ mode, manifest, retryDelaysMs: [0, 500] });
  const port = mode === 'http' ? await freePort() : 0;
  const netops = slack.channels.find((channel) => channel.name === 'netops')?.id;
  const config = await writeFleetConfig(
    fleet,
    folder,
    { [partner]: { partner: { name: 'Globex' } } },
    {
      slack: { mode, apiUrl: slack.apiUrl, host: '127.0.0.1', port },
      teams: {
        netops: { channel: netops, timeZone: 'UTC', shifts: [{ start: '00:00' }, { start: '12:00' }] },
      },
      store: { dataFolder: join(folder, 'data') },
      logLevel: 'silent',
      sampleSeconds: 0.2,
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
  const children = new Set<ChildProcess>();
  const reached = async (before: number): Promise<void> => {
    if (mode === 'http') await eventually(() => slack.useRequestUrl(`http://127.0.0.1:${port}/slack/events`));
    else await eventually(() => slack.socketCount() > before);
  };
  return {
    slack,
    fleet,
    folder,
    async open() {
      service = await startService({ config, environment, say: () => undefined });
      await reached(0);
    },
    async close() {
      await service?.close();
      service = null;
    },
    async spawn(replica = 'one') {
      const before = slack.socketCount();
      const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
      const child = spawn(process.execPath, ['--import', 'tsx', cli, 'start', '--config', config], {
        env: { PATH: process.env.PATH, HOME: folder, REPLICA: replica, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let told = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (told += String(text)));
      children.add(child);
      child.once('exit', (code) => {
        children.delete(child);
        if (code !== null && code !== 0) process.stderr.write(`the service ended with ${code}: ${told}\n`);
      });
      await reached(before);
      return child;
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

/** Looks until it is so; the reason stands in the error. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  what = '',
  timeoutMs = patienceMs,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (Date.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${what || look.toString()}`);
    await systemClock.sleep(40);
  }
}

interface Shown {
  readonly actionId: string;
  readonly label: string;
  readonly value: string;
}

export function buttonsOf(message: Message): Shown[] {
  const elements = message.blocks.flatMap((block) =>
    block.type === 'actions' ? (block.elements as Record<string, unknown>[]) : [],
  );
  return elements.map((one) => ({
    actionId: String(one.action_id),
    label: String((one.text as { text?: unknown } | undefined)?.text ?? ''),
    value: String(one.value ?? ''),
  }));
}

/** One incident's thread in #netops, as people see and use it. */
export class IncidentThread {
  constructor(
    private readonly slack: Workspace,
    private readonly channel = 'netops',
  ) {}

  get head(): Message | undefined {
    return this.slack.messages(this.channel).find((message) => /^\S+ Incident inc-/.test(message.text));
  }

  get messages(): Message[] {
    const { head } = this;
    return head ? this.slack.thread(this.channel, head.threadTs ?? head.ts) : [];
  }

  get texts(): string[] {
    return this.messages.map((message) => message.text);
  }

  get id(): string {
    return /inc-[a-z0-9]+/.exec(this.head?.text ?? '')?.[0] ?? '';
  }

  says(pattern: RegExp): Promise<Message> {
    return eventually(
      () => this.messages.find((message) => pattern.test(message.text)),
      `the thread says ${pattern}`,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.texts.join('\n')}`);
    });
  }

  /** Clicks a button of the newest message that has it; waits for it to be drawn. */
  async click(label: string, user = 'ana'): Promise<void> {
    const { message, button } = await eventually(() => {
      const holder = this.messages.findLast((one) => buttonsOf(one).some((shown) => shown.label === label));
      const button = holder && buttonsOf(holder).find((shown) => shown.label === label);
      return holder && button && { message: holder, button };
    }, `a button ${label}`);
    await this.slack.click({ user, channel: this.channel, ts: message.ts, actionId: button.actionId });
  }

  /** Clicks a button that asks for fields, fills them in by field name and sends them. */
  async fill(label: string, fields: Readonly<Record<string, string>>, user = 'ana') {
    await this.click(label, user);
    const view = await eventually(() => this.slack.openViews(user).at(-1), `the modal of ${label}`);
    const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`in:${name}`, value]));
    return await this.slack.submitView({ user, viewId: view.id, values });
  }
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
