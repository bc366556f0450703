import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareProposals, type Proposal, proposalText, readProposal } from '../../../src/domain/proposal.js';

function read(printed: string, protocol: Proposal['protocol'] = 'ike'): Proposal {
  const proposal = readProposal(printed, protocol);
  if (!proposal) throw new Error(`not read: ${printed}`);
  return proposal;
}

describe('reading a proposal', () => {
  it('reads what strongSwan prints', () => {
    expect(read('IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048')).toEqual({
      protocol: 'ike',
      encryption: ['aes-256-cbc'],
      integrity: ['sha1'],
      prf: ['sha1'],
      dh: ['group14'],
    });
    expect(read('ESP:AES_GCM_16_256/NO_EXT_SEQ')).toMatchObject({
      protocol: 'esp',
      encryption: ['aes-256-gcm'],
      dh: [],
    });
  });

  it('lets unknown names be themselves where that is asked for', () => {
    const read = (text: string) => {
      const proposal = readProposal(text, 'ike', 'itself');
      if (!proposal) throw new Error('not read');
      return [proposal];
    };
    const ours = read('IKE:ARIA_CBC_256/HMAC_STREEBOG_256/PRF_STREEBOG_256/KE1_FRODO_1344');
    expect(compareProposals(ours, ours).shares).toBe(true);
    expect(
      compareProposals(ours, read('IKE:ARIA_CBC_128/HMAC_STREEBOG_256/PRF_STREEBOG_256/KE1_FRODO_1344')),
    ).toEqual({ shares: false, differs: ['encryption'] });
    expect(readProposal('IKE:AES_CBC_256/…', 'ike', 'itself')).toBe(null);
  });

  it('reads nothing when one word is unknown, or the protocol is', () => {
    expect(readProposal('AES_CBC_256/WHAT')).toBe(null);
    expect(readProposal('XYZ:AES_CBC_256')).toBe(null);
    expect(readProposal('')).toBe(null);
  });

  it('keeps several members of a type in their order', () => {
    expect(read('aes256/aes128/sha256/modp2048/ecp256').dh).toEqual(['group14', 'group19']);
  });

  it('is said in one line', () => {
    expect(proposalText(read('aes256/aes128/sha256/modp2048'))).toBe(
      'aes-256-cbc+aes-128-cbc / sha256 / group14',
    );
  });
});

describe('whether two ends share a proposal', () => {
  it('names the type that differs', () => {
    expect(compareProposals([read('aes256/sha256/modp2048')], [read('aes256/sha256/ecp256')])).toEqual({
      shares: false,
      differs: ['dh'],
    });
    expect(compareProposals([read('aes256/sha256/modp2048')], [read('aes128/sha1/modp2048')])).toEqual({
      shares: false,
      differs: ['encryption', 'integrity'],
    });
  });

  it('takes the closest pair of several', () => {
    const ours = [read('3des/md5/modp1024'), read('aes256/sha256/modp2048')];
    expect(compareProposals(ours, [read('aes256/sha256/modp3072')]).differs).toEqual(['dh']);
  });

  it('lets a first child SA of IKEv2 differ in PFS', () => {
    const a = [read('aes256/sha256/modp2048', 'esp')];
    const b = [read('aes256/sha256', 'esp')];
    expect(compareProposals(a, b).differs).toEqual(['dh']);
    expect(compareProposals(a, b, ['dh'])).toEqual({ shares: true, differs: [] });
  });

  it('does not ask for integrity between two AEAD ciphers', () => {
    expect(
      compareProposals([read('aes256gcm16/sha256/modp2048')], [read('aes256gcm16/modp2048')]).shares,
    ).toBe(true);
  });

  it('does not let AEAD hide a difference of other ciphers', () => {
    const ours = [read('aes256gcm16/aes256/sha256/modp2048')];
    const theirs = [read('aes128gcm16/aes256/sha1/modp2048')];
    expect(compareProposals(ours, theirs)).toEqual({ shares: false, differs: ['integrity'] });
  });

  it('takes a key length that was not printed as any', () => {
    expect(compareProposals([read('aes/sha256/modp2048')], [read('aes256/sha256/modp2048')]).shares).toBe(
      true,
    );
    expect(compareProposals([read('aes128/sha256/modp2048')], [read('aes256/sha256/modp2048')]).shares).toBe(
      false,
    );
  });

  it('does not let a PRF that was not printed differ', () => {
    expect(
      compareProposals([read('aes256/sha256/modp2048')], [read('aes256/sha256/prfsha256/modp2048')]).shares,
    ).toBe(true);
    expect(
      compareProposals([read('aes256/sha256/prfsha1/modp2048')], [read('aes256/sha256/prfsha256/modp2048')])
        .differs,
    ).toEqual(['prf']);
  });

  it('never compares IKE with ESP', () => {
    expect(compareProposals([read('aes256/sha256', 'esp')], [read('aes256/sha256', 'ah')]).shares).toBe(
      false,
    );
  });

  it('shares nothing with nothing', () => {
    expect(compareProposals([], [read('aes256/sha256/modp2048')])).toEqual({ shares: false, differs: [] });
  });

  const members = (names: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...names), { minLength: 0, maxLength: 3 });
  const proposal = fc.record({
    protocol: fc.constant('ike' as const),
    encryption: fc.uniqueArray(
      fc.constantFrom('aes-256-cbc', 'aes-128-cbc', 'aes-cbc', 'aes-256-gcm', '3des-cbc'),
      { minLength: 1, maxLength: 3 },
    ),
    integrity: members(['sha256', 'sha1', 'none']),
    prf: members(['sha256', 'sha1']),
    dh: members(['group14', 'group19']),
  });

  it('is the same seen from either end', () => {
    fc.assert(
      fc.property(fc.array(proposal, { maxLength: 3 }), fc.array(proposal, { maxLength: 3 }), (a, b) => {
        expect(compareProposals(a, b).shares).toBe(compareProposals(b, a).shares);
      }),
    );
  });

  it('always shares with itself', () => {
    fc.assert(
      fc.property(proposal, (one) => {
        expect(compareProposals([one], [one]).shares).toBe(true);
      }),
    );
  });

  it('says differences exactly when nothing is shared', () => {
    fc.assert(
      fc.property(
        fc.array(proposal, { minLength: 1, maxLength: 3 }),
        fc.array(proposal, { minLength: 1, maxLength: 3 }),
        (a, b) => {
          const { shares, differs } = compareProposals(a, b);
          expect(differs.length === 0).toBe(shares);
        },
      ),
    );
  });
});
