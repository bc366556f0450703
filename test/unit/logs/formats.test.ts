// Logs arrive as syslog, journal, JSON, CSV, in several encodings, packed, cut, huge or not as text at all.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { LogReading } from '../../../src/domain/log.js';
import { readLine } from '../../../src/logs/format/line.js';
import { fromEpoch, readTime } from '../../../src/logs/format/time.js';
import { readLog } from '../../../src/logs/readLog.js';
import { fileSource, streamSource } from '../../../src/logs/stream/source.js';

const folder = mkdtempSync(join(tmpdir(), 'logs-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

const deciding = "13[IKE] <hub|4> tried 1 shared key for 'hub.example' - 'spoke.example', but MAC mismatched";

async function readBytes(bytes: Buffer, name = 'a.log'): Promise<LogReading> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return await readLog(await fileSource(path), { name });
}

async function causeOf(bytes: Buffer): Promise<string | undefined> {
  return (await readBytes(bytes)).candidates[0]?.cause;
}

describe('the time of a line', () => {
  it.each([
    ['2026-03-04T10:55:16.330Z host charon: x', '2026-03-04T10:55:16.330Z'],
    ['2026-01-29T07:19:37.064245+02:00 host racoon: x', '2026-01-29T05:19:37.064Z'],
    ['2026-03-01 22:56:24.890 +0800  [INFO]: x', '2026-03-01T14:56:24.890Z'],
    ['<34>1 2026-10-11T22:14:15.003-07:00 host app - - x', '2026-10-12T05:14:15.003Z'],
    ['date=2026-12-20 time=16:57:10 tz="-0500" logid="0101037124"', '2026-12-20T21:57:10.000Z'],
    ['2026/01/14 00:09:02 IKE phase-1 SA is down', '2026-01-14T00:09:02.000Z'],
    ['Feb 16 2026 19:45:40: %ASA-3-713123: x', '2026-02-16T19:45:40.000Z'],
  ])('%s', (line, at) => {
    expect(readTime(line)?.at).toBe(at);
  });

  it('cannot be placed without a year, but still orders', () => {
    const before = readTime('Feb 16 19:45:40 host charon: x');
    const after = readTime('Feb 16 19:45:41 host charon: x');
    expect(before?.at).toBeNull();
    expect((after?.sort ?? 0) - (before?.sort ?? 0)).toBe(1000);
    expect(readTime('Feb 16 19:45:40 x', { year: 2026 })?.at).toBe('2026-02-16T19:45:40.000Z');
  });

  it('is nothing where no time stands, and never an impossible one', () => {
    expect(readTime('charon: no time here')).toBeNull();
    expect(readTime('2026-13-45 99:99:99 x')).toBeNull();
  });

  it('is read from seconds, milliseconds, microseconds and nanoseconds', () => {
    const second = 1_767_225_600;
    for (const value of [second, second * 1e3, second * 1e6, second * 1e9])
      expect(fromEpoch(value)).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('one line', () => {
  it('of a PAN-OS syslog gives event, object, severity and description', () => {
    const line = readLine(
      'Jan 1 00:00:00 fw 1,2026/01/01 00:00:00,0001,SYSTEM,vpn,0,2026/01/01 00:00:01,,ike-nego-p1-fail,gw-hub,0,0,general,medium,"IKE phase-1, ""quoted""",7,0x0',
      3,
    );
    expect(line).toMatchObject({
      eventId: 'ike-nego-p1-fail',
      object: 'gw-hub',
      severity: 'warning',
      number: 3,
      at: '2026-01-01T00:00:01.000Z',
    });
    expect(line.text).toContain('IKE phase-1, "quoted"');
  });

  it('of a journal or a cloud in JSON gives the message, however deep', () => {
    expect(
      readLine(JSON.stringify({ jsonPayload: { message: deciding }, timestamp: '2026-01-01T00:00:00Z' }), 1),
    ).toMatchObject({ text: deciding, at: '2026-01-01T00:00:00.000Z' });
    expect(readLine('{"broken', 1).text).toBe('{"broken');
  });

  it('of FortiOS gives its log id and tunnel', () => {
    expect(
      readLine('date=2026-12-20 time=16:57:10 logid="0101037124" level="error" vpntunnel="hub"', 1),
    ).toMatchObject({ eventId: '0101037124', severity: 'error', object: 'hub' });
  });
});

describe('what stands around a message', () => {
  it('may be a field of a CSV file with doubled quotation marks', () => {
    const message = 'logid="0101037124" logdesc="IPsec phase 1 error" remip=203.0.113.9';
    const field = `"2026-03-04 10:00:00","${message.replaceAll('"', '""')}"`;
    expect(readLine(field, 1)).toMatchObject({ eventId: '0101037124' });
    expect(readLine(field, 1).text).toContain(message);
    expect(readLine('user="" group="a"', 1).text).toBe('user="" group="a"');
  });

  it('may be colours', () => {
    const escapeByte = String.fromCharCode(27);
    expect(readLine(`${escapeByte}[31m${deciding}${escapeByte}[0m`, 1).text).toBe(deciding);
  });
});

describe('a file', () => {
  it('may be gzip, UTF-16 in both orders, Latin-1, with a mark, with CRLF', async () => {
    expect(await causeOf(gzipSync(deciding))).toBe('psk-mismatch');
    expect(await causeOf(Buffer.from(`\ufeff${deciding}`, 'utf16le'))).toBe('psk-mismatch');
    expect(await causeOf(Buffer.from(`\ufeff${deciding}!`, 'utf16le').swap16())).toBe('psk-mismatch');
    expect(await causeOf(Buffer.from(`caf\u00e9\n${deciding}`, 'latin1'))).toBe('psk-mismatch');
    expect(await causeOf(Buffer.from(`\ufeffx\r\n${deciding}\r\n`))).toBe('psk-mismatch');
  });

  it('that is no text is refused with one sentence', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 1, 0, 2, 3, 4, 5, 6, 7, 0, 0]);
    await expect(readBytes(picture, 'a.png')).rejects.toThrow(
      'a.png cannot be read as a log: it is not text.',
    );
  });

  it('that is cut gzip is refused too', async () => {
    const cut = gzipSync(deciding.repeat(2000)).subarray(0, 60);
    await expect(readBytes(cut, 'cut.gz')).rejects.toThrow(/ends in the middle or is damaged/);
  });

  it('that is missing or a folder is named', async () => {
    await expect(fileSource(join(folder, 'nope.log'))).rejects.toThrow(/nope\.log is not there/);
    await expect(fileSource(folder)).rejects.toThrow(/it is a folder/);
  });

  it('that is empty is read as nothing', async () => {
    expect(await readBytes(Buffer.alloc(0))).toMatchObject({ lines: 0, recognized: 0, candidates: [] });
  });

  it('with one line of 10 MB before the deciding one is read all the same', async () => {
    const reading = await readBytes(Buffer.from(`${'x'.repeat(10 << 20)}\n${deciding}\n`));
    expect(reading.candidates[0]?.cause).toBe('psk-mismatch');
    expect(reading.lines).toBe(2);
  });

  it('larger than the buffer gives the same as a small one, with right line numbers', async () => {
    const noise = 'Jan  1 00:00:00 gw sshd[1]: Accepted publickey for deploy from 192.0.2.9 port 5 ssh2\n';
    const reading = await readBytes(Buffer.from(`${noise.repeat(70_000)}${deciding}\n${noise.repeat(10)}`));
    expect(reading.lines).toBe(70_011);
    expect(reading.candidates[0]?.cause).toBe('psk-mismatch');
    expect(reading.candidates[0]?.evidence[0]?.line.number).toBe(70_001);
  });

  it('of a size around that of the first buffer loses nothing', async () => {
    for (const size of [65_535, 65_536, 65_537, 131_072])
      for (const encoding of ['latin1', 'utf16le'] as const) {
        const width = encoding === 'latin1' ? 1 : 2;
        const text = `${deciding}\n`.padStart(Math.floor(size / width), `${'x'.repeat(1000)}\n`);
        const read = await readBytes(Buffer.from(text, encoding));
        expect([size, encoding, read.lines]).toEqual([size, encoding, text.split('\n').length - 1]);
        expect(read.candidates[0]?.cause).toBe('psk-mismatch');
      }
  });

  it('without a newline at its end loses nothing', async () => {
    const noise = 'Jan  1 00:00:00 gw cron[1]: nothing to see here, move along please, thank you\n';
    const reading = await readBytes(Buffer.from(`${noise.repeat(60_000)}${deciding}`));
    expect(reading.candidates[0]?.cause).toBe('psk-mismatch');
  });

  it('of very many known lines keeps a bounded number and says so', async () => {
    const line = '12[IKE] <hub|1> retransmit 1 of request with message ID 0\n';
    const reading = await readBytes(Buffer.from(line.repeat(90_000)));
    expect(reading.lines).toBe(90_000);
    expect(reading.notes.some((note) => note.includes('very many'))).toBe(true);
  });

  it('can come in small pieces from a pipe', async () => {
    const pieces = [...deciding].map((letter) => Buffer.from(letter));
    const reading = await readLog(streamSource(Readable.from(pieces), 'standard input'));
    expect(reading.candidates[0]?.cause).toBe('psk-mismatch');
  });
});

describe('a file whose disk fails', () => {
  it('is refused with a sentence at its first bytes already', async () => {
    await expect(fileSource('/proc/self/mem')).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
