// Logs of other programs name no fault of a tunnel, alone or between the lines of an IKE daemon.

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import type { Diagnosis } from '../../../src/domain/verdict.js';
import { readLog } from '../../../src/logs/readLog.js';
import { streamSource } from '../../../src/logs/stream/source.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

async function judged(...lines: string[]): Promise<Diagnosis> {
  const source = streamSource(Readable.from([Buffer.from(lines.join('\n'))]), 'log');
  const reading = await readLog(source, { name: 'log' });
  return examineLog(reading, 'log', ownPlaybookSet()).diagnosis;
}

const logins = [
  'Jan 10 10:00:01 web sshd[12]: pam_unix(sshd:auth): authentication failure; logname= uid=0 tty=ssh',
  'Jan 10 10:00:02 web su: pam_unix(su:auth): authentication failure; logname=bob uid=1000',
  'Jan 10 10:00:03 web snmpd[5]: Authentication failed for 203.0.113.9',
  'Jan 10 10:00:04 web ntpd[7]: no response from peer 203.0.113.8',
  'Jan 10 10:00:05 web java[10]: certificate validation failed: certificate has expired',
  'Jan 10 10:00:06 web postfix/smtp[88]: connect to mx.example[203.0.113.4]:25: No route to host',
];
const proxy = [
  '2026/01/10 10:00:00 [error] 31#31: *1 connect() failed (113: No route to host) while connecting to upstream',
  '2026/01/10 10:00:01 [error] 31#31: *2 upstream SSL certificate verify error: (10:certificate has expired)',
  '2026/01/10 10:00:02 [error] 31#31: *3 upstream SSL certificate verify error: (18:self signed certificate)',
  '203.0.113.7 - - [10/Jan/2026:10:00:03 +0000] "GET /docs/ike-proposal.html HTTP/1.1" 200 612',
];

describe('a log without IPsec', () => {
  it.each([
    ['logins and mail', logins],
    ['a web proxy', proxy],
    ['one line of a web proxy', proxy.slice(1, 2)],
    ['one refused login', logins.slice(0, 1)],
  ])('names no cause: %s', async (_what, lines) => {
    const { verdict, findings, alternatives } = await judged(...lines);
    expect(verdict).toMatchObject({ cause: 'insufficient-data', confidence: 'none' });
    expect([...findings, ...alternatives]).toEqual([]);
  });
});

const everywhere = [
  'corosync[9]: [TOTEM ] A processor failed. node 2 peer is dead',
  'heartbeat timeout from node 3, marking node unhealthy',
  '203.0.113.4 closed keepalive connection, keepalive timeout',
  ';; Warning: ID mismatch: expected ID 4711, got 815',
  'rejecting connection from unknown peer 203.0.113.9: not in cluster',
  'CertPathValidatorException: validity check failed: certificate has expired',
  'RADIUS: authentication failed for user anna: shared secret mismatch',
  'RTNETLINK answers: Operation not permitted',
  '%CDP-4-DUPLEX_MISMATCH: duplex mode mismatch on GigabitEthernet0/1',
  'rabbitmq: connection error: PRECONDITION_FAILED - invalid exchange type',
];

describe('one line that many programs could print', () => {
  it.each(everywhere)('names no cause: %s', async (line) => {
    const { verdict, alternatives } = await judged(line);
    expect(verdict).toMatchObject({ cause: 'insufficient-data', confidence: 'none' });
    expect(alternatives).toEqual([]);
  });
});

describe('the log of another kind of VPN', () => {
  it.each([
    [
      'OpenVPN',
      'VERIFY ERROR: depth=1, error=self signed certificate in certificate chain: CN=vpn.example',
      'OpenSSL: error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed',
      'TLS Error: TLS handshake failed',
      'openvpn[22]: Inactivity timeout (--ping-restart), restarting',
    ],
    [
      'GlobalProtect',
      'GlobalProtect: Info (1): Portal status: Connected',
      'GlobalProtect: Debug(2): Tunnel is down due to inactivity',
      'GlobalProtect: Error(3): Gateway certificate verification failed',
      'GlobalProtect: Info (1): network discovery starts',
    ],
    [
      'AnyConnect',
      '%ASA-6-113039: Group <gp> User <anna> IP <203.0.113.9> AnyConnect parent session started.',
      '%ASA-4-113019: Group = gp, Username = anna, IP = 203.0.113.9, Session disconnected. Session Type: SSL, Duration: 0h:10m:02s, Bytes xmt: 1, Bytes rcv: 1, Reason: User Requested',
    ],
  ])('names no cause: %s', async (_what, ...lines) => {
    expect((await judged(...lines)).verdict.cause).toBe('insufficient-data');
  });
});

describe('lines of other programs between those of an IKE daemon', () => {
  it('count for nothing', async () => {
    const { verdict, findings } = await judged(
      'Jan 10 10:00:00 gw charon[9]: 05[IKE] <hub|1> IKE_SA hub[1] established between 198.51.100.1[a.example]...203.0.113.9[b.example]',
      ...logins,
      'Jan 10 10:00:07 gw charon[9]: 05[IKE] <hub|1> CHILD_SA net{1} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
      ...logins.map((line) => line.replace('10:00', '10:05')),
    );
    expect(verdict.cause).toBe('tunnel-up-healthy');
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
  it('hide nothing when the daemon itself says the same', async () => {
    const { verdict } = await judged('Jan 10 10:00:00 gw racoon: ERROR: HASH mismatched', ...logins);
    expect(verdict.cause).toBe('psk-mismatch');
  });
});

describe('a documented phrase alone', () => {
  it.each([
    ['does not match peers id', 'peer-id-mismatch'],
    ['rejected hashtype', 'ike-proposal-mismatch'],
    ['HASH mismatched', 'psk-mismatch'],
  ])('is still answered: %s', async (line, cause) => {
    expect((await judged(line)).verdict.cause).toBe(cause);
    expect((await judged(`Jan 10 10:00:00 gw daemon: ${line}`)).verdict.cause).toBe(cause);
    expect((await judged(...logins, line)).verdict.cause).toBe(cause);
    expect((await judged(line, line, line, line)).verdict.cause).toBe(cause);
  });
});
