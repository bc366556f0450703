// A product that nobody taught: what its own words, the printed lists and the order of its lines still tell.

import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import type { Verdict } from '../../../src/domain/verdict.js';
import { ownConceptSet } from '../../../src/logs/concept/set.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

function diagnose(text: string): Verdict {
  return examineLog(readLines(linesOf(text)), 'a.log', ownPlaybookSet()).diagnosis.verdict;
}

function alternatives(text: string): string[] {
  const { diagnosis } = examineLog(readLines(linesOf(text)), 'a.log', ownPlaybookSet());
  return diagnosis.alternatives.map(({ cause }) => cause);
}

describe('an end that judges an offer itself', () => {
  it('names the proposals, while one that only hears of it abstains', () => {
    expect(diagnose('vpnd: ike peer 203.0.113.9: received DH group 5, expecting 14').cause).toBe(
      'ike-proposal-mismatch',
    );
    expect(diagnose('vpnd: ike peer 203.0.113.9 answers: no proposal chosen').cause).toBe(
      'proposal-rejected-by-peer',
    );
  });

  it('is read by the protocol of the lists beside it', () => {
    const said =
      'vpnd: received proposals: ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ\nvpnd: ike: no acceptable integrity algorithm found';
    expect(diagnose(said).cause).toBe('esp-proposal-mismatch');
  });

  it('is read as phase 2 when the child SA fails and the IKE SA stays', () => {
    const said =
      'vpnd: ike: no acceptable proposal found\nvpnd: ike: failed to establish CHILD_SA, keeping IKE_SA';
    expect(diagnose(said).cause).toBe('esp-proposal-mismatch');
  });
});

describe('a refusal beside the line that gives its reason', () => {
  it('is that reason', () => {
    const said =
      'vpnd: ike: [NOTIFY:AUTHENTICATION_FAILED] to 203.0.113.9\nvpnd: tunnel hub: phase 1 shared key mismatch with 203.0.113.9';
    expect(diagnose(said).cause).toBe('psk-mismatch');
  });

  it('is about the identity when no configuration fits and the proof is refused', () => {
    const said =
      'charon: 12[ENC] parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]\ncharon: 12[CFG] no suitable connection for this peer\ncharon: 12[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]';
    expect(diagnose(said).cause).toBe('peer-id-mismatch');
  });
});

describe('a tunnel that is only called down', () => {
  it('has no cause, and the line lists what to look for', () => {
    const said =
      'srx kmd[1]: KMD_VPN_DOWN_ALARM_USER: VPN hub from 203.0.113.9 is down. Local-ip: 198.51.100.1';
    expect(diagnose(said)).toMatchObject({ cause: 'insufficient-data', confidence: 'none' });
  });
});

describe('what forbids to call a tunnel healthy', () => {
  it('a state that says that phase 2 is down', () => {
    const said = JSON.stringify({
      details: 'AWS tunnel something new happened',
      ike_phase1_state: 'established',
      ike_phase2_state: 'down',
    });
    expect(diagnose(said).cause).toBe('insufficient-data');
    expect(alternatives(said).slice(0, 1)).toEqual(['traffic-selector-mismatch']);
  });

  it('a record that counts bytes in one direction alone', () => {
    const said =
      'logid="0101037141" type="event" subtype="vpn" logdesc="IPsec tunnel statistics" action="tunnel-stats" vpntunnel="hub" duration=90000 sentbyte=7649 rcvdbyte=0 nextstat=600';
    expect(diagnose(said).cause).toBe('esp-blocked');
    expect(diagnose(said.replace('rcvdbyte=0', 'rcvdbyte=512')).cause).toBe('tunnel-up-healthy');
  });

  it('a child SA that was asked for last and refused', () => {
    const said =
      '"hub" #2: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/24===10.2.0.0/24] {ESP=>0xc0ffee01 <0xc0ffee02 xfrm=AES_GCM_16_256}\n"hub" #3: CREATE_CHILD_SA failed with error notification INVALID_SYNTAX';
    expect(diagnose(said).cause).toBe('insufficient-data');
  });

  it('not the packets of the SA before it: a newer one proves itself', () => {
    const up = (number: number): string =>
      `Nov 29 10:0${number}:00 gw pluto[1]: "hub" #${number}: initiator established Child SA using #1; IPsec tunnel [10.1.0.0/24===10.2.0.0/24] {ESP=>0xc0ffee0${number} <0xc0ffee1${number} xfrm=AES_GCM_16_256}`;
    const carried = 'Nov 29 10:03:00 gw pluto[1]: "hub" #2: ESP traffic information: in=84B out=84B';
    expect(diagnose(`${up(2)}\n${carried}`).confidence).toBe('likely');
    expect(diagnose(`${up(2)}\n${carried}\n${up(4)}`).confidence).toBe('possible');
  });

  it('a route that could not be added for the child SA that came up', () => {
    const said =
      '08[KNL] unable to install source route for 10.1.0.1\n08[IKE] CHILD_SA hub{4} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24';
    expect(diagnose(said).cause).toBe('routing-missing');
  });
});

