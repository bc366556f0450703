// What a whole attempt adds to a bare refusal or to silence, and what it excludes.

import { describe, expect, it } from 'vitest';
import type { LogReading } from '../../../../src/domain/log.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';

function read(...lines: string[]): LogReading {
  return readLines(linesOf(lines.join('\n')));
}

function causes(...lines: string[]): string[] {
  return read(...lines).candidates.map(({ cause }) => cause);
}

const init = [
  '09[IKE] <hub|1> initiating IKE_SA hub[1] to 203.0.113.9',
  '09[ENC] <hub|1> generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) N(HASH_ALG) ]',
];
const plainAnswer =
  '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) N(HASH_ALG) ]';
const askingAnswer =
  '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) CERTREQ N(HASH_ALG) ]';
const psk = "10[IKE] <hub|1> authentication of 'hub.example' (myself) with pre-shared key";
const signature =
  "10[IKE] <hub|1> authentication of 'hub.example' (myself) with RSA_EMSA_PKCS1_SHA2_256 successful";
const proof = '10[ENC] <hub|1> generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]';
const refused = [
  '11[ENC] <hub|1> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
  '11[IKE] <hub|1> received AUTHENTICATION_FAILED notify error',
];

describe('a bare AUTHENTICATION_FAILED', () => {
  it('names no cause, and lists no certificate for an end with a pre-shared key', () => {
    const found = causes(...init, plainAnswer, psk, proof, ...refused);
    expect(found[0]).toBe('auth-rejected-by-peer');
    expect(found.slice(1, 4)).toEqual(['psk-mismatch', 'peer-id-mismatch', 'auth-method-mismatch']);
    expect(found).not.toContain('certificate-problem');
  });

  it('lists no key for an end that signs', () => {
    const found = causes(...init, askingAnswer, signature, proof, ...refused);
    expect(found[0]).toBe('auth-rejected-by-peer');
    expect(found).not.toContain('psk-mismatch');
  });

  it('speaks of two methods when the peer asked an end with a pre-shared key for a certificate', () => {
    expect(causes(...init, askingAnswer, psk, proof, ...refused)[0]).toBe('auth-method-mismatch');
  });

  it('speaks of two methods when the peer asked an end that signs for nothing', () => {
    expect(causes(...init, plainAnswer, signature, proof, ...refused)[0]).toBe('auth-method-mismatch');
  });

  it('speaks of the identity when this end sends its private address through NAT', () => {
    const behind = '10[IKE] <hub|1> local host is behind NAT, sending keep alives';
    const own = "10[IKE] <hub|1> authentication of '10.9.0.1' (myself) with pre-shared key";
    const found = read(...init, plainAnswer, behind, own, proof, ...refused).candidates[0];
    expect([found?.cause, found?.confidence]).toEqual(['peer-id-mismatch', 'possible']);
    expect(found?.why).toContain('10.9.0.1');
  });
});

describe('a bare NO_PROPOSAL_CHOSEN to the first message', () => {
  it('lists nothing that is checked later', () => {
    const found = causes(
      ...init,
      '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
      '10[IKE] <hub|1> received NO_PROPOSAL_CHOSEN notify error',
    );
    expect(found).toEqual([
      'proposal-rejected-by-peer',
      'ike-proposal-mismatch',
      'unknown-peer',
      'ike-version-mismatch',
    ]);
  });

  it('came from a peer that had a configuration when its notify carries both cookies', () => {
    const start = [
      '09[IKE] <hub|1> initiating Main Mode IKE_SA hub[1] to 203.0.113.9',
      '09[ENC] <hub|1> generating ID_PROT request 0 [ SA V V ]',
    ];
    const answer = (bytes: number): string[] => [
      `10[NET] <hub|1> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (${bytes} bytes)`,
      '10[ENC] <hub|1> parsed INFORMATIONAL_V1 request 12345 [ N(NO_PROP) ]',
      '10[IKE] <hub|1> received NO_PROPOSAL_CHOSEN error notify',
    ];
    expect(causes(...start, ...answer(56)).slice(0, 3)).toEqual([
      'proposal-rejected-by-peer',
      'ike-proposal-mismatch',
      'auth-method-mismatch',
    ]);
    expect(causes(...start, ...answer(40)).slice(0, 3)).toEqual([
      'proposal-rejected-by-peer',
      'ike-proposal-mismatch',
      'unknown-peer',
    ]);
  });

  it('outweighs the line that nothing came', () => {
    expect(
      causes(
        '"hub" #1: initiating IKEv2 connection to 203.0.113.9 using UDP',
        '"hub" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500',
        '"hub" #1: dropping unexpected IKE_SA_INIT message containing NO_PROPOSAL_CHOSEN notification; message payloads: N; missing payloads: SA,KE,Ni',
        '"hub" #1: STATE_V2_PARENT_I1: 60 second timeout exceeded after 7 retransmits.  No response (or no acceptable response) to our first IKEv2 message',
      )[0],
    ).toBe('proposal-rejected-by-peer');
  });
});

