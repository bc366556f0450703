// The same words mean one thing here and another there: what came before, what was answered, what came after.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

function causes(...lines: string[]): string[] {
  return readLines(linesOf(lines.join('\n'))).candidates.map(({ cause }) => cause);
}

const established = '"hub" #1: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY cipher=aes_256}';

describe('a phase 2 offer that nobody answers', () => {
  it('is no dead peer, and names no cause', () => {
    expect(
      causes(
        established,
        '117 "hub" #2: STATE_QUICK_I1: initiate',
        '010 "hub" #2: STATE_QUICK_I1: retransmission; will wait 20s for response',
        '010 "hub" #2: STATE_QUICK_I1: retransmission; will wait 40s for response',
      ),
    ).toEqual([]);
  });

  it('names none in a status either', () => {
    expect(
      causes(
        '000 #2: "hub":500 STATE_QUICK_I1 (sent QI1, expecting QR1); EVENT_RETRANSMIT in 7s; idle;',
        '000 #1: "hub":500 STATE_MAIN_I4 (ISAKMP SA established); EVENT_SA_REPLACE in 2571s; newest ISAKMP; idle;',
      ),
    ).toEqual([]);
  });

  it('is outweighed by a refusal that came', () => {
    expect(
      causes(
        established,
        '"hub" #2: sent Quick Mode request',
        '"hub" #2: STATE_QUICK_I1: 60 second timeout exceeded after 7 retransmits.  No acceptable response to our first Quick Mode message: perhaps peer likes no proposal',
        '"hub" #1: ignoring secured informational payload NO_PROPOSAL_CHOSEN, msgid=1A2B3C4D, length=12',
      )[0],
    ).toBe('esp-proposal-mismatch');
  });
});

describe('a phase 1 that ran out of time', () => {
  const first = '203.0.113.9[500] a1b2c3d4e5f60718';

  it('was never answered when the cookie of the peer is zero', () => {
    expect(
      causes(
        `ipsec,error phase1 negotiation failed due to time up 198.51.100.1[500]<=>${first}:0000000000000000`,
      )[0],
    ).toBe('peer-unreachable');
  });

  it('was answered when the cookie is known: the peer can be reached', () => {
    const found = causes(
      `ipsec,error phase1 negotiation failed due to time up 198.51.100.1[4500]<=>203.0.113.9[4500] a1b2c3d4e5f60718:8192a3b4c5d6e7f8`,
    );
    expect(found[0]).toBe('nat-t-problem');
    expect(found).not.toContain('peer-unreachable');
  });
});

describe('transforms that are refused one by one', () => {
  const refused = '"hub" #9: Oakley Transform [AES_CBC (256), HMAC_SHA1, DH20] refused';

  it('are no fault when one of them is taken', () => {
    expect(
      causes(
        refused,
        '"hub" #9: STATE_MAIN_R1: sent MR1, expecting MI2',
        '"hub" #9: STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY cipher=aes_256}',
      ),
    ).toEqual(['tunnel-up-healthy']);
  });

  it('are none either when the answer to the taken one is lost', () => {
    expect(
      causes(
        refused,
        '"hub" #9: STATE_MAIN_R1: sent MR1, expecting MI2',
        '"hub" #9: retransmitting in response to duplicate packet; already STATE_MAIN_R1',
      )[0],
    ).toBe('peer-unreachable');
  });

  it('are one when none is', () => {
    expect(causes(refused, '"hub" #9: no acceptable Oakley Transform')[0]).toBe('ike-proposal-mismatch');
  });
});

describe('EAP that fails', () => {
  it('is a matter of the user, not of the key of the gateway', () => {
    expect(causes('07[IKE] <hub|3> received EAP_FAILURE, EAP authentication failed')[0]).not.toBe(
      'psk-mismatch',
    );
    expect(causes("07[IKE] <hub|3> no EAP key found for hosts 'vpn.example' - 'anna'")[0]).toBe('other');
  });
});

describe('a connection that exists for another authentication', () => {
  const none = (what: string, mode: string): string =>
    `09[IKE] <4> found 1 matching config, but none allows ${what} authentication using ${mode} Mode`;

  it('differs in the mode when the method is the key, else in the method', () => {
    expect(causes(none('pre-shared key', 'Aggressive'))[0]).toBe('exchange-mode-mismatch');
    expect(causes(none('pre-shared key', 'Main'))[0]).toBe('exchange-mode-mismatch');
    expect(causes(none('RSA signature', 'Main'))[0]).toBe('auth-method-mismatch');
  });
});

describe('a refused proof', () => {
  it('means that the proposals were agreed, also where the log leaves them out', () => {
    const listed = causes(
      'IKEv2 IKE SA negotiation is started as initiator, non-rekey. Initiated SA: 192.0.2.10[500]-203.0.113.20[500] SPI:a1b2c3d4e5f60718:0000000000000000.',
      'IKE protocol notification message received: AUTHENTICATION-FAILED (24).',
    );
    expect(listed[0]).toBe('auth-rejected-by-peer');
    expect(listed).toContain('psk-mismatch');
    expect(listed).not.toContain('ike-proposal-mismatch');
  });
});
