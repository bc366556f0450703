// The stage of the end-to-end tests: the workspace in the place of Slack, and the true Bolt app talking to it.

import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { parse } from 'yaml';
import type { Dispatcher } from '../../src/commands/dispatcher.js';
import { createSlackApp, type SlackApp, type SlackSettings, slackSettings } from '../../src/slack/index.js';
import { systemClock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/workspace/index.js';

export const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));

export type Mode = 'socket' | 'http';

export interface Stage {
  readonly slack: Workspace;
  readonly app: SlackApp;
  /** Everything that the app logged. */
  readonly log: () => string;
  stop(): Promise<void>;
}

/** Looks again and again: for what the workspace does not announce. */
export async function until(happened: () => boolean, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!happened()) {
    if (Date.now() > end) throw new Error(`Not true within ${timeoutMs} ms.`);
    await systemClock.sleep(5);
  }
}

export interface StageOptions {
  readonly mode: Mode;
  readonly dispatcher: Dispatcher;
  readonly settings?: Partial<SlackSettings>;
  readonly workspace?: Partial<WorkspaceOptions>;
}

export async function openStage({
  mode,
  dispatcher,
  settings = {},
  workspace = {},
}: StageOptions): Promise<Stage> {
  const slack = await startWorkspace({
    mode,
    manifest,
    channels: [{ name: 'netops' }, { name: 'strangers', hasApp: false }],
    retryDelaysMs: [0],
    ...workspace,
  });
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = createSlackApp({
    settings: slackSettings({
      mode,
      botToken: slack.botToken,
      appToken: slack.appToken,
      signingSecret: slack.signingSecret,
      apiUrl: slack.apiUrl,
      httpPort: 0,
      healthPort: 0,
      drainTimeoutMs: 5000,
      queue: { perChannel: 2000, maxAgeMs: 60_000, firstWaitMs: 20, lastWaitMs: 100 },
      ...settings,
    }),
    dispatcher,
    clock: systemClock,
    logger: createLogger('debug', destination),
  });
  await app.start();
  if (mode === 'http') await slack.useRequestUrl(`http://127.0.0.1:${app.httpPort}/slack/events`);
  else await until(() => app.health().ready);
  return {
    slack,
    app,
    log: () => lines.join(''),
    async stop() {
      await app.stop();
      await slack.stop();
    },
  };
}
