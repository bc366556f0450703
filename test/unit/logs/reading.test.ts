// Reading is more than matching: position, order, duplicates, tunnels, what a later success cures.

import { describe, expect, it } from 'vitest';
import type { LogReading } from '../../../src/domain/log.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { type ReadOptions, readLines } from '../../../src/logs/readLines.js';

function read(text: string, options: ReadOptions = {}): LogReading {
  return readLines(linesOf(text), options);
}

function causes(text: string, options: ReadOptions = {}): string[] {
  return read(text, options).candidates.map(({ cause }) => cause);
}

const up = (name: string, second: string): string =>
  `Jan  1 00:00:${second} gw charon: 09[IKE] <${name}|4> CHILD_SA net{5} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24`;
const ikeUp = (name: string, second: string): string =>
  `Jan  1 00:00:${second} gw charon: 09[IKE] <${name}|4> IKE_SA ${name}[4] established between 198.51.100.1[a]...203.0.113.9[b]`;
const macMismatch = (name: string, second: string): string =>
  `Jan  1 00:00:${second} gw charon: 09[IKE] <${name}|3> tried 1 shared key for 'a' - 'b', but MAC mismatched`;

describe('NO_PROPOSAL_CHOSEN', () => {
  it('is about phase 1 before the IKE SA stands, and the refused end abstains', () => {
    expect(
      causes(
        '[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]\n[IKE] received NO_PROPOSAL_CHOSEN notify error',
      ).slice(0, 3),
    ).toEqual(['proposal-rejected-by-peer', 'ike-proposal-mismatch', 'unknown-peer']);
  });

  it('is about phase 2 when it comes encrypted with IKEv1', () => {
    expect(
      causes(
        '[ENC] parsed INFORMATIONAL_V1 request 1 [ HASH N(NO_PROP) ]\n[IKE] received NO_PROPOSAL_CHOSEN error notify',
      )[0],
    ).toBe('esp-proposal-mismatch');
  });

  it('is about PFS at a rekey', () => {
    const text = `${ikeUp('hub', '01')}\n${up('hub', '01')}\nJan  1 01:00:00 gw charon: 10[ENC] <hub|4> generating CREATE_CHILD_SA request 4 [ N(REKEY_SA) SA No KE TSi TSr ]\nJan  1 01:00:00 gw charon: 10[IKE] <hub|4> received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built`;
    expect(causes(text)[0]).toBe('pfs-mismatch');
  });
});

describe('INVALID_ID_INFORMATION', () => {
  it('is about identities before phase 1 stands', () => {
    expect(
      causes(
        '"hub" #1: sent Main Mode I3\n"hub" #1: ignoring secured informational payload INVALID_ID_INFORMATION, msgid=1, length=12',
      )[0],
    ).toBe('peer-id-mismatch');
  });

  it('is about selectors after it', () => {
    expect(
      causes(
        '"hub" #1: ISAKMP SA established {auth=PRESHARED_KEY}\n"hub" #2: initiating Quick Mode IKEv1 {using isakmp#1}\n"hub" #1: ignoring secured informational payload INVALID_ID_INFORMATION, msgid=1, length=12',
      )[0],
    ).toBe('traffic-selector-mismatch');
  });
});

describe('silence', () => {
  const sent = (port: string): string =>
    `[IKE] initiating IKE_SA hub[1] to 203.0.113.9\n[ENC] parsed IKE_SA_INIT response 0 [ SA KE No ]\n[NET] sending packet: from 198.51.100.1[${port}] to 203.0.113.9[${port}] (300 bytes)\n[IKE] giving up after 5 retransmits`;

  it('after nothing at all means that the peer is not reached', () => {
    expect(
      causes('[IKE] initiating IKE_SA hub[1] to 203.0.113.9\n[IKE] giving up after 5 retransmits')[0],
    ).toBe('peer-unreachable');
  });

  it('after the first answer never means that', () => {
    for (const port of ['500', '4500']) expect(causes(sent(port))).not.toContain('peer-unreachable');
  });

  it('on 4500 alone points to NAT traversal', () => {
    expect(causes(sent('4500'))[0]).toBe('nat-t-problem');
  });

  it('after an established SA points to a dead peer', () => {
    expect(
      causes(
        `${ikeUp('hub', '01')}\n${up('hub', '01')}\nJan  1 00:10:00 gw charon: 09[IKE] <hub|4> giving up after 5 retransmits`,
      )[0],
    ).toBe('dpd-timeout');
  });

  it('with a responder cookie of zeros and with another one differ', () => {
    const line = (cookie: string): string =>
      `IKE phase-1 negotiation is failed as initiator, main mode. Failed SA: 198.51.100.1[500]-203.0.113.9[500] cookie:a1b2c3d4e5f60718:${cookie} due to timeout.`;
    expect(causes(line('0000000000000000'))[0]).toBe('peer-unreachable');
    expect(causes(line('1122334455667788'))[0]).toBe('psk-mismatch');
  });
});

