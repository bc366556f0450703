// Tokens that were replaced while the service runs: what Slack refuses is looked up again, once, and the call goes on.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackOf } from '../../../src/app/slackOf.js';
import { readSettings } from '../../../src/config/settings.js';
import { createBoltLogger } from '../../../src/slack/boltLogger.js';
import { connectTo } from '../../../src/slack/connection.js';
import { createSlackWeb } from '../../../src/slack/web.js';
import { createLogger } from '../../../src/support/logger.js';

const logger = createBoltLogger(createLogger('silent'));
let folder: string;
let api: Server;
/** The tokens that count now, and those that came. */
let valid: readonly string[];
let came: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-tokens-'));
  valid = ['xoxb-1', 'xapp-1'];
  came = [];
  api = createServer((request, reply) => {
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    came.push(token);
    reply.setHeader('content-type', 'application/json');
    reply.end(valid.includes(token) ? '{"ok":true,"team_id":"T1"}' : '{"ok":false,"error":"token_revoked"}');
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  await write('1');
});
afterEach(async () => {
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function write(number: string): Promise<void> {
  await writeFile(join(folder, 'bot'), `xoxb-${number}\n`);
  await writeFile(join(folder, 'app'), `xapp-${number}\n`);
}

async function settings() {
  const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}/api/`;
  const text = `slack: { botToken: { file: bot }, appToken: { file: app }, apiUrl: "${apiUrl}" }`;
  return await slackOf(await readSettings(text, join(folder, 'f.yml'), {}));
}

describe('a bot token', () => {
  it('that was replaced is taken at the next refusal, by all calls that met it', async () => {
    const live = await settings();
    const web = createSlackWeb(live, logger);
    expect((await web.whoAmI()).teamId).toBe('T1');
    valid = ['xoxb-2'];
    await write('2');
    const both = await Promise.all([web.whoAmI(), web.whoAmI()]);
    expect(both.map(({ teamId }) => teamId)).toEqual(['T1', 'T1']);
    await web.whoAmI();
    expect(came).toEqual(['xoxb-1', 'xoxb-1', 'xoxb-1', 'xoxb-2', 'xoxb-2', 'xoxb-2']);
    expect(live.botToken).toBe('xoxb-2');
  });

  it('that was only revoked is refused, and sent once a call', async () => {
    const web = createSlackWeb(await settings(), logger);
    valid = [];
    await expect(web.whoAmI()).rejects.toMatchObject({ word: 'token_revoked' });
    expect(came).toEqual(['xoxb-1']);
  });
});

describe('an app-level token', () => {
  it('that was replaced opens the next socket', async () => {
    const live = await settings();
    valid = ['xapp-2'];
    await write('2');
    const connection = connectTo(live, logger, () => undefined)(() => undefined);
    await expect(connection.hello).rejects.toThrow();
    connection.close();
    expect([live.appToken, came]).toEqual(['xapp-2', ['xapp-1']]);
  });
});
