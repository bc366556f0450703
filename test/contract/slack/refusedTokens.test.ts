// Tokens that Slack refuses end the start with one sentence; Slack being away does not.

import { Writable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import type { Dispatcher } from '../../../src/commands/dispatcher.js';
import type { Problem } from '../../../src/domain/problem.js';
import { createSlackApp, type SlackSettings, slackSettings } from '../../../src/slack/index.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { manifest, until } from '../../e2e/stage.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const dispatcher = { commands: [] } as unknown as Dispatcher;

async function start(settings: (slack: Workspace) => Partial<SlackSettings>) {
  const slack = await startWorkspace({ mode: 'socket', manifest, channels: [{ name: 'netops' }] });
  closing.push(() => slack.stop());
  const problems: Problem[] = [];
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const { botToken, appToken, apiUrl } = slack;
  const app = createSlackApp({
    settings: slackSettings({ botToken, appToken, apiUrl, drainTimeoutMs: 100, ...settings(slack) }),
    dispatcher,
    clock: systemClock,
    logger: createLogger('debug', destination),
    onRefused: (problem) => problems.push(problem),
  });
  await app.start();
  closing.push(() => app.stop());
  const calls = (method: string) => slack.calls.filter((one) => one.method === method).length;
  return { slack, app, problems, lines, calls };
}

it.each([
  [{ botToken: 'xoxb-other' }, 'Slack does not know this bot token.'],
  [{ appToken: 'xapp-other' }, 'Slack does not know this app-level token.'],
])('%o is one sentence, asked once', async (wrong, sentence) => {
  const { problems, calls } = await start(() => wrong);
  await until(() => problems.length > 0);
  expect(problems[0]?.message).toBe(sentence);
  expect(problems[0]?.exit).toBe(2);
  expect(calls('auth.test')).toBeLessThanOrEqual(1);
  expect(calls('apps.connections.open')).toBeLessThanOrEqual(1);
});

it('is refused before anything is sent where their beginnings tell that they are swapped', async () => {
  const swapped = start(({ botToken, appToken }) => ({ botToken: appToken, appToken: botToken }));
  await expect(swapped).rejects.toThrow('are swapped');
});

it('goes on trying while Slack is away', async () => {
  const { app, problems, lines } = await start(() => ({ apiUrl: 'http://127.0.0.1:1/api/' }));
  await until(() => lines.some((line) => line.includes('socket could not be opened')));
  expect(problems).toEqual([]);
  expect(app.health().ready).toBe(false);
});
