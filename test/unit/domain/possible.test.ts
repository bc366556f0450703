// Which causes the point where a negotiation stopped leaves open (RFC 7296 section 1.2, RFC 2409 section 5).

import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/domain/causes.js';
import { anywhere, isPossibleAt, possibleAt, type StopPoint } from '../../../src/domain/possible.js';

function at(point: Partial<StopPoint>): (cause: Cause) => boolean {
  return (cause) => isPossibleAt(cause, { ...anywhere, ...point });
}

describe('a refusal of the first message', () => {
  const second = at({ ikeVersion: 2, stage: 'first-message', how: 'refused' });

  it('is about the proposal or the peer, never about keys, identities or certificates', () => {
    expect(
      ['ike-proposal-mismatch', 'unknown-peer', 'ike-version-mismatch'].map((cause) =>
        second(cause as Cause),
      ),
    ).toEqual([true, true, true]);
    expect(
      [
        'psk-mismatch',
        'peer-id-mismatch',
        'certificate-problem',
        'auth-method-mismatch',
        'peer-unreachable',
      ].map((cause) => second(cause as Cause)),
    ).toEqual([false, false, false, false, false]);
  });

  it('may be about the mode or the method with IKEv1, whose first proposal names them', () => {
    const first = at({ ikeVersion: 1, stage: 'first-message', how: 'refused' });
    expect([first('exchange-mode-mismatch'), first('auth-method-mismatch'), first('psk-mismatch')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('may be about the identity in aggressive mode, which sends it at once', () => {
    const aggressive = at({ ikeVersion: 1, stage: 'first-message', how: 'refused', isAggressive: true });
    expect(aggressive('peer-id-mismatch')).toBe(true);
  });
});

describe('silence from the first message on', () => {
  it('leaves path, peer, version and proposal, and nothing that is checked later', () => {
    const silent = at({ ikeVersion: 2, stage: 'first-message', how: 'silent' });
    expect([silent('peer-unreachable'), silent('policy-denied'), silent('unknown-peer')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([silent('psk-mismatch'), silent('nat-t-problem'), silent('traffic-selector-mismatch')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('a refused proof', () => {
  it('of an end that signs has nothing to do with a pre-shared key', () => {
    const signed = at({ ikeVersion: 2, stage: 'proof', how: 'refused', proof: 'certificate' });
    expect([signed('psk-mismatch'), signed('certificate-problem'), signed('auth-method-mismatch')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('of an end with a pre-shared key has nothing to do with a certificate, unless one was asked for', () => {
    const point = { ikeVersion: 2, stage: 'proof', how: 'refused', proof: 'psk' } as const;
    expect([
      at(point)('certificate-problem'),
      at({ ...point, certificateAsked: true })('certificate-problem'),
    ]).toEqual([false, true]);
  });

  it('came from a peer that can be reached and speaks the version', () => {
    const refused = at({ ikeVersion: 2, stage: 'proof', how: 'refused' });
    expect([
      refused('peer-unreachable'),
      refused('ike-version-mismatch'),
      refused('ike-proposal-mismatch'),
    ]).toEqual([false, false, false]);
  });
});

describe('a refused child SA', () => {
  it('of IKE_AUTH has no DH group of its own', () => {
    const causes: Cause[] = [
      'esp-proposal-mismatch',
      'pfs-mismatch',
      'traffic-selector-mismatch',
      'psk-mismatch',
    ];
    expect(possibleAt(causes, { ...anywhere, ikeVersion: 2, stage: 'first-child' })).toEqual([
      'esp-proposal-mismatch',
      'traffic-selector-mismatch',
    ]);
    expect(possibleAt(causes, { ...anywhere, ikeVersion: 1, stage: 'child' })).toContain('pfs-mismatch');
  });
});

describe('the version', () => {
  it('excludes exchange modes with IKEv2, wherever it stopped', () => {
    expect(at({ ikeVersion: 2 })('exchange-mode-mismatch')).toBe(false);
    expect(at({ ikeVersion: 1 })('exchange-mode-mismatch')).toBe(true);
  });

  it('and the point exclude nothing while they are unknown', () => {
    const everywhere = at({});
    expect([
      everywhere('psk-mismatch'),
      everywhere('exchange-mode-mismatch'),
      everywhere('pfs-mismatch'),
    ]).toEqual([true, true, true]);
  });
});
