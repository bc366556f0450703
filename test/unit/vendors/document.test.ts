// docs/vendors.md is what the vendors declare, and what they declare is said in sentences.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { vendorsDocument } from '../../../scripts/vendors/document.js';
import { vendors } from '../../../src/vendors/registry.js';

const document = fileURLToPath(new URL('../../../docs/vendors.md', import.meta.url));

it('is written from the declarations (`npm run vendors` writes it)', () => {
  expect(readFileSync(document, 'utf8')).toBe(vendorsDocument());
});

describe.each(vendors.map((vendor) => [vendor.name, vendor] as const))('%s', (_, { tells, unproven }) => {
  it('says of each gap why, in a sentence', () => {
    for (const told of Object.values(tells)) {
      const why = 'gap' in told ? told.gap : (told.lacks ?? 'All of it.');
      expect(why).toMatch(/^[A-Z`].*\.$/);
    }
  });

  it('says what only a real device can prove', () => {
    expect(unproven.length).toBeGreaterThan(0);
    for (const sentence of unproven) expect(sentence).toMatch(/^`[^`]+`.*\.$/);
  });
});