describe('proposals that are printed', () => {
  const lists = (received: string, configured: string, exchange: string): LogReading =>
    read(
      `[ENC] <hub|1> parsed ${exchange} request 1 [ SA No KE TSi TSr ]\n[CFG] <hub|1> received proposals: ${received}\n[CFG] <hub|1> configured proposals: ${configured}\n[IKE] <hub|1> no acceptable proposal found`,
    );

  it('name the parameter that differs', () => {
    const reading = lists(
      'IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024',
      'IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      'IKE_SA_INIT',
    );
    expect(reading.candidates[0]).toMatchObject({ cause: 'ike-proposal-mismatch', confidence: 'certain' });
    expect(reading.differences[0]?.differs).toEqual(['integrity', 'prf', 'dh']);
  });

  it('are about PFS when only the DH group differs', () => {
    expect(
      lists('ESP:AES_GCM_16_256/NO_EXT_SEQ', 'ESP:AES_GCM_16_256/MODP_2048/NO_EXT_SEQ', 'CREATE_CHILD_SA')
        .candidates[0]?.cause,
    ).toBe('pfs-mismatch');
  });

  it('are not compared in what the first child SA does not need', () => {
    expect(
      lists(
        'ESP:AES_CBC_128/HMAC_SHA1_96/NO_EXT_SEQ',
        'ESP:AES_CBC_256/HMAC_SHA1_96/MODP_2048/NO_EXT_SEQ',
        'IKE_AUTH',
      ).differences[0]?.differs,
    ).toEqual(['encryption']);
  });

  it('prove nothing when they share one', () => {
    expect(
      lists('ESP:AES_GCM_16_256/NO_EXT_SEQ', 'ESP:AES_GCM_16_256/NO_EXT_SEQ', 'IKE_AUTH').differences,
    ).toEqual([]);
  });
});

describe('the line that decides', () => {
  it('is the first one after the last milestone, not the loudest or the last', () => {
    const text = `${ikeUp('hub', '01')}\nJan  1 00:00:02 gw charon: 09[IKE] <hub|4> traffic selectors 10.9.0.0/24 === 10.1.0.0/24 unacceptable\nJan  1 00:00:03 gw charon: 09[IKE] <hub|4> failed to establish CHILD_SA, keeping IKE_SA\nJan  1 00:02:03 gw charon: 09[IKE] <hub|4> giving up after 5 retransmits`;
    expect(read(text).candidates[0]?.evidence[0]?.line.number).toBe(2);
  });

  it('is not one that a later success cured', () => {
    expect(causes(`${macMismatch('hub', '01')}\n${ikeUp('hub', '05')}\n${up('hub', '05')}`)).toEqual([
      'tunnel-up-healthy',
    ]);
  });

  it('is the same whichever way the log runs', () => {
    const lines = [
      ikeUp('hub', '01'),
      up('hub', '02'),
      'Jan  1 00:05:00 gw charon: 08[JOB] <hub|4> DPD check timed out, enforcing DPD action',
    ];
    expect(causes(lines.join('\n'))[0]).toBe('dpd-timeout');
    const reading = read(lines.toReversed().join('\n'));
    expect(reading.reversed).toBe(true);
    expect(reading.candidates[0]?.cause).toBe('dpd-timeout');
  });

  it('is found backwards in a console without times', () => {
    const lines = [
      '[NET] received packet: from 203.0.113.9[500] to 198.51.100.1[500] (36 bytes)',
      '[ENC] parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]',
      '[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
      '[NET] sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (36 bytes)',
    ];
    expect(read(lines.toReversed().join('\n')).reversed).toBe(true);
    expect(read(lines.join('\n')).reversed).toBe(false);
  });
});