describe('IKEv1 after our proof', () => {
  const main = [
    '09[IKE] <hub|1> initiating Main Mode IKE_SA hub[1] to 203.0.113.9',
    '09[ENC] <hub|1> generating ID_PROT request 0 [ SA V V ]',
    '10[ENC] <hub|1> parsed ID_PROT response 0 [ SA V ]',
    '10[ENC] <hub|1> generating ID_PROT request 0 [ KE No NAT-D NAT-D ]',
    '11[ENC] <hub|1> parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]',
    '11[ENC] <hub|1> generating ID_PROT request 0 [ ID HASH ]',
  ];
  const garbage = (packet: number): string[] => [
    `12[NET] <hub|1> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (${packet} bytes)`,
    '12[ENC] <hub|1> could not decrypt payloads',
    '12[IKE] <hub|1> message parsing failed',
  ];
  const again = (time: number): string =>
    `13[IKE] <hub|1> sending retransmit ${time} of request message ID 0, seq 3`;

  it('garbage to every repetition is a wrong key', () => {
    expect(causes(...main, ...garbage(92), again(1), ...garbage(92), again(2), ...garbage(92))[0]).toBe(
      'psk-mismatch',
    );
  });

  it('garbage once and then silence is a refusal', () => {
    const found = causes(...main, ...garbage(92), again(1), again(2));
    expect(found.slice(0, 2)).toEqual(['auth-rejected-by-peer', 'peer-id-mismatch']);
  });

  it('a second answer that comes again says that our proof does not arrive', () => {
    const found = causes(
      ...main,
      again(1),
      '14[IKE] <hub|1> received retransmit of response with ID 0, but next request already sent',
      again(2),
      '15[IKE] <hub|1> giving up after 3 retransmits',
    );
    expect(found.slice(0, 2)).toEqual(['nat-t-problem', 'psk-mismatch']);
  });
});

describe('words that several vendors share', () => {
  it('tell none of them, so that the advice stays neutral', () => {
    expect(read('IKE: received a notify TS_UNACCEPTABLE').vendor).toBe('unknown');
  });

  it('of the family of racoon are racoon', () => {
    expect(read('pfs group mismatched').vendor).toBe('racoon');
  });
});

describe('an established tunnel', () => {
  const up = [
    '09[IKE] <hub|1> IKE_SA hub[1] established between 198.51.100.1[hub.example]...203.0.113.9[spoke.example]',
    '09[IKE] <hub|1> CHILD_SA net{1} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
  ];

  it('is not called healthy when an error follows that nobody knows', () => {
    const line = '10[KNL] <hub|1> unable to frobnicate the forwarding plane: Operation not supported';
    const found = read(...up, line);
    expect([
      found.candidates.map(({ cause }) => cause).includes('tunnel-up-healthy'),
      found.unknownErrors.map(({ text }) => text),
    ]).toEqual([false, [line]]);
  });

  it('is healthy in spite of an error before it came up, of a count of no errors, and of other programs', () => {
    expect(causes('10[KNL] <hub|1> unable to frobnicate the forwarding plane', ...up)[0]).toBe(
      'tunnel-up-healthy',
    );
    expect(causes(...up, '10[KNL] <hub|1> frobnicated with 0 errors')[0]).toBe('tunnel-up-healthy');
    expect(causes(...up, 'Jan 10 10:00:00 gw nginx[12]: connect() failed (111: Connection refused)')[0]).toBe(
      'tunnel-up-healthy',
    );
  });

  it('is not healthy when the ends mean different networks', () => {
    const found = causes(
      '"hub" #2: the peer proposed: 10.9.0.0/24 -> 10.1.0.0/24',
      '"hub" #3: responding to Quick Mode proposal {msgid:1a2b3c4d}',
      '"hub" #3:     us: 10.2.0.0/24===198.51.100.1',
      '"hub" #3:   them: 203.0.113.9===10.1.0.0/24',
      '"hub" #3: IPsec SA established tunnel mode {ESP=>0xc0ffee01 <0xc0ffee02 xfrm=AES_CBC_256-HMAC_SHA1_96 DPD=passive}',
    );
    expect(found[0]).toBe('traffic-selector-mismatch');
  });

  it('that only sends is not healthy, in whatever form its counters are printed', () => {
    expect(causes('"hub" #2: ESP traffic information: in=0B out=84B')[0]).toBe('esp-blocked');
  });
});

describe('the child SA of IKE_AUTH', () => {
  it('is missing when the answer proves the peer and carries none, whatever stands beside it', () => {
    const found = read(
      '10[ENC] <hub|1> generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]',
      '11[ENC] <hub|1> parsed IKE_AUTH response 1 [ IDr AUTH N(40961) ]',
      '11[IKE] <hub|1> IKE_SA hub[1] established between 198.51.100.1[hub.example]...203.0.113.9[spoke.example]',
    );
    expect([found.candidates, found.furthest]).toEqual([[], 'authenticated']);
  });
});

describe('a responder with IKEv1', () => {
  const steps = [
    '07[ENC] <5> parsed ID_PROT request 0 [ SA V V ]',
    '07[IKE] <5> 203.0.113.9 is initiating a Main Mode IKE_SA',
    '07[ENC] <5> generating ID_PROT response 0 [ SA V ]',
    '08[ENC] <5> parsed ID_PROT request 0 [ KE No NAT-D NAT-D ]',
    '08[ENC] <5> generating ID_PROT response 0 [ KE No NAT-D NAT-D ]',
    '09[ENC] <5> parsed ID_PROT request 0 [ ID HASH ]',
    '09[IKE] <hub|5> IKE_SA hub[5] established between 198.51.100.1[hub.example]...203.0.113.9[spoke.example]',
    '09[ENC] <hub|5> generating ID_PROT response 0 [ ID HASH ]',
    '10[NET] <hub|5> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (76 bytes)',
    '10[ENC] <hub|5> could not decrypt payloads',
    '10[IKE] <hub|5> message parsing failed',
  ];

  it('that verified the key of the peer is not refused because of the key', () => {
    const found = causes(...steps);
    expect(found[0]).toBe('peer-id-mismatch');
    expect(found).not.toContain('psk-mismatch');
  });
});
