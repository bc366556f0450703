import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/simulator/index.js';
import { log, values } from './asking.js';
import { type MixedSite, rows, startMixed, vpnRecords } from './fortigate.js';

interface Case {
  readonly fault: Fault;
  /** Who starts; the other end refuses. */
  readonly initiator: 'left' | 'right';
  readonly panos: RegExp;
  readonly fortios: RegExp;
  /** What FortiOS is not known to say. */
  readonly fortiosSaysNot?: RegExp;
  readonly up: boolean;
}

const CASES: readonly Case[] = [
  {
    fault: { kind: 'ike-proposal-mismatch', end: 'right' },
    initiator: 'left',
    panos: /received notify type NO_PROPOSAL_CHOSEN/,
    fortios:
      /logid="0101037124".*cookies="[0-9a-f]{16}\/0{16}".*vpntunnel="N\/A" status="negotiate_error" reason="peer SA proposal not match local policy" peer_notif="NOT-APPLICABLE"/,
    up: false,
  },
  {
    fault: { kind: 'ike-proposal-mismatch', end: 'left' },
    initiator: 'right',
    panos: /Configured encryption algorithm 'AES128-CBC' was not presented/,
    fortios:
      /logid="0101037128".*vpntunnel="to-left" status="failure" init="local" exch="SA_INIT" dir="inbound" role="initiator" result="ERROR" version="IKEv2"/,
    up: false,
  },
  {
    fault: { kind: 'peer-id-mismatch', end: 'left' },
    initiator: 'left',
    panos: /received notify type AUTHENTICATION_FAILED/,
    fortios: /logid="0101037128".*status="failure" init="remote" exch="AUTH" dir="inbound" role="responder"/,
    fortiosSaysNot: /reason=|10\.222\.191\.127/,
    up: false,
  },
  {
    fault: { kind: 'peer-id-mismatch', end: 'right' },
    initiator: 'right',
    panos: /received ID_I \(type ipaddr \[10\.222\.191\.127\]\) does not match peers id/,
    fortios: /logid="0101037128".*status="failure" init="local" exch="AUTH" dir="inbound" role="initiator"/,
    up: false,
  },
  {
    fault: { kind: 'traffic-selector-mismatch', end: 'left' },
    initiator: 'left',
    panos: /received notify type TS_UNACCEPTABLE/,
    fortios: /logid="0101037130".*phase2_name="lan" status="failure" init="remote" exch="CREATE_CHILD"/,
    fortiosSaysNot: /reason=/,
    up: false,
  },
  {
    fault: { kind: 'traffic-selector-mismatch', end: 'right' },
    initiator: 'right',
    panos:
      /cannot find matching IPSec tunnel for received traffic selector.*received remote TS: 10\.199\.0\.0\/24/,
    fortios: /logid="0101037130".*phase2_name="lan" status="failure" init="local" exch="CREATE_CHILD"/,
    up: false,
  },
];

/** A quarter of an hour after the fault, which is no matter of the path. */
async function broken({ fault, initiator }: Case): Promise<MixedSite> {
  const site = await startMixed({ initiator });
  site.fleet.injectFault('vpn', fault);
  site.clock.nowMs += 900_000;
  return site;
}

describe('a tunnel between PAN-OS and a FortiGate', () => {
  it.each(CASES)(
    'with $fault.kind at the $fault.end end shows it in both logs and in the state',
    async (one) => {
      const site = await broken(one);
      try {
        const panos = (await log(site.fleet.firewall('fw-left'), '( subtype eq vpn )')).flatMap((row) =>
          values(row, 'opaque'),
        );
        expect(panos.some((text) => one.panos.test(text.replaceAll('&gt;', '>')))).toBe(true);
        const records = await vpnRecords(site, 14);
        expect(
          records.find((text) => one.fortios.test(text)),
          records.join('\n'),
        ).toBeDefined();
        if (one.fortiosSaysNot) expect(records.join('\n')).not.toMatch(one.fortiosSaysNot);
        const [tunnel] = await rows(site.fgt, 'monitor/vpn/ipsec');
        expect(tunnel?.proxyid).toMatchObject([{ status: one.up ? 'up' : 'down' }]);
      } finally {
        await site.fleet.stop();
      }
    },
  );

  it.each(['left', 'right'] as const)(
    'whose ESP is lost towards the %s counts in one direction',
    async (end) => {
      const site = await startMixed();
      try {
        const [before] = await rows(site.fgt, 'monitor/vpn/ipsec');
        site.fleet.injectFault('vpn', { kind: 'esp-blocked', end });
        site.clock.nowMs += 600_000;
        const [after] = await rows(site.fgt, 'monitor/vpn/ipsec');
        const moved = (name: string) => Number(after?.[name]) > Number(before?.[name]);
        expect(moved('outgoing_bytes')).toBe(true);
        expect(moved('incoming_bytes')).toBe(end === 'left');
        expect(after?.proxyid).toMatchObject([{ status: 'up' }]);
        expect((await vpnRecords(site, 9)).join('\n')).not.toMatch(/level="error"|tunnel-down/);
      } finally {
        await site.fleet.stop();
      }
    },
  );

  it('holds the same SPIs at both ends, which FortiOS tells in its log alone', async () => {
    const site = await startMixed();
    try {
      const records = await vpnRecords(site, 180);
      const [, inbound = '', outbound = ''] =
        /action="install_sa".*in_spi="(\w+)" out_spi="(\w+)"/.exec(records.join('\n')) ?? [];
      const panos = await log(site.fleet.firewall('fw-left'), '( eventid eq ipsec-key-install )');
      const mirrored = `SPI:0x${outbound}/0x${inbound}`.toUpperCase().replaceAll('0X', '0x');
      expect(panos.join('\n')).toContain(mirrored);
    } finally {
      await site.fleet.stop();
    }
  });
});
