// HTTP mode as an app without any SDK sees it: signatures, body forms, the challenge, retries with their headers.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('signed HTTP', () => {
  let server: Server;
  let url: string;
  let received: Received[];
  let statuses: number[];
  let workspace: Workspace;

  beforeEach(async () => {
    received = [];
    statuses = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ headers: request.headers, body });
      const challenge = body.includes('url_verification') ? String(JSON.parse(body).challenge) : '';
      response.writeHead(statuses.shift() ?? 200).end(challenge);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    workspace = await startWorkspace({ mode: 'http', retryDelaysMs: [0, 0, 0] });
  });
  afterEach(async () => {
    await workspace.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it('signs every request so that the app can verify it', async () => {
    expect(await workspace.useRequestUrl(url)).toBe(true);
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec list' });
    expect(received).toHaveLength(2);
    for (const { headers, body } of received) {
      const base = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
      const expected = createHmac('sha256', workspace.signingSecret).update(base).digest('hex');
      expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
    }
    expect(new URLSearchParams(received[1]?.body).get('command')).toBe('/ipsec');
  });

  it('does not accept an address that does not echo the challenge', async () => {
    statuses = [500];
    expect(await workspace.useRequestUrl(url)).toBe(false);
  });

  it('retries an event that was answered with an error, with number and reason', async () => {
    await workspace.useRequestUrl(url);
    statuses = [500, 500, 200];
    await workspace.post({ user: 'ana', channel: 'netops', text: 'hello' });
    await workspace.waitFor(() => workspace.acks.some((one) => one.acked));
    const retries = received
      .slice(1)
      .map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(retries).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
  });

  it('sends interactions once, as a form with a payload', async () => {
    await workspace.useRequestUrl(url);
    statuses = [500];
    const outcome = await workspace.runGlobalShortcut('ana', 'begin');
    expect(outcome).toMatchObject({ state: 'failed', error: 'http_error' });
    expect(JSON.parse(new URLSearchParams(received[1]?.body).get('payload') ?? '')).toMatchObject({
      type: 'shortcut',
    });
    expect(received).toHaveLength(2);
  });
});
