// What names this tunnel in a log that somebody gave: our address, our identity, a cookie that our log holds too, or a person's word.

import { describe, expect, it } from 'vitest';
import { tieBySpi, tied, tieInText } from '../../../../src/diagnosis/given/tie.js';
import type { FleetTunnel } from '../../../../src/fleet/fleetTunnel.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';
import { evidenceOf } from '../../../scenarios/build.js';
import { readSituation } from '../../../scenarios/situation.js';

const { config } = evidenceOf(readSituation('peer-unreachable'), 'strongswan', 'left').ours;
const tunnel: Pick<FleetTunnel, 'ours'> = {
  ours: { device: 'fw-paris', vendor: 'strongswan', tunnel: 'to-lyon', config },
};
const tie = (text: string, named: string | null = null) => tieInText([text], tunnel, named);
const read = (...lines: string[]) => readLines(linesOf(lines.join('\n')));

describe('a log is tied to the tunnel', () => {
  it.each([
    '%ASA-4-750003: Local:203.0.113.20:500 Remote:192.0.2.10:500 IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy',
    'status="negotiate_error" remip=192.0.2.10 locip=203.0.113.20',
    '06[IKE] no IKE config found for 203.0.113.20...192.0.2.10, sending NO_PROPOSAL_CHOSEN',
  ])('by our address: %s', (line) => expect(tie(line)).toEqual({ by: 'address', value: '192.0.2.10' }));

  it('by our identity', () =>
    expect(tie("no peer config found for 'paris.example'")).toEqual({
      by: 'identity',
      value: 'paris.example',
    }));

  it('by the name that a person said', () =>
    expect(tie('status="negotiate_error"', 'to-paris')).toEqual({ by: 'name', value: 'to-paris' }));

  it('by a cookie that stands in our log as well', () => {
    const spi = 'a1b2c3d4e5f60718';
    const ours = read(
      `2026-03-02T09:30:00Z fw IKEv2 IKE SA negotiation is started as initiator, non-rekey. Initiated SA: 192.0.2.10[500]-203.0.113.20[500] SPI:${spi}:0000000000000000.`,
    );
    const theirs = read(
      `logid="0101037124" subtype="vpn" cookies="${spi}/0000000000000000" reason="peer SA proposal not match local policy"`,
    );
    expect(tieBySpi(ours, theirs)).toEqual({ by: 'spi', value: spi });
  });
});

describe('a log that does not name it', () => {
  it.each(['remip=192.0.2.101 locip=203.0.113.20', 'remip=192.0.2.10.example', 'nothing-paris.example.net'])(
    'is not tied: %s',
    (line) => expect(tie(line)).toBeNull(),
  );

  it('proves nothing: what its lines prove is likely', () => {
    const reading = read(
      "07[IKE] <1> tried 1 shared key for 'lyon.example' - 'paris.example', but MAC mismatched",
    );
    expect(reading.candidates[0]?.confidence).toBe('certain');
    expect(tied(reading, null).candidates[0]?.confidence).toBe('likely');
    expect(tied(reading, { by: 'name', value: 'x' }).candidates[0]?.confidence).toBe('certain');
  });
});
