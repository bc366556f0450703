// What people paste: a few lines, some of them broken or out of the middle, and what may and may not be concluded from them.

import { describe, expect, it } from 'vitest';
import type { LogReading } from '../../../src/domain/log.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

function read(...lines: string[]): LogReading {
  return readLines(linesOf(lines.join('\n')));
}

function causes(...lines: string[]): string[] {
  return read(...lines).candidates.map(({ cause }) => cause);
}

describe('a child SA', () => {
  it('of L2TP is healthy although each end names the other by the address that it sees through NAT', () => {
    const up =
      '"hub" #3: IPsec SA established transport mode {ESP/NAT=>0xc0ffee01 <0xc0ffee02 NATOA=10.9.0.4}';
    const older = [
      '"hub"[1] 203.0.113.9 #2: the peer proposed: 198.51.100.1/32:17/1701 -> 203.0.113.9/32:17/0',
      '"hub"[1] 203.0.113.9 #3:     us: 10.8.0.2:17/1701',
      '"hub"[1] 203.0.113.9 #3:   them: 203.0.113.9:17/1701',
    ];
    const newer = [
      '"hub"[1] 203.0.113.9 #2: the peer proposed: 198.51.100.1/32:1701 -UDP-> 10.9.0.4/32:1701',
      '"hub"[1] 203.0.113.9 #3:     us: 10.8.0.2/32:UDP/1701  them: 203.0.113.9[10.9.0.4]===10.9.0.4/32:UDP/1701',
    ];
    expect(causes(...older, up)[0]).toBe('tunnel-up-healthy');
    expect(causes(...newer, up)[0]).toBe('tunnel-up-healthy');
  });
});

describe('networks that differ', () => {
  it('are told although a child SA came up and the peer asks for every protocol', () => {
    expect(
      causes(
        '"hub" #21: the peer proposed: 10.9.0.0/24 -<all>-> 10.2.0.0/24',
        '"hub" #22:     us: 10.1.0.0/24===198.51.100.1  them: 203.0.113.9===10.2.0.0/24',
        '"hub" #22: IPsec SA established tunnel mode {ESP=>0xc0ffee01 <0xc0ffee02}',
      )[0],
    ).toBe('traffic-selector-mismatch');
  });
});

describe('a process in brackets', () => {
  it('is no connection: two of one daemon stay two', () => {
    const found = read(
      'pluto[812]: "depot" #4: IKE SA authentication request rejected by peer: AUTHENTICATION_FAILED',
      'pluto[812]: "hub" #5: initiator established IKE SA; authenticated peer using authby=secret',
    );
    expect([found.object, found.otherTunnels]).toEqual(['depot', 1]);
  });
});

describe('a first encrypted message of IKEv1 that one end cannot read', () => {
  const main = [
    'initiating Main Mode IKE_SA hub[1] to 203.0.113.9',
    'generating ID_PROT request 0 [ SA V V ]',
    'parsed ID_PROT response 0 [ SA V ]',
    'generating ID_PROT request 0 [ KE No NAT-D NAT-D ]',
    'parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]',
  ];
  const malformed = 'parsed INFORMATIONAL_V1 request 0 [ N(PLD_MAL) ]';

  it('points to the key when the peer answers our proof so', () => {
    const found = read(...main, 'generating ID_PROT request 0 [ ID HASH ]', malformed).candidates[0];
    expect([found?.cause, found?.confidence]).toEqual(['psk-mismatch', 'possible']);
  });

  it('says nothing of the key before our proof was sent', () => {
    expect(causes(...main, malformed)).not.toContain('psk-mismatch');
  });

  it('says nothing of the key when phase 1 stood before', () => {
    const found = causes(
      '"hub"[4] 203.0.113.9 #17: received Delete SA(0xc0ffee01) payload: deleting IPSEC State #11',
      '"hub"[4] 203.0.113.9 #17: next payload type of ISAKMP Hash Payload has an unknown value: 216',
      '"hub"[4] 203.0.113.9 #17: malformed payload in packet',
    );
    expect(found[0]).not.toBe('psk-mismatch');
  });
});

