// A proxy on the way to a firewall or to Slack: it is told host and port, everything else is encrypted through it, and the checks stay.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { teamsOf } from '../../../src/app/rotations.js';
import { demoFleet, type RunningFleet, startFleet } from '../../../src/simulator/index.js';
import { createBoltLogger } from '../../../src/slack/boltLogger.js';
import { slackSettings } from '../../../src/slack/settings.js';
import { createSlackWeb } from '../../../src/slack/web.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';
import { proxySetting } from '../../../src/support/proxy.js';
import { createPanosDevice, obtainApiKey } from '../../../src/vendors/panos/index.js';
import { type PanosTold, panosTold } from '../../deviceSettings.js';

let fleet: RunningFleet;
let proxy: Server;
let asked: string[];
let answer: (request: IncomingMessage) => number;
const sockets = new Set<Socket>();

beforeEach(async () => {
  fleet = await startFleet(demoFleet());
  asked = [];
  answer = () => 200;
  proxy = createServer((_request, reply) => reply.writeHead(400).end('a web server'));
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    sockets.add(socket);
    socket.on('error', () => undefined);
    const status = answer(request);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    target.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => proxy.close(resolve));
  await fleet.stop();
});

const proxyUrl = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
const login = async () => 'ada:s3cret';
const basic = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`;

async function askDevice(more: Partial<PanosTold> = {}) {
  const firewall = fleet.firewall('fw-paris-1');
  const device = createPanosDevice(
    panosTold({
      url: firewall.url,
      apiKey: async () => firewall.apiKey,
      caPem: firewall.caPem,
      proxy: { url: proxyUrl(), login },
      ...more,
    }),
    { clock: systemClock },
  );
  try {
    const deadlineAt = new Date(Date.now() + 20_000).toISOString();
    return await device.fetch('identity', {}, { signal: new AbortController().signal, deadlineAt });
  } finally {
    await device.close();
  }
}

describe('a firewall behind a proxy', () => {
  const target = () => new URL(fleet.firewall('fw-paris-1').url).host;

  it('is asked through it, with the login of the proxy and the usual check of the certificate', async () => {
    expect(await askDevice()).toMatchObject({ known: true });
    expect(new Set(asked)).toEqual(new Set([`${target()} ${basic}`]));
    expect(await askDevice({ caPem: undefined })).toMatchObject({ known: false, reason: 'untrusted' });
  });

  it('is pinned as without it', async () => {
    const pinned = await askDevice({ caPem: undefined, fingerprint256: 'ab'.repeat(32) });
    expect(pinned).toMatchObject({ known: false, says: expect.stringContaining('not the pinned one') });
  });

  it.each([
    [407, 'wants a login, or another one'],
    [403, 'refuses to connect to it'],
  ])('a proxy that answers %d is named', async (status, says) => {
    answer = () => status;
    const gap = await askDevice();
    expect(gap).toMatchObject({ reason: 'unreachable', says: expect.stringContaining(says) });
    expect(JSON.stringify(gap)).not.toContain('s3cret');
  });

  it('a proxy that is not there is named', async () => {
    const gap = await askDevice({ proxy: { url: 'http://127.0.0.1:1', login: null } });
    expect(gap).toMatchObject({
      says: expect.stringContaining('The proxy on the way to the firewall does not answer'),
    });
  });
});

describe('a key behind a proxy', () => {
  it('is obtained through it', async () => {
    const firewall = fleet.firewall('fw-paris-1');
    const { url, username: user, password, caPem: ca } = firewall;
    const request = { url, user, password, ca, clock: systemClock };
    const obtained = await obtainApiKey({ ...request, proxy: { url: proxyUrl(), login } });
    expect(obtained).toEqual({ ok: true, value: firewall.apiKey });
    expect(asked).toEqual([`${new URL(url).host} ${basic}`]);
  });
});

describe('a calendar behind a proxy', () => {
  it('is read through it, and its certificate is checked all the same', async () => {
    const { host } = new URL(fleet.firewall('fw-paris-1').url);
    const lines: string[] = [];
    const settings = {
      ...{ name: 'netops', channel: null, zone: 'utc', starts: [], people: {}, tunnels: [] },
      onCall: { mention: true, own: true },
      calendar: {
        source: { url: async () => `https://${host}/oncall.ics`, proxy: { url: proxyUrl(), login } },
        people: {},
      },
    };
    const log = { ...createLogger('silent'), warn: (fields: { why: string }) => lines.push(fields.why) };
    const [team] = teamsOf([settings], { clock: systemClock, log: log as never });
    const turns = await team?.rotation?.turns('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z');
    expect([turns, asked, lines]).toEqual([null, [`${host} ${basic}`], ['it could not be reached']]);
  });
});

describe('Slack behind a proxy', () => {
  it('is asked through it, and its certificate is checked all the same', async () => {
    const { host } = new URL(fleet.firewall('fw-paris-1').url);
    const logger = createBoltLogger(createLogger('silent'));
    const given = { botToken: 'xoxb-1', apiUrl: `https://${host}/api/`, proxy: { url: proxyUrl(), login } };
    await expect(createSlackWeb(slackSettings(given), logger).whoAmI()).rejects.toThrow('no connection');
    expect(asked).toEqual([`${host} ${basic}`]);
    expect(fleet.firewall('fw-paris-1').requests).toEqual([]);
  });
});

describe('the setting', () => {
  it.each([
    'https://proxy.example:3128',
    'http://user:word@proxy.example',
    'http://proxy.example/path',
    'proxy:3128',
  ])('refuses %s', (url) => {
    expect(proxySetting.safeParse({ url }).success).toBe(false);
  });
});
