// Pictures as PNG: our own SVG, drawn with a font that ships with the package, so that a bare machine draws the same text.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { Picture } from '../../domain/picture.js';
import { comparisonSvg } from './comparison.js';
import { historySvg } from './history.js';
import { ladderSvg } from './ladder.js';
import { fonts } from './svg.js';

/** SVG of a picture; text stays text, so that tests and screen readers can read it. */
export function drawSvg(picture: Picture): string {
  switch (picture.kind) {
    case 'ladder':
      return ladderSvg(picture);
    case 'comparison':
      return comparisonSvg(picture);
    case 'history':
      return historySvg(picture);
  }
}

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
const fontFiles = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'].map((name) =>
  join(folder, name),
);

/**
 * PNG at the size of the SVG; null when it cannot be drawn (the report is complete without pictures).
 * Without font files resvg draws no text and says nothing; system fonts are left out so that this would be seen in tests.
 */
export function drawPng(picture: Picture): Buffer | null {
  try {
    const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: fonts.sans };
    return new Resvg(drawSvg(picture), { font }).render().asPng();
  } catch {
    return null;
  }
}