describe('a transform that is refused', () => {
  const refused = '02[CFG]   no acceptable DIFFIE_HELLMAN_GROUP found';

  it('stands while no proposal fits, and is nothing once one does', () => {
    expect(causes(refused)[0]).toBe('ike-proposal-mismatch');
    expect(causes(refused, '02[CFG] selecting proposal:', '02[CFG]   proposal matches')).not.toContain(
      'ike-proposal-mismatch',
    );
  });
});

describe('a tunnel that was taken out of the configuration', () => {
  const removed =
    'kmd[71]: KMD_VPN_DOWN_ALARM_USER: VPN hub from 203.0.113.9 is down. Reason: Tunnel configuration is deleted';
  const installed =
    'kmd[71]: KMD_PM_SA_ESTABLISHED: Local gateway: 198.51.100.1, Remote gateway: 203.0.113.9, Direction: inbound';

  it('is up again once its SAs are', () => {
    expect(causes(removed, installed)[0]).toBe('tunnel-up-healthy');
    expect(causes(installed, removed)[0]).not.toBe('tunnel-up-healthy');
  });
});

describe('a refusal that is printed again with its protocol', () => {
  it('is of phase 2 when that is ESP', () => {
    const found = causes(
      'racoon: ERROR: fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted.',
      'racoon: DEBUG: notification message 14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=3 spi=c0ffee01(size=4).',
    );
    expect(found).toContain('esp-proposal-mismatch');
    expect(found).not.toContain('ike-proposal-mismatch');
  });

  it('is of phase 2 when the record is broken over lines', () => {
    const found = causes(
      'IPsec phase 2 error',
      'reason="peer SA proposal not match local policy"',
      'assignip=10.9.0.4 mode="quick"',
    );
    expect(found[0]).not.toBe('ike-proposal-mismatch');
  });
});

describe('a line pasted alone', () => {
  it('that names IDir speaks of IPsec', () => {
    expect(causes("IDir '10.x.x.9' does not match to '203.x.x.9'")[0]).toBe('peer-id-mismatch');
  });

  it('that refuses a transform refuses what the peer offered, however long the transform is', () => {
    const found = causes('Oakley Transform [AES_CBC (256), HMAC_SHA2_256, DH19] refused');
    expect(found[0]).toBe('ike-proposal-mismatch');
  });

  it('that refuses the user says nothing of a certificate', () => {
    expect(causes("XAuth authentication of 'anna' (myself) failed")).not.toContain('certificate-problem');
  });
});

describe('a payload of quick mode that is not as expected', () => {
  const line = (text: string) => `pluto[71]: "hub"[2] 203.0.113.9 #7: ${text}`;
  const odd = line('byte 7 of ISAKMP NAT-OA Payload must be zero, but is not');
  const refused = [
    line('malformed payload in packet'),
    line('sending notification PAYLOAD_MALFORMED to 203.0.113.9:4500'),
  ];

  it('blames no key: phase 1 was up by then', () => {
    expect(causes(odd, ...refused)).not.toContain('psk-mismatch');
    expect(causes(...refused)).toContain('psk-mismatch');
  });
});

describe('a key of a certificate that nothing vouches for', () => {
  it('is known without the prefix of its daemon', () => {
    for (const type of ['RSA', 'ECDSA'])
      expect(causes(`no trusted ${type} public key found for 'hub.example'`)[0]).toBe('certificate-problem');
  });
});

