// The card of each situation: the same order everywhere, and short enough for the screen of a phone.

import { describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../src/capabilities/diagnose/report.js';
import type { Block } from '../../src/domain/report.js';
import { plainText } from '../../src/render/plainText.js';
import { examined, vendorsOf } from './examined.js';
import { at } from './healthyEnd.js';
import { readSituation, situationNames } from './situation.js';

const frame = { now: new Date(at), zone: 'utc' };

/** A phone of 390 by 844 shows about 45 characters a line, and some 26 lines beside title and buttons. */
const columns = 45;
const mostLines = 26;
const mostWords = 120;

function linesOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'callout') return [plainText(block.text, frame)];
    if (block.kind === 'fields')
      return block.rows.map((row) => `${row.label}: ${plainText(row.value, frame)}`);
    return [];
  });
}

const order = ['Cause', 'Trigger', 'Find out', 'Do this', 'Do one of', 'or', 'Then', 'Who acts'];

export function cards(): void {
  describe.each(situationNames())('the card of %s', (name) => {
    it.each(['both', 'left'] as const)('is one screen in its order, with %s readable', (visible) => {
      const [vendor = 'panos'] = vendorsOf(readSituation(name));
      const report = composeDiagnosis(examined(name, vendor, visible), 'paris-lyon');
      const lines = linesOf(report.summary);
      const labels = lines
        .slice(1)
        .map((line) => line.slice(0, line.indexOf(':')).replace(/^Then .*/, 'Then'));
      expect(labels).toEqual(labels.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(labels.every((label) => order.includes(label))).toBe(true);
      const all = lines.join('\n');
      expect(
        lines.reduce((sum, line) => sum + Math.ceil(line.length / columns), 0),
        all,
      ).toBeLessThanOrEqual(mostLines);
      expect(all.split(/\s+/).length, all).toBeLessThanOrEqual(mostWords);
      // Internal names, the terminal's options and sides without a name are nobody's words at night.
      expect(all).not.toMatch(/--answer|\b(?:our|their) side\b|\(not known\)|\banswer\.[a-z]/);
      const primary = report.actions.filter(({ style }) => style === 'primary').map(({ label }) => label);
      expect(primary).toEqual(labels.includes('Cause') ? ['Triage'] : []);
      expect(report.actions.filter(({ further }) => !further).length).toBeLessThanOrEqual(4);
    });
  });
}