describe('several tunnels in one log', () => {
  const text = `${macMismatch('paris', '01')}\n${ikeUp('lyon', '02')}\n${up('lyon', '02')}`;

  it('are told apart by name', () => {
    expect(causes(text, { tunnels: ['lyon'] })[0]).toBe('tunnel-up-healthy');
    expect(causes(text, { tunnels: ['paris'] })[0]).toBe('psk-mismatch');
  });

  it('give the one with the fault when none is asked for', () => {
    const reading = read(text);
    expect(reading.object).toBe('paris');
    expect(reading.otherTunnels).toBe(1);
  });

  it('give nothing, and say so, when the asked one is not in it', () => {
    const reading = read(text, { tunnels: ['oslo'] });
    expect(reading.candidates).toEqual([]);
    expect(reading.notes).toContain('No line of this log speaks of the tunnel in question.');
  });

  it('stay one while the peer is not known by name yet', () => {
    const reading = read(
      "06[ENC] <9> parsed IKE_AUTH request 1 [ IDi AUTH ]\n06[CFG] <hub|9> selected peer config 'hub'\n06[IKE] <hub|9> tried 1 shared key for 'a' - 'b', but MAC mismatched",
    );
    expect(reading.otherTunnels).toBe(0);
  });

  it('are told apart by the address of the peer', () => {
    const cisco =
      '%ASA-3-713123: Group = 203.0.113.9, IP = 203.0.113.9, IKE lost contact with remote peer, deleting connection\n%ASA-5-713120: Group = 203.0.113.77, IP = 203.0.113.77, PHASE 2 COMPLETED (msgid=1)';
    expect(causes(cisco, { peers: ['203.0.113.77'] })[0]).toBe('tunnel-up-healthy');
    expect(causes(cisco, { peers: ['203.0.113.9'] })[0]).toBe('dpd-timeout');
  });
});

describe('attempts that were refused before their connection was known', () => {
  const refused = (second: string, id: number, ours: string): string =>
    [
      `13[NET] <${id}> received packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)`,
      `13[ENC] <${id}> parsed IKE_SA_INIT request 0 [ SA KE No ]`,
      `13[IKE] <${id}> 198.51.100.1 is initiating an IKE_SA`,
      `13[CFG] <${id}> received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048`,
      `13[CFG] <${id}> configured proposals: IKE:${ours}`,
      `13[IKE] <${id}> received proposals unacceptable`,
      `13[ENC] <${id}> generating IKE_SA_INIT response 0 [ N(NO_PROP) ]`,
    ]
      .map((line) => `2026-01-01T00:00:${second}Z ${line}`)
      .join('\n');
  const encryption = refused('01', 1, 'AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048');
  const group = refused('21', 2, 'AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256');
  const wrongKey = [
    '13[NET] <3> received packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)',
    '13[IKE] <3> 198.51.100.1 is initiating an IKE_SA',
    '13[CFG] <3> selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
    "13[CFG] <to-hub|3> selected peer config 'to-hub'",
    "13[IKE] <to-hub|3> tried 1 shared key for 'b' - 'a', but MAC mismatched",
    '13[ENC] <to-hub|3> generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
  ]
    .map((line) => `2026-01-01T00:00:41Z ${line}`)
    .join('\n');

  it('are attempts of one tunnel, and the last one decides', () => {
    const reading = read(`${encryption}\n${group}`);
    expect(reading.otherTunnels).toBe(0);
    expect(reading.candidates[0]?.evidence[0]?.line.text).toContain('<2>');
    expect(reading.differences.at(-1)?.differs).toEqual(['dh']);
    const quiet = `${encryption}\n${group}`.split('\n').filter((line) => !line.includes('[ENC]'));
    expect(read(quiet.join('\n')).candidates[0]?.evidence[0]?.line.text).toContain('<2>');
  });

  it('belong to the connection between the same addresses, which a later attempt names', () => {
    const reading = read(`${encryption}\n${group}\n${wrongKey}`);
    expect([reading.object, reading.otherTunnels]).toEqual(['to-hub', 0]);
    expect(reading.candidates[0]).toMatchObject({ cause: 'psk-mismatch', confidence: 'certain' });
  });

  it('are overcome by an attempt whose proposals were agreed on', () => {
    const reading = read(`${encryption}\n${wrongKey}`);
    expect(reading.differences).toEqual([]);
    expect(reading.candidates.map(({ cause }) => cause)).not.toContain('ike-proposal-mismatch');
  });

  it('stay apart from a connection when several stand between the same addresses', () => {
    const other = wrongKey.replaceAll('to-hub|3', 'to-lab|4').replaceAll('<3>', '<4>');
    expect(read(`${wrongKey}\n${other}\n${encryption}`).otherTunnels).toBe(2);
  });
});

