// charon's words for algorithms and selectors to ours; what cannot be read is never widened or guessed.
import { describe, expect, it } from 'vitest';
import { proposalText } from '../../../../src/domain/proposal.js';
import { selectorText } from '../../../../src/domain/selector.js';
import {
  normalizeNegotiated,
  readConfiguredProposals,
} from '../../../../src/vendors/strongswan/normalizeProposal.js';
import { normalizeSelector } from '../../../../src/vendors/strongswan/normalizeSelector.js';
import { readViciAddress, viciAddressText } from '../../../../src/vendors/strongswan/viciAddress.js';

describe('configured proposals', () => {
  it.each([
    ['ike', 'aes256-sha256-modp2048', ['aes-256-cbc / sha256 / group14']],
    [
      'ike',
      'aes128gcm16-prfsha256-ecp256, aes256-sha384-ecp384',
      ['aes-128-gcm / sha256 / group19', 'aes-256-cbc / sha384 / group20'],
    ],
    ['esp', 'aes256gcm16', ['aes-256-gcm']],
    ['esp', 'aes256-aes128-sha1-modp1536-noesn', ['aes-256-cbc+aes-128-cbc / sha1 / group5']],
    ['esp', 'chacha20poly1305-x25519', ['chacha20-poly1305 / group31']],
    ['ike', 'aes128-sha256-curve25519', ['aes-128-cbc / sha256 / group31']],
    ['ike', '3des-md5-modp1024', ['3des-cbc / md5 / group2']],
    ['ike', 'aes256-sha256-ecp256bp', ['aes-256-cbc / sha256 / group28']],
  ] as const)('of %s "%s" are %s', (protocol, text, expected) => {
    const read = readConfiguredProposals(protocol, text);
    expect(read.known ? read.proposals.map(proposalText) : read.why).toEqual(expected);
  });

  it.each([null, 'default', 'aes256-sha256-modp2048,default', 'aes256-sha256-foo'])(
    'of %s are not known',
    (text) => {
      expect(readConfiguredProposals('ike', text)).toMatchObject({ known: false });
    },
  );
});

describe('negotiated algorithms', () => {
  it('are put together from cipher and key size', () => {
    const words = {
      'encr-alg': 'AES_GCM_16',
      'encr-keysize': '256',
      'prf-alg': 'PRF_HMAC_SHA2_384',
      'dh-group': 'ECP_384',
    };
    const proposal = normalizeNegotiated('ike', words);
    expect(proposal && proposalText(proposal)).toBe('aes-256-gcm / sha384 / group20');
  });

  it('are absent before anything was agreed', () => {
    expect(normalizeNegotiated('ike', {})).toBeNull();
  });
});

describe('traffic selectors', () => {
  it.each([
    ['10.1.0.0/24', '10.1.0.0/24'],
    ['10.1.0.5..10.1.0.9', '10.1.0.5-10.1.0.9'],
    ['10.1.0.0/24[tcp/https]', '10.1.0.0/24 protocol 6 ports 443-443'],
    ['10.1.0.0/24[udp/1024-65535]', '10.1.0.0/24 protocol 17 ports 1024-65535'],
    ['192.0.2.1/32[gre]', '192.0.2.1/32 protocol 47'],
    ['192.0.2.1/32[50]', '192.0.2.1/32 protocol 50'],
    ['2001:db8::/64', '2001:db8::/64'],
    ['dynamic', '192.0.2.7/32'],
    ['dynamic[udp/l2f]', '192.0.2.7/32 protocol 17 ports 1701-1701'],
  ])('"%s" is %s', (printed, expected) => {
    const selector = normalizeSelector(printed, '192.0.2.7');
    expect(selector && selectorText(selector)).toBe(expected);
  });

  it.each(['10.1.0.0/24[tcp/frobnicate]', '10.1.0.0/33', 'anything', '10.1.0.0/24[udp/9-3]'])(
    '"%s" is refused',
    (printed) => {
      expect(normalizeSelector(printed, null)).toBeNull();
    },
  );

  it('"dynamic" is refused when the own address is not known', () => {
    expect(normalizeSelector('dynamic', null)).toBeNull();
  });
});

describe('VICI addresses', () => {
  it.each([
    'unix:///run/charon.vici',
    'tcp://192.0.2.1:4502',
    'tcp://[2001:db8::1]:4502',
    'tcp://gw.example:1',
  ])('%s is read', (text) => {
    const address = readViciAddress(text);
    expect(address && viciAddressText(address)).toBe(text);
  });

  it.each(['unix://charon.vici', '/run/charon.vici', 'http://192.0.2.1', 'tcp://', 'tcp://a:99999'])(
    '%s is refused',
    (text) => {
      expect(readViciAddress(text)).toBeNull();
    },
  );
});
