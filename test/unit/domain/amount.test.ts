// Amounts as people read them.

import { describe, expect, it } from 'vitest';
import { countText, sizeText } from '../../../src/domain/amount.js';

describe('an amount', () => {
  it.each([
    [0n, '0 B'],
    [999n, '999 B'],
    [1_400_000n, '1.40 MB'],
    [4_143_814_920n, '4.14 GB'],
  ])('of %s bytes reads %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it('of packets is whole, with its thousands apart', () => {
    expect(countText(4_933_113n)).toBe('4,933,113');
    expect(countText(0)).toBe('0');
  });
});
