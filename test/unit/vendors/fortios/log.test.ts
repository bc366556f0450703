import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../src/logs/readLines.js';
import { concerns, hasFailed, isFailing, isVpn } from '../../../../src/vendors/fortios/normalizeLog.js';
import {
  type LogRow,
  lineText,
  parseLogRows,
  parseSearch,
  rowTime,
  toLines,
} from '../../../../src/vendors/fortios/parseLog.js';
import { row as rowIn, rows as rowsIn } from '../../../../src/vendors/fortios/words.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

const reply = rowIn(JSON.parse(readFileSync('test/fixtures/fortios/log-event-vpn.json', 'utf8'))) ?? {};
const rows = parseLogRows(rowsIn(reply.results) ?? []);
const vpn = rows.filter(isVpn);

function tunnel(name: string, peer: string | null, local: string | null = '198.51.100.1') {
  return tunnelConfig({ tunnel: name, peer, local, ike: { name } });
}

const lima = tunnel('to-lima', '203.0.113.30');

describe('the time of a row', () => {
  it('is in nanoseconds since 6.2 and in seconds before', () => {
    expect(rowTime({ eventtime: '1772447400339114138' })).toBe('2026-03-02T10:30:00.339Z');
    expect(rowTime({ eventtime: '1772447400' })).toBe('2026-03-02T10:30:00.000Z');
  });

  it('is local where there is no such number, and placed by the offset of the row', () => {
    const local = { date: '2026-03-02', time: '05:30:00' };
    expect(rowTime({ ...local, tz: '-0500' })).toBe('2026-03-02T10:30:00.000Z');
    expect(rowTime(local)).toBeNull();
  });
});

describe('rows of the event log', () => {
  it('read as the lines that syslog prints, without their time and what says nothing', () => {
    expect(lineText(rows[0] ?? {})).toBe(
      'logid="0101037124" logdesc="IPsec phase 1 error" action="negotiate" remip=203.0.113.30 locip=198.51.100.1 remport=500 locport=500 outintf="wan1" cookies="a1b2c3d4e5f60718/0000000000000000" vpntunnel="N/A" status="negotiate_error" reason="peer SA proposal not match local policy" peer_notif="NOT-APPLICABLE"',
    );
    expect(lineText({ logid: '1', logdesc: 'IPsec DPD failed', msg: 'IPsec DPD failure' })).toBe(
      'logid="1" logdesc="IPsec DPD failed" msg="IPsec DPD failure"',
    );
  });

  it('mean what the signatures know', () => {
    const lines = toLines(vpn.filter(concerns(lima, vpn)).toReversed());
    const reading = readLines(lines, { vendor: 'fortios' });
    expect(reading.events.map(({ signature }) => signature)).toContain('fortios/p1-proposal');
    expect(reading.candidates[0]?.cause).toBe('ike-proposal-mismatch');
    expect(reading.recognized).toBe(lines.length);
  });

  it('of other subtypes are left out though the path asked for VPN', () => {
    expect([rows.length, vpn.length]).toEqual([6, 5]);
  });

  it('that name no tunnel belong to the tunnel of the peer that they came from', () => {
    const own = (one: ReturnType<typeof tunnel>) =>
      vpn.filter(concerns(one, vpn)).map((row) => `${row.logid} ${row.vpntunnel}`);
    expect(own(lima)).toEqual(['0101037124 N/A', '0101037127 to-lima']);
    expect(own(tunnel('to-paris', '203.0.113.9'))).toEqual(['0101037138 to-paris', '0101037136 to-paris']);
    // Another address of the same device has another tunnel with that peer.
    expect(own(tunnel('to-lima-2', '203.0.113.30', '198.51.100.2'))).toEqual([]);
  });

  it('of a peer that dialed in belong to its phase 1, by the number behind the name', () => {
    const dialed: LogRow[] = [
      { subtype: 'vpn', vpntunnel: 'branches_3', remip: '192.0.2.7', logid: '0101037138' },
      { subtype: 'vpn', vpntunnel: 'N/A', remip: '192.0.2.7', logid: '0101037124' },
      { subtype: 'vpn', vpntunnel: 'N/A', remip: '192.0.2.200', logid: '0101037124' },
      { subtype: 'vpn', vpntunnel: 'branches_old-2', remip: '192.0.2.8', logid: '0101037138' },
    ];
    expect(dialed.filter(concerns(tunnel('branches', null, null), dialed))).toEqual(dialed.slice(0, 2));
  });
});

describe('whether somebody tries in vain', () => {
  const paris = tunnel('to-paris', '203.0.113.9');
  const of = (one: typeof paris) => vpn.filter(concerns(one, vpn));

  it('is told by what came after the last success', () => {
    expect([isFailing(of(lima)), hasFailed(of(lima))]).toEqual([true, true]);
    expect([isFailing(of(paris)), hasFailed(of(paris))]).toEqual([false, false]);
  });

  it('is not proven by an attempt that has only begun, nor by a peer that fell silent', () => {
    const begun = of(lima).slice(1);
    const silent = of(paris).slice(1);
    expect([isFailing(begun), hasFailed(begun)]).toEqual([true, false]);
    expect([isFailing(silent), hasFailed(silent)]).toEqual([true, false]);
  });

  it('is not told by a tunnel that went down after its keys were renewed', () => {
    const newestFirst: LogRow[] = [
      { logid: '0101037138', action: 'tunnel-down' },
      { logid: '0101037127', action: 'negotiate', status: 'success', result: 'DONE' },
      { logid: '0101037127', action: 'negotiate', status: 'success', result: 'OK' },
    ];
    expect(isFailing(newestFirst)).toBe(false);
  });
});

it('a search tells how far it is and its number', () => {
  expect(parseSearch(reply)).toEqual({ session: 17, isComplete: true, total: 6 });
  expect(parseSearch({ session_id: 4, completed: 40 })).toEqual({
    session: 4,
    isComplete: false,
    total: null,
  });
});
