// The true receiver of HTTP mode: signed, young, not from the future, and for our own workspace and app.

import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { HTTPReceiver, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/boltLogger.js';
import { createHttpReceiver } from '../../../src/slack/httpReceiver.js';
import { Installation } from '../../../src/slack/installation.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';

const signingSecret = 'a-signing-secret';
/** As the settings of a running service carry it. */
let settings: { signingSecret: string; renew: () => Promise<boolean> };
let receiver: HTTPReceiver;
let installation: Installation;
let taken: unknown[];
let address: string;

beforeEach(async () => {
  installation = new Installation();
  taken = [];
  settings = { signingSecret, renew: async () => false };
  receiver = createHttpReceiver({
    settings,
    logger: createBoltLogger(createLogger('silent')),
    clock: systemClock,
    isForeign: (body) => installation.isForeign(body),
  });
  receiver.init({
    processEvent: async (event: ReceiverEvent) => {
      taken.push(event.body);
      await event.ack();
    },
  } as never);
  const server = await receiver.start({ host: '127.0.0.1', port: 0 } as never);
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
});
afterEach(() => receiver.stop());

interface How {
  readonly aheadSeconds?: number;
  readonly secret?: string;
  readonly type?: string;
}

async function send(body: string, how: How = {}): Promise<number> {
  const at = Math.floor(Date.now() / 1000) + (how.aheadSeconds ?? 0);
  const digest = createHmac('sha256', how.secret ?? signingSecret)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  const reply = await fetch(address, {
    method: 'POST',
    body,
    headers: {
      'content-type': how.type ?? 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${digest}`,
    },
  });
  return reply.status;
}

const command = (more: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    command: '/ipsec',
    text: 'list',
    team_id: 'T1',
    api_app_id: 'A1',
    ...more,
  }).toString();
const click = (more: object): string =>
  new URLSearchParams({
    payload: JSON.stringify({ type: 'block_actions', team: { id: 'T1' }, api_app_id: 'A1', ...more }),
  }).toString();
const event = (more: object): string =>
  JSON.stringify({ type: 'event_callback', team_id: 'T1', api_app_id: 'A1', ...more });
const json = { type: 'application/json' };

describe('a signing secret that was replaced', () => {
  it('is looked up when a signature does not fit, and the request counts', async () => {
    settings.renew = async () => {
      settings.signingSecret = 'the-new-one';
      return true;
    };
    expect(await send(command(), { secret: 'wrong' })).toBe(401);
    expect(await send(command(), { secret: 'the-new-one' })).toBe(200);
    expect(await send(command())).toBe(401);
    expect(taken).toHaveLength(1);
  });
});

describe('the time of a request', () => {
  it.each([
    ['now', 0, 200],
    ['four minutes old', -240, 200],
    ['six minutes old', -360, 401],
    ['four minutes ahead, as clocks may be', 240, 200],
    ['six minutes ahead', 360, 401],
    ['a year ahead', 365 * 86_400, 401],
  ])('%s', async (_, aheadSeconds, status) => {
    expect(await send(command(), { aheadSeconds })).toBe(status);
    expect(taken).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe('a request for another workspace or app', () => {
  const ours = { teamId: 'T1', enterpriseId: 'E1', appId: 'A1' };

  it('is refused, in every form that Slack has', async () => {
    installation.learn(ours);
    const foreign: readonly [string, How?][] = [
      [command({ team_id: 'T2' })],
      [command({ api_app_id: 'A2' })],
      [click({ team: { id: 'T2' } })],
      [click({ api_app_id: 'A2' })],
      [click({ view: { app_installed_team_id: 'T2' } })],
      [event({ team_id: 'T2' }), json],
      [event({ api_app_id: 'A2' }), json],
      [event({ authorizations: [{ team_id: 'T2' }] }), json],
    ];
    for (const [body, how] of foreign) expect(await send(body, how)).toBe(403);
    expect(taken).toEqual([]);
  });

  it('is told from ours, also in a channel that is shared with others and in an organization', async () => {
    installation.learn(ours);
    const own: readonly [string, How?][] = [
      [command()],
      [click({})],
      [click({ team: { id: 'T9' }, view: { app_installed_team_id: 'T1' } })],
      [click({ team: { id: 'T9' }, enterprise: { id: 'E1' } })],
      [event({}), json],
      [event({ team_id: 'T9', authorizations: [{ team_id: 'T1' }] }), json],
    ];
    for (const [body, how] of own) expect(await send(body, how)).toBe(200);
    expect(taken).toHaveLength(own.length);
  });

  it('of an app that auth.test does not tell is known after the first request', async () => {
    installation.learn({ ...ours, appId: '' });
    expect(await send(command())).toBe(200);
    expect(await send(command({ api_app_id: 'A2' }))).toBe(403);
  });

  it('is told nothing when it is not signed', async () => {
    installation.learn(ours);
    expect(await send(command({ team_id: 'T2' }), { secret: 'another' })).toBe(401);
    expect(await send(command(), { secret: 'another' })).toBe(401);
  });
});
