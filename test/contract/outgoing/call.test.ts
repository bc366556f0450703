// Where a request to a system outside may go, and whom it trusts.

import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookupWithin } from '../../../src/outgoing/addresses.js';
import { createCaller, type Ways } from '../../../src/outgoing/call.js';
import { signedHeaders } from '../../../src/outgoing/signature.js';
import { createAuthority, issueServerCertificate } from '../../../src/simulator/tls/certificate.js';
import { type Receiver, startReceiver } from './receiver.js';

let receiver: Receiver;
const servers: Server[] = [];
const before = { ...process.env };
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  process.env = { ...before };
  await receiver.close();
  for (const server of servers.splice(0)) server.close();
});

const direct: Ways = { addresses: [], proxy: null };

async function said(url: string, ways: Ways = direct): Promise<string> {
  const caller = createCaller(ways);
  const call = { method: 'POST', url, headers: {}, body: '{}' } as const;
  const answer = await caller.call(call, new Date(), new AbortController().signal);
  await caller.close();
  return 'failed' in answer ? answer.failed : String(answer.status);
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('a request to a system outside', () => {
  it('goes to an address that the configuration says itself', async () => {
    expect(await said(receiver.url)).toBe('204');
  });

  it('does not go where a name leads inside, unless the configuration names that address', async () => {
    const byName = `http://localhost:${receiver.port}/hook`;
    const inside = 'the name leads only to private addresses that the configuration does not name';
    expect(await said(byName)).toBe(inside);
    expect(await said(byName, { addresses: ['10.0.0.0/8'], proxy: null })).toBe(inside);
    expect(receiver.arrived).toEqual([]);
    expect(await said(byName, { addresses: ['127.0.0.0/8'], proxy: null })).toBe('204');
    expect(await said(byName, { addresses: ['127.0.0.1'], proxy: null })).toBe('204');
  });

  it('does not go to whoever has a certificate that nobody vouches for, whatever the environment says', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const from = new Date(Date.now() - 86_400_000);
    const own = issueServerCertificate(createAuthority('nobody', from), 'impostor', from);
    const arrived: string[] = [];
    const impostor = createServer({ key: own.privateKeyPem, cert: own.certificatePem }, (request, reply) => {
      arrived.push(request.url ?? '');
      reply.end('{}');
    });
    const port = await listening(impostor);
    expect(await said(`https://127.0.0.1:${port}/hook`)).toMatch(/^its certificate is not trusted/);
    expect(arrived).toEqual([]);
  });

  it('goes by the configured proxy, and by none of the environment', async () => {
    const asked: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const through = connect(receiver.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
    });
    const port = await listening(proxy);
    process.env.HTTP_PROXY = `http://127.0.0.1:${port}`;
    expect(await said(receiver.url)).toBe('204');
    expect(asked).toEqual([]);
    const url = 'http://hooks.corp.example/hook';
    expect(
      await said(url, { addresses: [], proxy: { url: `http://127.0.0.1:${port}`, login: 'me:secret' } }),
    ).toBe('204');
    const login = Buffer.from('me:secret').toString('base64');
    expect(asked).toEqual([`hooks.corp.example:80 Basic ${login}`]);
  });

  it('says in a sentence without address or secret why it failed', async () => {
    const port = receiver.port;
    await receiver.close();
    expect(await said(`http://127.0.0.1:${port}/hook?token=abc`)).toBe('it refuses the connection');
    receiver = await startReceiver();
  });
});

describe('what a name may lead to', () => {
  const looked = (name: string, addresses: readonly string[]) =>
    new Promise<string>((resolve) => {
      lookupWithin(addresses)(name, { all: false }, (error, address) =>
        resolve(error ? error.message : String(address)),
      );
    });

  it('is a public address, or one that is named, as IPv6 too', async () => {
    expect(await looked('203.0.113.9', [])).toMatch(/only to private/);
    expect(await looked('8.8.8.8', [])).toBe('8.8.8.8');
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '100.64.0.1',
      '::1',
      'fd00::1',
      '::ffff:10.1.2.3',
    ])
      expect(await looked(inside, []), inside).toMatch(/only to private/);
    expect(await looked('10.1.2.3', ['10.1.0.0/16'])).toBe('10.1.2.3');
    expect(await looked('fd00::1', ['fd00::/8', '10.0.0.0/8'])).toBe('fd00::1');
  });
});

describe('a signature', () => {
  it('is the one that Standard Webhooks publishes as an example', () => {
    const headers = signedHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1_614_265_330_000),
      '{"test": 2432232314}',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is made by each of two secrets while one is changed', () => {
    const headers = signedHeaders('a', new Date(0), '{}', 'old new');
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });
});
