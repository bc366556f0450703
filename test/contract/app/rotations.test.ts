import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { teamsOf } from '../../../src/app/rotations.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

const text = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'UID:1',
  'SUMMARY:Ana',
  'DTSTART:20260101T000000Z',
  'DTEND:20270101T000000Z',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
const span = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'] as const;

let answer: { status: number; body: string } = { status: 200, body: text };
let asked = 0;
let hangs = false;
const server = createServer((_, reply) => {
  asked += 1;
  if (hangs) return;
  reply.writeHead(answer.status).end(answer.body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  answer = { status: 200, body: text };
  asked = 0;
});

type Source =
  | { readonly file: string }
  | {
      readonly url: () => Promise<string>;
      readonly proxy: { readonly url: string; readonly login: null } | null;
    };

function rotation(source: Source) {
  const clock = new ManualClock('2026-03-01T12:00:00Z');
  const settings = {
    ...{ name: 'netops', channel: null, zone: 'utc', starts: [], people: {}, tunnels: [] },
    onCall: { mention: true, own: true },
    calendar: { source, people: { Ana: ['UANA'] } },
  };
  const [team] = teamsOf([settings], { clock, log: createLogger('silent') });
  const turns = async () => (await team?.rotation?.turns(...span))?.map((turn) => turn.text) ?? null;
  return { clock, turns };
}

const served = (path = '/'): Source => ({
  proxy: null,
  url: async () => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
});

describe('the calendar of a team', () => {
  it('is read from its address once for all who ask at the same time, and again after five minutes', async () => {
    const { clock, turns } = rotation(served());
    expect(await Promise.all([turns(), turns(), turns()])).toEqual([['Ana'], ['Ana'], ['Ana']]);
    expect(asked).toBe(1);
    await clock.advance(5 * 60_000);
    await turns();
    expect(asked).toBe(2);
  });

  it('counts on for two days after it could last be read, and not longer', async () => {
    const { clock, turns } = rotation(served());
    await turns();
    answer = { status: 503, body: 'away' };
    await clock.advance(47 * 3_600_000);
    expect(await turns()).toEqual(['Ana']);
    await clock.advance(3_600_000);
    expect(await turns()).toBeNull();
  });

  it('counts on at once while its server hangs', async () => {
    const { clock, turns } = rotation(served());
    await turns();
    hangs = true;
    await clock.advance(5 * 60_000);
    expect(await clock.finish(turns())).toEqual(['Ana']);
    expect(clock.now().toISOString()).toBe('2026-03-01T12:05:01.000Z');
    hangs = false;
  });

  it.each([
    [401, 'sign in'],
    [200, '<html>'],
  ])('is unread where its server answers %d %j', async (status, body) => {
    answer = { status, body };
    expect(await rotation(served()).turns()).toBeNull();
  });

  it('is unread where its address is not encrypted, and nothing is sent', async () => {
    expect(
      await rotation({ url: async () => 'http://calendar.example/secret.ics', proxy: null }).turns(),
    ).toBeNull();
  });

  it('is read from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-calendar-'));
    await writeFile(join(folder, 'oncall.ics'), text);
    expect(await rotation({ file: join(folder, 'oncall.ics') }).turns()).toEqual(['Ana']);
    await rm(folder, { recursive: true });
  });
});