describe('words that say nothing', () => {
  const concept = (text: string): string | undefined => ownConceptSet().conceptOf(text)?.id;

  it('are the flags of a policy, the country of a name and the field names of a record', () => {
    expect(concept('"hub" #2: initiating Quick Mode PSK+ENCRYPT+TUNNEL+PFS+UP+ESN_NO failed')).not.toBe(
      'pfs',
    );
    expect(concept('request rejected, lease is reserved by C=CA, O=Example, CN=gw.example')).not.toBe(
      'certificate',
    );
    expect(
      concept(
        'status="Failed" con_name="hub" local_network="10.1.0.0/24" remote_network="10.2.0.0/24" message="hub: IKE message retransmission timed out"',
      ),
    ).toBe('no-answer');
  });

  it('are not the reason that a JSON record gives in a field of its own', () => {
    const said = JSON.stringify({
      event: { event: 'TUNNEL_DOWN', tunneltype: 'IPSEC IKEV2', eventreason: 'DPD_TIMEOUT' },
    });
    expect(diagnose(said).cause).toBe('dpd-timeout');
  });
});

describe('what a line tells beyond its cause', () => {
  const detail = (text: string) => readLines(linesOf(text)).events.map((event) => event.detail);

  it('is read alike from a line that a signature knows and from one that is only read by its words', () => {
    expect(detail('[PERR]: IKEv2 certificate authentication failed. certificate has expired')).toEqual([
      'certificate-out-of-date',
    ]);
    expect(detail('vpnd: ike: certificate of peer gw.example is not yet valid, rejecting it')).toEqual([
      'certificate-out-of-date',
    ]);
    expect(detail('vpnd: ike: certificate of peer gw.example is revoked, rejecting it')).toEqual([null]);
  });
});

describe('a log without times', () => {
  it('is turned round by what its messages and datagrams tell of their direction', () => {
    const forward = [
      '09[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]',
      '09[NET] sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)',
      '10[NET] received packet: from 203.0.113.9[500] to 198.51.100.1[500] (36 bytes)',
      '10[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    ];
    expect(readLines(linesOf(forward.join('\n'))).reversed).toBe(false);
    expect(readLines(linesOf(forward.toReversed().join('\n'))).reversed).toBe(true);
  });
});

describe('a short phrase of one vendor inside a longer sentence of another', () => {
  it('does not decide: the sentence is read by its words', () => {
    const said =
      'gwd: time="2026-07-03 18:20:02" ike=1 phase=1 side=responder rule=hub msg="No matching phase 1 proposal found"';
    expect(diagnose(said).cause).toBe('ike-proposal-mismatch');
  });
});

describe('a reason', () => {
  it('ends where the attributes of the peer begin', () => {
    const said =
      'gw kmx[1]: IKE negotiation failed with error: Timed out. IKE Version: 1, VPN: hub Gateway: gw, Local: 198.51.100.1/500, Remote: 203.0.113.9/500, Local IKE-ID: Not-Available, Remote IKE-ID: Not-Available';
    expect(diagnose(said).cause).toBe('peer-unreachable');
  });

  it('with the cookies of both ends beside it tells that the peer answered', () => {
    const gaveUp = (theirs: string): string =>
      diagnose(`vpnd: phase 1 with peer 203.0.113.9 timed out a1b2c3d4e5f60718:${theirs}`).cause;
    expect(gaveUp('0000000000000000')).toBe('peer-unreachable');
    expect(gaveUp('18f0e5d4c3b2a190')).not.toBe('peer-unreachable');
  });
});

describe('counters in a form that nobody taught', () => {
  it('that went out and never in forbid to call the tunnel healthy', () => {
    const said = 'vpnd: IPsec SA with 203.0.113.9 established\nvpnd: sa 7 traffic in=0B out=84B';
    expect(diagnose(said).cause).toBe('insufficient-data');
    expect(diagnose(said.replace('in=0B', 'in=84B')).cause).toBe('tunnel-up-healthy');
  });
});
