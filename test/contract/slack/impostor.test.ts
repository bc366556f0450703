// An impostor in Slack's place, with a certificate that nobody vouches for, gets no token and no text, whatever the environment says.

import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../../src/simulator/tls/certificate.js';
import { createBoltLogger } from '../../../src/slack/boltLogger.js';
import { connectTo } from '../../../src/slack/connection.js';
import { postJson } from '../../../src/slack/responseUrl.js';
import { slackSettings } from '../../../src/slack/settings.js';
import { download } from '../../../src/slack/threads/download.js';
import { createSlackWeb } from '../../../src/slack/web.js';
import { createLogger } from '../../../src/support/logger.js';

const logger = createBoltLogger(createLogger('silent'));

let impostor: Server;
let origin: string;
/** Whatever came through to the impostor. */
let arrived: string[];
/** An API that hands out addresses of the impostor. */
let api: Server;
let apiUrl: string;
const before = { ...process.env };

beforeEach(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  arrived = [];
  const from = new Date(Date.now() - 86_400_000);
  const own = issueServerCertificate(createAuthority('nobody', from), 'impostor', from);
  impostor = createServer({ key: own.privateKeyPem, cert: own.certificatePem }, (request, reply) => {
    arrived.push(`${request.url} ${JSON.stringify(request.headers)}`);
    reply.end('{"ok":true}');
  });
  impostor.on('upgrade', (request, socket) => {
    arrived.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  const host = await listening(impostor);
  origin = `https://${host}`;
  api = createHttpServer((request, reply) => {
    const method = request.url?.split('/').pop();
    const answers: Readonly<Record<string, object>> = {
      'apps.connections.open': { url: `wss://${host}/link` },
      'files.getUploadURLExternal': { upload_url: `${origin}/upload`, file_id: 'F1' },
    };
    reply.setHeader('content-type', 'application/json');
    reply.end(JSON.stringify({ ok: true, ...answers[method ?? ''] }));
  });
  apiUrl = `http://${await listening(api)}/api/`;
});
afterEach(async () => {
  process.env = { ...before };
  for (const server of [impostor, api]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const settings = (url: string) =>
  slackSettings({ botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: url, callTimeoutMs: 5000 });

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0 nothing arrives at an impostor', () => {
  it('of a call of the Web API', async () => {
    const web = createSlackWeb(settings(`${origin}/api/`), logger);
    await expect(web.whoAmI()).rejects.toThrow();
    expect(arrived).toEqual([]);
  });

  it('of the bytes of a file', async () => {
    const web = createSlackWeb(settings(apiUrl), logger);
    const file = { name: 'a.txt', title: 'a', bytes: Buffer.from('text'), altText: null };
    await expect(web.upload('C1', '1.2', file)).rejects.toThrow('no connection');
    expect(arrived).toEqual([]);
  });

  it('of a request for a file', async () => {
    const got = await download({ name: 'a.log', url: `${origin}/a.log` }, settings(`${origin}/api/`));
    expect(got.ok).toBe(false);
    expect(arrived).toEqual([]);
  });

  it('of an answer through a response_url', async () => {
    await expect(postJson(null)(`${origin}/response/1`, '{}', AbortSignal.timeout(5000))).rejects.toThrow();
    expect(arrived).toEqual([]);
  });

  it('of the request for a socket', async () => {
    const connection = connectTo(settings(`${origin}/api/`), logger, () => undefined)(() => undefined);
    await expect(connection.hello).rejects.toThrow();
    connection.close();
    expect(arrived).toEqual([]);
  });

  it('of the socket itself', async () => {
    const connection = connectTo(settings(apiUrl), logger, () => undefined)(() => undefined);
    await expect(Promise.race([connection.hello, connection.gone.then(() => 'gone')])).resolves.toBe('gone');
    connection.close();
    expect(arrived).toEqual([]);
  });
});