describe('noise', () => {
  it('of two loggers counts once', () => {
    const event = read(
      "Jan  1 00:00:01 gw charon[1]: 13[IKE] <hub|1> tried 1 shared key for 'a' - 'b', but MAC mismatched\nJan  1 00:00:01 gw charon-systemd[1]: tried 1 shared key for 'a' - 'b', but MAC mismatched",
    ).candidates[0]?.evidence[0];
    expect(event?.count).toBe(2);
  });

  it('of lifetimes, vendor IDs, NAT and a DH retry is no fault', () => {
    const text = `[IKE] received 28800s lifetime, configured 3600s\n[ENC] received unknown vendor ID: 01:02\n[IKE] remote host is behind NAT\n[IKE] peer didn't accept DH group CURVE_25519, it requested MODP_2048\n${ikeUp('hub', '01')}\n${up('hub', '01')}`;
    expect(causes(text)).toEqual(['tunnel-up-healthy']);
  });

  it('that no daemon of ours prints gives nothing', () => {
    expect(read('the quick brown fox\njumps over the lazy dog')).toMatchObject({
      recognized: 0,
      candidates: [],
      vendor: 'unknown',
    });
  });

  it('of a rekey that replaced the SA does not look like an end', () => {
    const text = `${ikeUp('hub', '01')}\n${up('hub', '01')}\nJan  1 00:59:00 gw charon: 11[IKE] <hub|4> inbound CHILD_SA net{6} established with SPIs c0aaaa01_i c0aaaa02_o and TS 10.1.0.0/24 === 10.2.0.0/24\nJan  1 00:59:01 gw charon: 11[IKE] <hub|4> received DELETE for ESP CHILD_SA with SPI c0ffee02`;
    expect(causes(text)).toEqual(['tunnel-up-healthy']);
  });
});

describe('status outputs', () => {
  it('of VyOS with an empty list of child SAs say how far it got, and name no cause', () => {
    const text =
      '    up     IKEv2   AES_CBC_128  HMAC_SHA1_96  MODP_2048  no  158  26817\nConnection    State    Uptime    Bytes In/Out    Packets In/Out    Remote address    Remote ID    Proposal\n------------  -------';
    expect([causes(text), read(text).furthest]).toEqual([[], 'authenticated']);
  });

  it('of FortiOS and Cisco are known', () => {
    expect(
      causes("'hub' 203.0.113.9:0  selectors(total,up): 1/1  rx(pkt,err): 9/0  tx(pkt,err): 9/0")[0],
    ).toBe('tunnel-up-healthy');
    expect(causes('    State   : MM_WAIT_MSG2')[0]).toBe('peer-unreachable');
  });
});

describe('the role', () => {
  it('is that of the end that printed the log', () => {
    expect(read('[IKE] initiating IKE_SA hub[1] to 203.0.113.9').side).toBe('initiator');
    expect(read('[IKE] 203.0.113.9 is initiating a Main Mode IKE_SA').side).toBe('responder');
    expect(
      read(
        'IKEv2 IKE SA negotiation is started as responder, non-rekey. Initiated SA: 198.51.100.1[500]-203.0.113.9[500] SPI:1:2.',
      ).side,
    ).toBe('responder');
    expect(read('[IKE] initiating IKE_SA hub[1] to 203.0.113.9', { side: 'responder' }).side).toBe(
      'responder',
    );
  });
});

describe('counters in a status output', () => {
  const status = (came: number, sent: number): string =>
    `  hub[1]: ESTABLISHED 6 minutes ago, 198.51.100.1[a]...203.0.113.9[b]\n  net{1}:  INSTALLED, TUNNEL, reqid 1, ESP SPIs: c1_i c2_o\n  net{1}:  AES_CBC_128/HMAC_SHA2_256_128, ${came} bytes_i, ${sent} bytes_o, rekeying in 44 minutes`;

  it('that only go one way point to ESP that does not pass', () => {
    expect(causes(status(0, 840))[0]).toBe('esp-blocked');
  });

  it('of zero in both directions prove nothing, and neither do equal ones', () => {
    expect(causes(status(0, 0))).toEqual(['tunnel-up-healthy']);
    expect(causes(status(84, 84))).toEqual(['tunnel-up-healthy']);
  });
});
