// Algorithms as each product writes them; a product without words of its own reads the canonical names.

import { expect, it } from 'vitest';
import { readProposal } from '../../../src/domain/proposal.js';
import { algorithmIn, proposalsIn, proposalTextIn } from '../../../src/products/algorithms.js';

const proposals = (...texts: readonly string[]) =>
  texts.flatMap((text) => {
    const read = readProposal(text, 'ike');
    return read ? [read] : [];
  });
const two = proposals('aes-256-cbc/sha256/group14/group5', 'aes-128-cbc/sha1/group14/group5');

it('writes proposals as the configuration of the product holds them', () => {
  expect(proposalsIn('fortios', two)).toBe('aes256-sha256 aes128-sha1, dhgrp 14 5');
  expect(proposalsIn('strongswan', two)).toBe(
    'aes256-sha256-modp2048-modp1536, aes128-sha1-modp2048-modp1536',
  );
  expect(proposalsIn('panos', two)).toBe(
    'aes-256-cbc / sha256 / group14+group5, aes-128-cbc / sha1 / group14+group5',
  );
  const [one] = proposals('aes-256-cbc/sha256/group14');
  const alone = one ? [one] : [];
  expect(['vyos', 'mikrotik', 'opnsense', 'pfsense'].map((product) => proposalsIn(product, alone))).toEqual([
    'encryption aes256 hash sha256, dh-group 14',
    'aes-256-cbc sha256 modp2048',
    'aes256-sha256-modp2048',
    'AES 256 bits / SHA256 / DH group 14 (2048 bit)',
  ]);
  expect(proposalsIn(null, two.slice(0, 1))).toBe('aes-256-cbc / sha256 / group14+group5');
});

it('writes the PRF beside a cipher that authenticates by itself', () => {
  expect(proposalsIn('fortios', proposals('aes-256-gcm/PRF_HMAC_SHA2_384/group20'))).toBe(
    'aes256gcm-prfsha384, dhgrp 20',
  );
});

it('names one algorithm, and leaves one that it does not know', () => {
  expect(
    ['aes-256-cbc', 'group14', 'sha256', 'new-cipher'].map((name) => algorithmIn('fortigate', name)),
  ).toEqual(['aes256', 'dhgrp 14', 'sha256', 'new-cipher']);
});

it('reads what was kept as text, and leaves what is no proposal', () => {
  expect(
    proposalTextIn('fortios', 'aes-256-cbc / sha256 / group14+group5; aes-128-cbc / sha1 / group14'),
  ).toBe('aes256-sha256 aes128-sha1, dhgrp 14 5');
  expect(proposalTextIn('fortios', 'none')).toBe('none');
  expect(proposalTextIn('panos', 'aes-256-cbc / sha256')).toBe('aes-256-cbc / sha256');
});
