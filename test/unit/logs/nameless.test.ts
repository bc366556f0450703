// Lines that name no tunnel, beside those of one that stands: its success is not theirs.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

function cause(...lines: string[]): string | undefined {
  return readLines(linesOf(lines.join('\n'))).candidates[0]?.cause;
}

const up = {
  charon: [
    '05[IKE] <zebra|9> initiating IKE_SA zebra[9] to 192.0.2.77',
    '06[IKE] <zebra|9> IKE_SA zebra[9] established between 192.0.2.1[192.0.2.1]...192.0.2.77[192.0.2.77]',
    '06[IKE] <zebra|9> CHILD_SA zebra{12} established with SPIs c0ffee01_i c0ffee02_o and TS 10.7.0.0/24 === 10.8.0.0/24',
  ],
  pluto: [
    '"zebra" #901: initiating IKEv2 connection',
    '"zebra" #901: initiator established IKE SA; authenticated peer using authby=secret',
    '"zebra" #902: initiator established Child SA using #901; IPsec tunnel [10.7.0.0/24===10.8.0.0/24] {ESP/ESN=>0xc0ffee01 <0xc0ffee02}',
  ],
  racoon: [
    'racoon: INFO: initiate new phase 1 negotiation: 192.0.2.1[500]<=>192.0.2.77[500]',
    'racoon: INFO: ISAKMP-SA established 192.0.2.1[500]-192.0.2.77[500] spi:aaaaaaaabbbbbbbb:ccccccccdddddddd',
    'racoon: INFO: IPsec-SA established: ESP/Tunnel 192.0.2.77[0]->192.0.2.1[0] spi=11184810(0xaaaaaa)',
  ],
  asa: [
    '%ASA-5-713119: Group = 192.0.2.77, IP = 192.0.2.77, PHASE 1 COMPLETED',
    '%ASA-5-713120: Group = 192.0.2.77, IP = 192.0.2.77, PHASE 2 COMPLETED (msgid=0badcafe)',
  ],
};

const broken: [keyof typeof up, string, string[]][] = [
  [
    'charon',
    'psk-mismatch',
    ["11[IKE] tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched"],
  ],
  [
    'charon',
    'proposal-rejected-by-peer',
    [
      '14[ENC] parsed INFORMATIONAL_V1 request 3851683075 [ N(NO_PROP) ]',
      '14[IKE] received NO_PROPOSAL_CHOSEN error notify',
    ],
  ],
  [
    'pluto',
    'unknown-peer',
    [
      'packet from 203.0.113.9:500: initial parent SA message received on 198.51.100.1:500 but no connection has been authorized with policy PSK+IKEV2_ALLOW',
    ],
  ],
  [
    'racoon',
    'dpd-timeout',
    ['racoon: INFO: DPD: remote (ISAKMP-SA spi=1111111122222222:3333333344444444) seems to be dead.'],
  ],
  ['asa', 'unknown-peer', ["%ASA-4-713903: IP = 203.0.113.9, Can't find a valid tunnel group, aborting...!"]],
];

describe('a failure whose lines carry no name', () => {
  it.each(broken)(
    'of %s is %s, also when a tunnel with a name comes up after or stood before',
    (daemon, found, lines) => {
      expect(cause(...lines)).toBe(found);
      expect(cause(...lines, ...up[daemon])).toBe(found);
      expect(cause(...up[daemon], ...lines)).toBe(found);
    },
  );

  it('is of a new attempt when it is of the first messages and the tunnel stands', () => {
    expect(
      cause(
        ...up.charon,
        '10[ENC] parsed IKE_SA_INIT request 0 [ SA KE No ]',
        '10[IKE] received proposals unacceptable',
      ),
    ).toBe('ike-proposal-mismatch');
  });

  it('is cured by a success between the same addresses', () => {
    expect(
      cause(
        'racoon: ERROR: phase1 negotiation failed due to time up. 192.0.2.1[500]<=>192.0.2.77[500] 1111111122222222:0000000000000000',
        ...up.racoon,
      ),
    ).toBe('tunnel-up-healthy');
  });

  it.each([
    [
      "%ASA-4-713903: IP = 203.0.113.9, Can't find a valid tunnel group, aborting...!",
      '%ASA-5-713119: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 1 COMPLETED',
      '%ASA-5-713120: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 2 COMPLETED (msgid=0badcafe)',
    ],
    [
      'packet from 203.0.113.9:500: initial parent SA message received on 198.51.100.1:500 but no connection has been authorized with policy PSK+IKEV2_ALLOW',
      '"hub"[1] 203.0.113.9 #1: responder established IKE SA; authenticated peer using authby=secret',
      '"hub"[1] 203.0.113.9 #2: responder established Child SA using #1; IPsec tunnel [10.1.0.0/24===10.2.0.0/24] {ESP/ESN=>0xc0ffee01 <0xc0ffee02}',
    ],
  ])('is cured when the same peer comes up, however its address is printed: %s', (...lines) => {
    expect(cause(...lines)).toBe('tunnel-up-healthy');
  });

  it('is not cured by another peer, although our own address stands in every line', () => {
    const request = (peer: string): string[] => [
      `09[NET] received packet: from ${peer}[500] to 198.51.100.1[500] (464 bytes)`,
      '09[ENC] parsed IKE_SA_INIT request 0 [ SA KE No ]',
    ];
    expect(
      cause(
        ...request('203.0.113.9'),
        "10[IKE] tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched",
        ...request('192.0.2.77'),
        '11[IKE] IKE_SA zebra[2] established between 198.51.100.1[a.example]...192.0.2.77[c.example]',
        '11[IKE] CHILD_SA zebra{1} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
      ),
    ).toBe('psk-mismatch');
  });

  it('is none when the negotiation goes on to its next policy', () => {
    expect(
      cause(
        '06[CFG] no acceptable DIFFIE_HELLMAN_GROUP found',
        '06[CFG] proposal matches',
        ...up.charon.slice(1),
      ),
    ).toBe('tunnel-up-healthy');
  });
});
