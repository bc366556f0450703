// What `doctor` finds at Slack: tokens of the wrong kind, refused ones, missing scopes, channels without the bot, a wrong clock.

import { afterEach, describe, expect, it } from 'vitest';
import { runChecks } from '../../../src/checks/run.js';
import { type SlackSettings, slackChecks, slackSettings } from '../../../src/slack/index.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../../src/workspace/index.js';
import { manifest } from '../../e2e/stage.js';

const open: Workspace[] = [];
afterEach(async () => {
  for (const slack of open.splice(0)) await slack.stop();
});

async function workspace(more: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const slack = await startWorkspace({
    mode: 'socket',
    manifest,
    channels: [{ name: 'netops' }, { name: 'strangers', hasApp: false }],
    ...more,
  });
  open.push(slack);
  return slack;
}

async function examine(
  slack: Workspace,
  {
    now = new Date(),
    channels = [],
    ...settings
  }: Partial<SlackSettings> & {
    now?: Date;
    channels?: { id: string; setting: string }[];
  } = {},
) {
  const checks = slackChecks({
    settings: async () =>
      slackSettings({
        botToken: slack.botToken,
        appToken: slack.appToken,
        apiUrl: slack.apiUrl,
        ...settings,
      }),
    isSet: async () => true,
    channels,
    clock: { ...systemClock, now: () => now },
    log: createLogger('silent'),
  });
  const results = await runChecks([{ name: 'Slack', checks }], {
    clock: systemClock,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  return new Map(results.map((one) => [one.what.replace('Slack: ', ''), one]));
}

const id = (slack: Workspace, name: string) => slack.channels.find((one) => one.name === name)?.id ?? '';

describe('a workspace that is set up well', () => {
  it('is well in everything', async () => {
    const slack = await workspace();
    const found = await examine(slack, { channels: [{ id: id(slack, 'netops'), setting: 'watch.channel' }] });
    expect([...found.values()].filter(({ state }) => state !== 'ok')).toEqual([]);
    expect([...found.keys()]).toEqual(['tokens', 'bot token', 'socket', 'scopes', 'clock', 'channels']);
  });
});

describe('tokens', () => {
  it('that are swapped are told as such, and none is sent', async () => {
    const slack = await workspace();
    const found = await examine(slack, { botToken: 'xapp-1-A0', appToken: 'xoxb-1' });
    expect(found.get('tokens')).toMatchObject({
      state: 'failed',
      says: "Slack's bot token and app-level token are swapped.",
    });
    expect(found.get('bot token')?.state).toBe('skipped');
    expect(found.get('socket')?.state).toBe('skipped');
  });

  it('of another kind are told by that kind', async () => {
    const found = await examine(await workspace(), { botToken: 'xoxp-1' });
    expect(found.get('tokens')?.says).toBe("What is set as Slack's bot token is a user token.");
  });

  it('that Slack does not know are refused each by its name', async () => {
    const slack = await workspace();
    const bot = await examine(slack, { botToken: 'xoxb-other' });
    expect(bot.get('bot token')).toMatchObject({
      state: 'failed',
      says: 'Slack does not know this bot token.',
    });
    expect(bot.get('socket')?.state).toBe('ok');
    const app = await examine(slack, { appToken: 'xapp-other' });
    expect(app.get('socket')?.says).toBe('Slack does not know this app-level token.');
    expect(app.get('bot token')?.state).toBe('ok');
  });
});

it('names the scope that is missing and what people miss without it', async () => {
  const scopes = manifest.oauth_config.scopes.bot.filter((scope: string) => scope !== 'files:read');
  const slack = await workspace({
    manifest: { ...manifest, oauth_config: { scopes: { bot: scopes } } },
  });
  const result = (await examine(slack)).get('scopes');
  expect(result?.state).toBe('failed');
  expect(result?.says).toContain("files:read (partners' logs and configurations)");
});

it('names the channel that the bot is not in, with its setting', async () => {
  const slack = await workspace();
  const strangers = id(slack, 'strangers');
  const result = (await examine(slack, { channels: [{ id: strangers, setting: 'teams.net' }] })).get(
    'channels',
  );
  expect(result).toMatchObject({ state: 'failed', says: `The bot is not in ${strangers} (teams.net).` });
});

it('compares our clock with Slack’s', async () => {
  const slack = await workspace();
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  expect((await examine(slack, { now: later(2) })).get('clock')?.state).toBe('warning');
  expect((await examine(slack, { now: later(10) })).get('clock')?.state).toBe('failed');
});

it('says that Slack cannot be reached, which is no wrong token', async () => {
  const slack = await workspace();
  const found = await examine(slack, { apiUrl: 'http://127.0.0.1:1/api/' });
  expect(found.get('bot token')?.says).toBe('Slack cannot be reached, or does not answer.');
});
