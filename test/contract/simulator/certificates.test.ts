import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../../src/simulator/tls/certificate.js';
import { ask, SHOW } from './asking.js';
import { type Site, startSite } from './site.js';

describe('certificates made in memory', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.fleet.stop());

  it('are trusted with the authority of the fleet, and only with it', async () => {
    const firewall = site.fleet.firewall('fw-left');
    expect((await ask(firewall, { type: 'op', cmd: SHOW.clock })).status).toBe(200);
    const other = createAuthority('Somebody else', new Date()).certificatePem;
    await expect(ask(firewall, { type: 'op', cmd: SHOW.clock }, { ca: other })).rejects.toThrow();
  });

  it('have the fingerprint that the fleet tells, another for each device', async () => {
    const { url, caPem, fingerprint256 } = site.fleet.firewall('fw-left');
    const seen = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca: caPem }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.end();
      });
      socket.on('error', reject);
    });
    expect(seen).toBe(fingerprint256);
    expect(site.fleet.firewall('fw-right').fingerprint256).not.toBe(fingerprint256);
  });

  it('name loopback, are signed by the authority and verify', () => {
    const authority = createAuthority('Test authority', new Date('2026-01-01'));
    const issued = issueServerCertificate(authority, 'fw', new Date('2026-01-01'));
    const [server, root] = [
      new X509Certificate(issued.certificatePem),
      new X509Certificate(authority.certificatePem),
    ];
    expect(server.verify(root.publicKey)).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.subjectAltName).toContain('IP Address:127.0.0.1');
    expect(server.checkHost('localhost')).toBe('localhost');
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(new Date(server.validTo).getUTCFullYear()).toBe(2036);
  });
});
