// PostgreSQL over TLS: an impostor gets neither user nor password, whatever the environment says.

import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../../src/simulator/tls/certificate.js';
import { checkedConnection } from '../../../src/stores/checkedConnection.js';
import { openDatabase } from '../../../src/stores/database.js';
import { temporaryFolder } from './temporaryFolder.js';

const from = new Date(Date.now() - 86_400_000);
const authority = createAuthority('An authority', from);
const certificate = issueServerCertificate(authority, 'database', from);

let server: Server;
/** What came through the encryption. */
let arrived: string;
let port: number;
const before = { ...process.env };
beforeEach(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  arrived = '';
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      // The answer to SSLRequest (PostgreSQL protocol, section "SSL Session Encryption").
      socket.write('S');
      const secured = new TLSSocket(socket, {
        isServer: true,
        key: certificate.privateKeyPem,
        cert: certificate.certificatePem,
      });
      secured.on('error', () => undefined);
      secured.on('data', (bytes) => {
        arrived += String(bytes);
        secured.destroy();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(async () => {
  process.env = { ...before };
  await new Promise((resolve) => server.close(resolve));
});

const open = (query: string): Promise<unknown> =>
  openDatabase({ url: `postgresql://ana:pa55@127.0.0.1:${port}/db${query}` }, () => new Date());

describe('a database whose certificate nobody vouches for', () => {
  it.each(['?sslmode=require', '?sslmode=verify-full', '?sslmode=verify-ca', '?ssl=true'])(
    'is told nothing with %s',
    async (query) => {
      await expect(open(query)).rejects.toMatchObject({ code: 'store-unusable' });
      expect(arrived).toBe('');
    },
  );

  it('is asked when its authority is named', async () => {
    const ca = join(await temporaryFolder(), 'ca.pem');
    await writeFile(ca, authority.certificatePem);
    await expect(open(`?sslmode=verify-full&sslrootcert=${ca}`)).rejects.toThrow();
    expect(arrived).toContain('ana');
  });
});

describe('an address that asks for no check', () => {
  it.each(['?sslmode=no-verify', '?uselibpqcompat=true&sslmode=require'])('is refused: %s', async (query) => {
    await expect(open(query)).rejects.toThrow('asks for TLS without a check of the certificate');
    expect(arrived).toBe('');
  });
});

describe('an address without TLS', () => {
  it('stays as it is, as on this machine', () => {
    expect(checkedConnection('postgresql://ana@127.0.0.1/db').ssl).toBeUndefined();
    expect(checkedConnection('postgresql://ana@127.0.0.1/db?sslmode=disable').ssl).toBe(false);
  });

  it('that cannot be read is one sentence', () => {
    expect(() => checkedConnection('postgresql://127.0.0.1/db?sslrootcert=/nowhere')).toThrow(
      'its address cannot be read, or a file that it names is not there',
    );
  });
});