describe('what NetworkManager passes on', () => {
  const host = 'Dec 27 20:36:25 laptop NetworkManager[1032]:';

  it('counts when a daemon of its plugin printed it', () => {
    const found = causes(
      `${host} invalid HASH_V1 payload length, decryption failed?`,
      `${host} could not decrypt payloads`,
      `${host} message parsing failed`,
    );
    expect(found[0]).toBe('psk-mismatch');
  });

  it('does not when it speaks of its own devices', () => {
    expect(causes(`${host} <warn>  [1672176916.4742] device (wlan0): authentication failed`)).toEqual([]);
  });
});

describe('what a daemon says of itself', () => {
  it.each([
    [
      'that it was not told to',
      '07[IKE] <hub|3> server sent REDIRECT even though we disabled it',
      'admin-disabled',
    ],
    [
      'that it makes a new IKE SA',
      '09[IKE] <hub|4> reauthentication failed, trying to reestablish IKE_SA',
      'auth-rejected-by-peer',
    ],
    [
      'that it could not sign',
      'pluto[71]: "hub" #7: AUTH signature calculation failed',
      'auth-rejected-by-peer',
    ],
    ['that a pool is too large', '00[CFG] address pool 10.0.0.0/7 too large, truncated', 'fragmentation-mtu'],
    [
      'that a server of its own is silent',
      '11[CFG] <ra|2> RADIUS Access-Request timed out after 4 attempts',
      'peer-unreachable',
    ],
    [
      'with which options it was called',
      'whack --name hub --psk --host 198.51.100.1: bad option',
      'psk-mismatch',
    ],
  ])('blames no peer: %s', (_what, line, not) => {
    expect(causes(line)).not.toContain(not);
  });

  it('names what it wants where it says so', () => {
    expect(causes('12[IKE] <ap|3> configured EAP-only authentication, but peer does not support it')[0]).toBe(
      'auth-method-mismatch',
    );
    expect(
      causes(
        'pluto[71]: packet from 203.0.113.9:500: ignoring IKEv1 packet as global policy is set to silently drop all IKEv1 packets',
      )[0],
    ).toBe('ike-version-mismatch');
  });
});

describe('a few lines of a daemon', () => {
  it('are those of a VPN by the name of the daemon alone', () => {
    expect(
      causes(
        'Mar  4 10:00:00 gw isakmpd[88]: attribute_unacceptable: GROUP_DESCRIPTION: got MODP_1536, expected MODP_2048',
        'Mar  4 10:00:00 gw isakmpd[88]: message_negotiate_sa: no compatible proposal found',
      )[0],
    ).toBe('ike-proposal-mismatch');
  });

  it('of a ZyWALL that only pass a notification on are no tunnel that came up', () => {
    expect(
      causes(
        '11 2026-03-04 10:00:00 info IKE Send:[HASH][SA][NONCE][ID][ID] 198.51.100.1:500 203.0.113.9:500 IKE_LOG',
        '12 2026-03-04 10:00:01 info IKE Recv:[HASH][NOTIFY:INVALID_ID_INFORMATION] 203.0.113.9:500 198.51.100.1:500 IKE_LOG',
      )[0],
    ).not.toBe('tunnel-up-healthy');
  });

  it('of a SonicWall tell in their note what the peer refused', () => {
    const told = (note: string): string =>
      `id=firewall sn=0017C5000001 time="2026-03-04 10:00:00" fw=198.51.100.1 pri=4 c=16 m=963 msg="IKEv2 Received notify error payload" n=4 src=203.0.113.9 dst=198.51.100.1 note="VPN Policy: lyon; ${note}"`;
    expect(causes(told('Authentication Failed'))[0]).toBe('auth-rejected-by-peer');
    expect(causes(told('No Proposal Chosen'))[0]).toBe('proposal-rejected-by-peer');
    expect(causes(told('TS Unacceptable'))[0]).toBe('traffic-selector-mismatch');
  });

  it('of racoon whose fragments do not fit are a matter of the path', () => {
    expect(causes('racoon: ERROR: Repeated last fragment index mismatch')[0]).toBe('fragmentation-mtu');
  });
});
