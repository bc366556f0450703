// Pictures show what they must, text is really drawn, and hostile text stays text.

import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alternativeText,
  type ComparisonPicture,
  type HistoryPicture,
  type LadderPicture,
  type Picture,
} from '../../../../src/domain/picture.js';
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

const history: HistoryPicture = {
  kind: 'history',
  title: 'paris-hq, last 24 h: 91.66 % available, 1 outage',
  from: '2026-11-21T00:00:00Z',
  to: '2026-11-22T00:00:00Z',
  zone: 'Europe/Paris',
  ticks: [
    { at: '2026-11-21T00:10:00Z', label: '01:10' },
    { at: '2026-11-21T11:00:00Z', label: '12:00' },
    { at: '2026-11-21T11:10:00Z', label: '12:10' },
  ],
  stretches: [
    { from: '2026-11-21T00:00:00Z', to: '2026-11-21T12:00:00Z', state: 'up' },
    { from: '2026-11-21T12:00:00Z', to: '2026-11-21T12:01:00Z', state: 'down' },
    { from: '2026-11-21T12:01:00Z', to: '2026-11-21T20:00:00Z', state: 'up' },
    { from: '2026-11-21T20:00:00Z', to: '2026-11-22T00:00:00Z', state: 'unknown' },
  ],
  lasted: [
    { state: 'up', text: '19 h 59 min' },
    { state: 'down', text: '1 min' },
    { state: 'unknown', text: '4 h' },
  ],
  traffic: { in: [5, 10, null, 0], out: [1, 1, null, 1], mostIn: '10 B/s', mostOut: '1 B/s' },
  rekeys: ['2026-11-21T04:00:00Z', '2026-11-21T08:00:00Z'],
  events: [
    { at: '2026-11-21T11:59:49Z', time: '12:59', text: 'fw-paris: commit by admin' },
    { at: '2026-11-21T12:01:00Z', time: '13:01', text: 'fw-paris: commit by admin' },
  ],
  says: ['Nothing is known before 21 Nov 01:00'],
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
  ['history', history as Picture],
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

describe('the history', () => {
  const svg = drawSvg(history);
  const widths = (color: string) =>
    [...svg.matchAll(new RegExp(`width="([\\d.]+)" height="80" rx="0" fill="${color}"`, 'g'))].map(
      ([, width]) => Number(width),
    );

  it('shows a minute of a day, deeper than the rest of the band', () => {
    expect(widths('#b3001b')).toEqual([4]);
    expect(svg.indexOf('fill="#b3001b"')).toBeGreaterThan(svg.lastIndexOf('height="64" rx="0"'));
  });

  it('says in words what each color is, how long it lasted, and in which zone the times are', () => {
    for (const text of ['up 19 h 59 min', 'down 1 min', 'not known 4 h', 'rekeys: 2', 'Europe/Paris'])
      expect(svg).toContain(text);
  });

  it('draws no line where nothing is known, and one at the ground where nothing passed', () => {
    const areas = [...svg.matchAll(/<path d="M[^"]*Z"/g)];
    expect(areas).toHaveLength(4);
    expect(svg).toContain('in, up to 10 B/s');
  });

  it('leaves out a label that would touch another, and lets flags share a place', () => {
    expect(svg).toContain('>12:00<');
    expect(svg).not.toContain('>12:10<');
    expect(svg).toContain('>1–2<');
  });

  it('tells its result to whoever does not see it', () => {
    expect(alternativeText(history)).toBe(
      'paris-hq, last 24 h: 91.66 % available, 1 outage; Nothing is known before 21 Nov 01:00; ' +
        'Traffic up to 10 B/s in, 1 B/s out; 2 rekeys; 12:59 fw-paris: commit by admin; 13:01 fw-paris: commit by admin',
    );
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
    const state = fc.constantFrom('up', 'down', 'flapping', 'planned', 'unknown');
    const rates = fc.array(fc.option(fc.double(), { nil: null }), { maxLength: 100 });
    const some = { title: hostileText, left: hostileText, right: hostileText };
    const any: fc.Arbitrary<Picture> = fc.oneof(
      fc.record({ kind: fc.constant('ladder'), ...some, messages: fc.array(message, { maxLength: 40 }) }),
      fc.record({ kind: fc.constant('comparison'), ...some, rows: fc.array(row, { maxLength: 50 }) }),
      fc.record({
        kind: fc.constant('history'),
        title: hostileText,
        zone: hostileText,
        from: hostileText,
        to: hostileText,
        ticks: fc.array(fc.record({ at: hostileText, label: hostileText }), { maxLength: 20 }),
        stretches: fc.array(fc.record({ from: hostileText, to: hostileText, state }), { maxLength: 20 }),
        lasted: fc.array(fc.record({ state, text: hostileText }), { maxLength: 9 }),
        traffic: fc.record({ in: rates, out: rates, mostIn: hostileText, mostOut: hostileText }),
        rekeys: fc.array(hostileText, { maxLength: 9 }),
        events: fc.array(fc.record({ at: hostileText, time: hostileText, text: hostileText }), {
          maxLength: 9,
        }),
        says: fc.array(hostileText, { maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(any, (picture) => {
        expect(drawPng(picture)).not.toBeNull();
      }),
      { numRuns: 25 },
    );
  });
});
