import { describe, expect, it } from 'vitest';
import { type Fault, type PairDraft, pair } from '../../../src/simulator/index.js';
import { Pair } from '../../../src/simulator/pair/pair.js';
import { draft, NOON_MS, printed } from './site.js';

type Ending = 'no-ike' | 'no-child' | 'up';

interface Case {
  readonly fault: Fault;
  readonly version?: 'ikev1' | 'ikev2';
  readonly pair?: Partial<PairDraft>;
  readonly ends: Ending;
  /** What the end that starts finds in its log; the log of the other end must not have it. */
  readonly initiator?: RegExp;
  readonly responder?: RegExp;
  /** Words that only the other end may know. */
  readonly initiatorKnowsNot?: RegExp;
  readonly responderIsSilent?: boolean;
}

const TIMEOUT_UNANSWERED = /failed as initiator.*:0{16}\.? .*timeout/i;
const TIMEOUT_ANSWERED = /failed as initiator.*(SPI|cookie):[0-9a-f]{16}:(?!0{16})[0-9a-f]{16}\.? .*timeout/i;

const CASES: readonly Case[] = [
  {
    fault: { kind: 'peer-unreachable' },
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responderIsSilent: true,
  },
  {
    fault: { kind: 'peer-unreachable' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responderIsSilent: true,
  },
  {
    fault: { kind: 'unknown-peer' },
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /Couldn't find configuration .* peer IP 198\.51\.100\.1\[500\]/,
  },
  {
    fault: { kind: 'unknown-peer' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /Couldn't find configuration/,
  },
  {
    fault: { kind: 'ike-version-mismatch' },
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /unknown ikev2 peer/,
  },
  {
    fault: { kind: 'ike-version-mismatch' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /Couldn't find configuration/,
  },
  {
    fault: { kind: 'exchange-mode-mismatch' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /not acceptable Identity Protection mode/,
  },
  {
    fault: { kind: 'ike-proposal-mismatch' },
    ends: 'no-ike',
    initiator: /received notify type NO_PROPOSAL_CHOSEN/,
    responder: /Configured encryption algorithm 'AES128-CBC' was not presented/,
    initiatorKnowsNot: /AES|algorithm/,
  },
  {
    fault: { kind: 'ike-proposal-mismatch', form: 'hash' },
    ends: 'no-ike',
    initiator: /NO_PROPOSAL_CHOSEN/,
    responder: /Configured hash algorithm 'SHA1'/,
  },
  {
    fault: { kind: 'ike-proposal-mismatch', form: 'dh' },
    ends: 'no-ike',
    initiator: /NO_PROPOSAL_CHOSEN/,
    responder: /Configured DH group 'DH2'/,
  },
  {
    fault: { kind: 'ike-proposal-mismatch' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: /unencrypted Notify payload \(no proposal chosen\)/,
    responder: /no suitable proposal found/,
  },
  {
    fault: { kind: 'auth-method-mismatch' },
    ends: 'no-ike',
    initiator: /AUTHENTICATION_FAILED/,
    responder: /peer did not send a certificate/,
    initiatorKnowsNot: /certificate/,
  },
  {
    fault: { kind: 'auth-method-mismatch' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: /no proposal chosen/,
    responder: /no suitable proposal found/,
  },
  {
    fault: { kind: 'psk-mismatch' },
    ends: 'no-ike',
    initiator: /AUTHENTICATION_FAILED/,
    responder: /likely due to pre-shared key mismatch/,
    initiatorKnowsNot: /pre-shared/,
  },
  {
    fault: { kind: 'psk-mismatch' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: TIMEOUT_ANSWERED,
    responder: /likely due to pre-shared key mismatch/,
    initiatorKnowsNot: /pre-shared/,
  },
  {
    fault: { kind: 'certificate-problem', end: 'left' },
    ends: 'no-ike',
    initiator: /AUTHENTICATION_FAILED/,
    responder: /certificate has expired/,
    initiatorKnowsNot: /expired/,
  },
  {
    fault: { kind: 'certificate-problem', end: 'left', form: 'untrusted' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: /AUTHENTICATION-FAILED/,
    responder: /unable to get local issuer/,
  },
  {
    fault: { kind: 'peer-id-mismatch', end: 'left' },
    ends: 'no-ike',
    initiator: /AUTHENTICATION_FAILED/,
    responder: /received ID_I \(type ipaddr \[10\.222\.191\.127\]\) does not match peers id/,
    initiatorKnowsNot: /ID_I/,
  },
  {
    fault: { kind: 'peer-id-mismatch', end: 'left' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: /INVALID-ID-INFORMATION/,
    responder: /does not match peers id/,
  },
  {
    fault: { kind: 'nat-t-problem' },
    ends: 'no-ike',
    initiator: /\[4500\].*Due to timeout/,
    responder: /failed as responder.*Due to timeout/,
  },
  {
    fault: { kind: 'nat-t-problem', form: 'disabled' },
    version: 'ikev1',
    ends: 'up',
    responder: /unexpecting payload type 130/,
  },
  {
    fault: { kind: 'fragmentation-mtu', form: 'ike' },
    ends: 'no-ike',
    initiator: TIMEOUT_ANSWERED,
    responder: /failed as responder.*Due to timeout/,
  },
  {
    fault: { kind: 'esp-proposal-mismatch' },
    ends: 'no-child',
    initiator: /NO_PROPOSAL_CHOSEN/,
    responder: /child SA .*no suitable proposal found/,
  },
  {
    fault: { kind: 'esp-proposal-mismatch' },
    version: 'ikev1',
    ends: 'no-child',
    initiator: /NO-PROPOSAL-CHOSEN \(14\)/,
    responder: /phase-2 .*no suitable proposal found/,
  },
  {
    fault: { kind: 'pfs-mismatch' },
    version: 'ikev1',
    ends: 'no-child',
    initiator: /NO-PROPOSAL-CHOSEN/,
    responder: /pfs group mismatched: my: 19 peer: 14/,
  },
  {
    fault: { kind: 'traffic-selector-mismatch' },
    ends: 'no-child',
    initiator: /TS_UNACCEPTABLE/,
    responder: /received local TS: 10\.2\.0\.0\/24 .*received remote TS: 10\.1\.0\.0\/24/,
  },
  {
    fault: { kind: 'traffic-selector-mismatch' },
    version: 'ikev1',
    ends: 'no-child',
    initiator: /INVALID-ID-INFORMATION/,
    responder: /received local id: 10\.2\.0\.0\/24 .*received remote id: 10\.1\.0\.0\/24/,
  },
  {
    fault: { kind: 'routing-missing', form: 'peer' },
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responder: /failed as responder.*Due to timeout/,
  },
  {
    fault: { kind: 'policy-denied', form: 'ike' },
    ends: 'no-ike',
    initiator: TIMEOUT_UNANSWERED,
    responderIsSilent: true,
  },
  { fault: { kind: 'duplicate-peer' }, ends: 'up', responder: /INITIAL-CONTACT \(24578\)/ },
  { fault: { kind: 'dpd-timeout' }, ends: 'no-ike', initiator: /IKEv2 IKE SA is down determined by DPD/ },
  {
    fault: { kind: 'dpd-timeout' },
    version: 'ikev1',
    ends: 'no-ike',
    initiator: /IKE phase-1 SA is down determined by DPD/,
  },
  { fault: { kind: 'rekey-failure' }, ends: 'up', initiator: /failed as initiator, rekey/ },
];

function run({ fault, version, pair: change }: Case): Pair {
  const made = pair({ ...draft(change), version: version ?? 'ikev2', faults: [{ fault }] });
  const lived = new Pair(made, 7, NOON_MS - 3 * 3_600_000, NOON_MS);
  lived.advance(NOON_MS);
  return lived;
}

function texts(lived: Pair, side: 'left' | 'right', release?: string): string[] {
  return printed(lived, side, release)
    .filter((entry) => entry.atMs <= NOON_MS)
    .map((entry) => entry.text);
}

describe('the same fault looks different in the two logs', () => {
  it.each(
    CASES.map((one) => ({
      ...one,
      name: `${one.fault.kind} ${one.fault.form ?? ''} ${one.version ?? 'ikev2'}`,
    })),
  )('$name', (one) => {
    const lived = run(one);
    const [left, right] = [texts(lived, 'left'), texts(lived, 'right')];
    const { left: own, right: other } = lived.state.ends;
    if (one.ends === 'no-ike') expect([own.ikeSas.length, other.ikeSas.length]).toEqual([0, 0]);
    if (one.ends === 'no-child')
      expect([own.ikeSas.length, own.children.length, other.children.length]).toEqual([1, 0, 0]);
    if (one.ends === 'up') expect(own.ikeSas.length).toBe(1);
    if (one.initiator)
      expect(
        left.some((text) => one.initiator?.test(text)),
        left.at(-1),
      ).toBe(true);
    if (one.responder)
      expect(
        right.some((text) => one.responder?.test(text)),
        right.at(-1),
      ).toBe(true);
    if (one.responder && one.ends !== 'up')
      expect(left.some((text) => one.responder?.test(text))).toBe(false);
    if (one.initiatorKnowsNot) expect(left.filter((text) => one.initiatorKnowsNot?.test(text))).toEqual([]);
    if (one.responderIsSilent)
      expect(right.filter((text) => !text.includes('configuration load'))).toEqual([]);
  });

  it('the reason moves to the initiator when the responder is the one who sends the wrong identity', () => {
    const lived = run({ fault: { kind: 'peer-id-mismatch', end: 'right' }, ends: 'no-ike' });
    expect(texts(lived, 'left').some((text) => text.includes('received ID_R'))).toBe(true);
    expect(
      texts(lived, 'right').some((text) => text.includes('received notify type AUTHENTICATION_FAILED')),
    ).toBe(true);
  });

  it('an older release names no parameter when proposals differ', () => {
    const made = pair({ ...draft(), faults: [{ fault: { kind: 'ike-proposal-mismatch' } }] });
    const lived = new Pair(made, 7, NOON_MS - 3_600_000, NOON_MS);
    lived.advance(NOON_MS);
    const told = texts(lived, 'right', '10.1.12');
    expect(told.some((text) => text.includes('no suitable proposal found'))).toBe(true);
    expect(told.some((text) => /AES/.test(text))).toBe(false);
  });

  it('attempts repeat with growing gaps and go on', () => {
    const lived = run({ fault: { kind: 'psk-mismatch' }, ends: 'no-ike' });
    const starts = printed(lived, 'left')
      .filter((entry) => entry.eventid === 'ikev2-nego-ike-start')
      .map((entry) => entry.atMs);
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(starts.length).toBeGreaterThan(20);
    expect(gaps[0]).toBeLessThan(100_000);
    expect(gaps.at(-1)).toBeGreaterThan(290_000);
    expect(NOON_MS - (starts.at(-1) ?? 0)).toBeLessThan(360_000);
  });

  it.each(['both-passive', 'idle-on-demand'] as const)('%s leaves nothing in either log', (kind) => {
    const lived = run({ fault: { kind }, ends: 'no-ike' });
    expect(
      [...texts(lived, 'left'), ...texts(lived, 'right')].filter(
        (text) => !text.includes('configuration load'),
      ),
    ).toEqual([]);
    expect(lived.state.ends.left.children).toEqual([]);
  });

  it('a PFS difference in IKEv2 shows only at the first rekey: it worked, then it died', () => {
    const lived = run({ fault: { kind: 'pfs-mismatch' }, ends: 'no-child' });
    const refused = printed(lived, 'right').filter((entry) =>
      entry.text.includes('no suitable proposal found'),
    );
    const first = printed(lived, 'left').find((entry) => entry.eventid === 'ipsec-key-install');
    expect((refused[0]?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(3_500_000);
    expect(lived.state.ends.left.counters[0]?.encapPackets).toBeGreaterThan(100_000);
    expect(lived.state.ends.left.children).toEqual([]);
    expect(lived.state.ends.left.ikeSas.length).toBe(1);
  });

  it('with PFS on one end only the responder says that the KE payload is missing', () => {
    const lived = run({ fault: { kind: 'pfs-mismatch', end: 'left', form: 'off' }, ends: 'no-child' });
    expect(texts(lived, 'right').some((text) => text.includes('message lacks KE payload'))).toBe(true);
  });
});
