// Pictures show what they must, text is really drawn, and hostile text stays text.

import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparisonPicture, LadderPicture, Picture } from '../../../../src/domain/picture.js';
import { drawPng, drawSvg } from '../../../../src/render/plot/index.js';
import { hostileText } from '../slack/arbitraries.js';

const ladder: LadderPicture = {
  kind: 'ladder',
  title: 'Phase 1 stops at authentication',
  left: 'fw-paris 198.51.100.7',
  right: 'partner 203.0.113.9',
  messages: [
    { from: 'left', label: 'IKE_SA_INIT request', at: '2026-11-21T02:13:44Z', outcome: 'ok', note: '' },
    {
      from: 'right',
      label: 'IKE_SA_INIT response',
      at: '2026-11-21T02:13:44Z',
      outcome: 'ok',
      note: 'proposals agreed',
    },
    { from: 'left', label: 'IKE_AUTH request', at: '2026-11-21T02:13:45Z', outcome: 'ok', note: '' },
    {
      from: 'right',
      label: 'IKE_AUTH response',
      at: '2026-11-21T02:13:45Z',
      outcome: 'refused',
      note: 'AUTHENTICATION_FAILED',
    },
    { from: 'left', label: 'IKE_SA_INIT request', at: null, outcome: 'lost', note: 'retransmitted 5 times' },
  ],
};

const comparison: ComparisonPicture = {
  kind: 'comparison',
  title: 'Phase 1 proposals of both ends',
  left: 'fw-paris',
  right: 'fw-berlin',
  rows: [
    { label: 'Encryption', left: 'aes-256-cbc', right: 'aes-256-cbc', state: 'same' },
    { label: 'DH group', left: '14', right: '19, 20', state: 'differs' },
    { label: 'Pre-shared key', left: 'set', right: 'cannot be read', state: 'unknown' },
  ],
};

/** Dark pixels of a PNG: what is drawn on the white paper. */
function inkOf(svg: string, withFonts: boolean): number {
  const drawn = new Resvg(svg, {
    font: { loadSystemFonts: false, ...(withFonts ? {} : { fontFiles: [] }) },
  }).render();
  let ink = 0;
  const pixels = drawn.pixels;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 128) ink += 1;
  return ink;
}

function inkOfPng(png: Buffer): number {
  const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><image width="${size.width}" height="${size.height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;
  return inkOf(svg, true);
}

describe.each([
  ['ladder', ladder as Picture],
  ['comparison', comparison as Picture],
])('the %s', (_, picture) => {
  it('is a PNG that has text in it, without fonts of the system', () => {
    const png = drawPng(picture);
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    const withoutText = inkOf(drawSvg(picture), false);
    expect(inkOfPng(png ?? Buffer.alloc(0))).toBeGreaterThan(withoutText + 2000);
  });

  it('is as wide as a telephone shows at twice its size', () => {
    expect(drawSvg(picture)).toContain('width="760"');
  });
});

describe('what is marked', () => {
  it('is marked by a word or sign, not by color alone', () => {
    expect(drawSvg(ladder)).toContain('✗ refused: AUTHENTICATION_FAILED');
    expect(drawSvg(ladder)).toContain('✗ no answer');
    expect(drawSvg(comparison)).toContain('>≠<');
    expect(drawSvg(comparison)).toContain('>?<');
  });
});

describe('hostile text', () => {
  it('stays text: any picture can be drawn', () => {
    const message = fc.record({
      from: fc.constantFrom('left', 'right'),
      label: hostileText,
      at: fc.option(hostileText, { nil: null }),
      outcome: fc.constantFrom('ok', 'failed', 'lost', 'refused'),
      note: hostileText,
    });
    const row = fc.record({
      label: hostileText,
      left: hostileText,
      right: hostileText,
      state: fc.constantFrom('same', 'differs', 'unknown'),
    });
    const some = { title: hostileText, left: hostileText, right: hostileText };
    const any: fc.Arbitrary<Picture> = fc.oneof(
      fc.record({ kind: fc.constant('ladder'), ...some, messages: fc.array(message, { maxLength: 40 }) }),
      fc.record({ kind: fc.constant('comparison'), ...some, rows: fc.array(row, { maxLength: 50 }) }),
    );
    fc.assert(
      fc.property(any, (picture) => {
        expect(drawPng(picture)).not.toBeNull();
      }),
      { numRuns: 25 },
    );
  });
});
