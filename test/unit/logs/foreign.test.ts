// Logs of other programs name no fault of a tunnel, alone or between the lines of an IKE daemon.

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/domain/verdict.js';
import { readLog } from '../../../src/logs/readLog.js';
import { streamSource } from '../../../src/logs/stream/source.js';
import { diagnosisFromReading } from '../../../src/logs/verdict.js';

async function judged(...lines: string[]): Promise<Diagnosis> {
  const source = streamSource(Readable.from([Buffer.from(lines.join('\n'))]), 'log');
  return diagnosisFromReading(await readLog(source, { name: 'log' }));
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
  });
});
