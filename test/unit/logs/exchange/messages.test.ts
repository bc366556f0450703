// The exchange as data: what each daemon's lines say about messages, whoever printed them.

import { describe, expect, it } from 'vitest';
import type { IkeExchange, IkeMessage } from '../../../../src/domain/exchange.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';

function exchange(...lines: string[]): IkeExchange {
  const found = readLines(linesOf(lines.join('\n'))).exchange;
  if (!found) throw new Error('no message was found');
  return found;
}

/** `sent ike-init request: SA KE No | COOKIE`. */
function shown(message: IkeMessage): string {
  const head = [message.direction, message.exchange, message.kind, message.step].filter(
    (one) => one !== null,
  );
  const payloads = message.payloads?.join(' ') ?? '?';
  const notifies = message.notifies.map(({ name }) => name).join(' ');
  return `${head.join(' ')}: ${payloads} | ${notifies}${message.isRepeat ? ' (again)' : ''}`;
}

function messages(...lines: string[]): string[] {
  return exchange(...lines).messages.map(shown);
}

describe('charon', () => {
  const start = '09[IKE] <hub|1> initiating IKE_SA hub[1] to 203.0.113.9';

  it('prints payloads, and the datagram beside them', () => {
    const found = exchange(
      start,
      '09[ENC] <hub|1> generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) ]',
      '09[NET] <hub|1> sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)',
      '10[NET] <hub|1> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (36 bytes)',
      '10[ENC] <hub|1> parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    );
    expect(found.messages.map(shown)).toEqual([
      'sent ike-init request: SA KE No | NAT_DETECTION_SOURCE_IP',
      'received ike-init response:  | NO_PROPOSAL_CHOSEN',
    ]);
    expect(found.messages.map(({ size, port }) => [size, port])).toEqual([
      [464, 500],
      [36, 500],
    ]);
    expect(found.messages[1]?.notifies[0]?.number).toBe(14);
    expect([found.role, found.ikeVersion]).toEqual(['initiator', 2]);
  });

  it('puts fragments and the whole message together', () => {
    expect(
      messages(
        start,
        '09[ENC] <hub|1> generating IKE_AUTH request 1 [ IDi CERT AUTH SA TSi TSr ]',
        '09[ENC] <hub|1> generating IKE_AUTH request 1 [ EF(1/2) ]',
        '09[ENC] <hub|1> generating IKE_AUTH request 1 [ EF(2/2) ]',
        '10[ENC] <hub|1> parsed IKE_AUTH response 1 [ EF(1/2) ]',
        '10[ENC] <hub|1> parsed IKE_AUTH response 1 [ EF(2/2) ]',
        '10[ENC] <hub|1> parsed IKE_AUTH response 1 [ IDr CERT AUTH SA TSi TSr ]',
      ),
    ).toEqual([
      'sent ike-auth request: IDi CERT AUTH SA TSi TSr | ',
      'received ike-auth response: IDr CERT AUTH SA TSi TSr | ',
    ]);
  });

  it('says who proves what, and who stands behind NAT', () => {
    const { auth, nat, own } = exchange(
      start,
      '09[ENC] <hub|1> generating IKE_SA_INIT request 0 [ SA KE No ]',
      '10[IKE] <hub|1> local host is behind NAT, sending keep alives',
      "10[IKE] <hub|1> authentication of '10.9.0.1' (myself) with pre-shared key",
      "11[IKE] <hub|1> authentication of 'spoke.example' with RSA_EMSA_PKCS1_SHA2_256 successful",
    );
    expect([auth, nat.ours, own.identity]).toEqual([
      { ours: 'psk', theirs: 'certificate' },
      true,
      '10.9.0.1',
    ]);
  });

  it('numbers the messages of main mode, and keeps repetitions and what nobody could read', () => {
    expect(
      messages(
        '09[IKE] <hub|1> initiating Main Mode IKE_SA hub[1] to 203.0.113.9',
        '09[ENC] <hub|1> generating ID_PROT request 0 [ SA V V ]',
        '10[ENC] <hub|1> parsed ID_PROT response 0 [ SA V ]',
        '10[ENC] <hub|1> generating ID_PROT request 0 [ KE No NAT-D NAT-D ]',
        '11[ENC] <hub|1> parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]',
        '11[ENC] <hub|1> generating ID_PROT request 0 [ ID HASH ]',
        '12[NET] <hub|1> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (92 bytes)',
        '12[ENC] <hub|1> could not decrypt payloads',
        '12[IKE] <hub|1> message parsing failed',
        '13[IKE] <hub|1> sending retransmit 1 of request message ID 0, seq 3',
      ),
    ).toEqual([
      'sent main request 1: SA V V | ',
      'received main response 2: SA V | ',
      'sent main request 3: KE No NAT-D NAT-D | ',
      'received main response 4: KE No NAT-D NAT-D | ',
      'sent main request 5: ID HASH | ',
      'received informational: ? | ',
      'sent main request 5: ID HASH |  (again)',
    ]);
  });

  it('keeps the first message of a responder, which is printed before the attempt is', () => {
    expect(
      messages(
        '07[ENC] <5> parsed IKE_SA_INIT request 0 [ SA KE No ]',
        '07[IKE] <5> 203.0.113.9 is initiating an IKE_SA',
        '07[ENC] <5> generating IKE_SA_INIT response 0 [ SA KE No CERTREQ ]',
      ),
    ).toEqual(['received ike-init request: SA KE No | ', 'sent ike-init response: SA KE No CERTREQ | ']);
  });
});

describe('pluto', () => {
  it('prints what is inside the encrypted payload, and how it proves itself', () => {
    const found = exchange(
      '"hub" #1: initiating IKEv2 connection to 203.0.113.9 using UDP',
      '"hub" #1: sent IKE_SA_INIT request to 203.0.113.9:UDP/500',
      '"hub" #1: processed IKE_SA_INIT response from 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256 integ=n/a prf=HMAC_SHA2_512 ke=DH19}, initiating IKE_AUTH',
      '"hub" #1: sent IKE_AUTH request to 203.0.113.9:UDP/500 with shared-key-mac and FQDN \'@hub\'; Child SA #2 {ESP <0xc0ffee01}',
      '"hub" #1: processing IKE_AUTH response from 203.0.113.9:UDP/500 containing SK{IDr,AUTH,N(TS_UNACCEPTABLE)}',
    );
    expect(found.messages.map(shown)).toEqual([
      'sent ike-init request: ? | ',
      'received ike-init response: ? | ',
      'sent ike-auth request: ? | ',
      'received ike-auth response: IDr AUTH | TS_UNACCEPTABLE',
    ]);
    expect(found.auth.ours).toBe('psk');
  });

  it('prints the steps of IKEv1 in old and new words, and refusals with their length', () => {
    const found = exchange(
      '"hub" #1: initiating IKEv1 Main Mode connection',
      '"hub" #1: sent Main Mode request',
      '"hub" #1: STATE_MAIN_I2: sent MI2, expecting MR2',
      '"hub" #1: ignoring unsecured informational payload NO_PROPOSAL_CHOSEN, length=28',
    );
    expect(found.messages.map(shown)).toEqual([
      'sent main request 1: ? | ',
      'sent main request 3: ? | ',
      'received informational: ? | NO_PROPOSAL_CHOSEN',
    ]);
    expect(found.messages.at(-1)?.notifyLength).toBe(28);
  });
});

describe('FortiOS', () => {
  it('prints bytes, which are read as the message they are', () => {
    const cookies = 'a1a2a3a4a5a6a7a8b1b2b3b4b5b6b7b8';
    expect(
      messages(
        'ike 0:hub:12: sent IKE msg (SA_INIT): 198.51.100.1:500->203.0.113.9:500, len=316, vrf=0, id=a1a2a3a4a5a6a7a8/0000000000000000',
        'ike 0:hub:12: sent IKE msg (AUTH): 198.51.100.1:4500->203.0.113.9:4500, len=240, vrf=0, id=a1a2a3a4a5a6a7a8/b1b2b3b4b5b6b7b8:00000001',
        'ike 0: comes 203.0.113.9:4500->198.51.100.1:4500,ifindex=4,vrf=0....',
        'ike 0: IKEv2 exchange=AUTH_RESPONSE id=a1a2a3a4a5a6a7a8/b1b2b3b4b5b6b7b8:00000001 len=80',
        `ike 0:hub:12: dec ${cookies}2e2023200000000100000028290000040000000800000018`,
        'ike 0:hub:12: received notify type AUTHENTICATION_FAILED',
      ),
    ).toEqual([
      'sent ike-init request: ? | ',
      'sent ike-auth request: ? | ',
      'received ike-auth response: SK | AUTHENTICATION_FAILED',
    ]);
  });
});

describe('Cisco', () => {
  it('names the payloads of IKEv1 on an ASA', () => {
    expect(
      messages(
        '[IKEv1 DEBUG]: IP = 203.0.113.9, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 172',
        '[IKEv1 DEBUG]: IP = 203.0.113.9, IKE_DECODE RECEIVED Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 124',
        '[IKEv1 DEBUG]: IP = 203.0.113.9, IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + KE (4) + NONCE (10) + NONE (0) total length : 304',
        'Group = 203.0.113.9, IP = 203.0.113.9, Removing peer from peer table failed, no match!',
      ),
    ).toEqual(['sent main: SA V | ', 'received main: SA V | ', 'sent main: KE No | ']);
  });
});
