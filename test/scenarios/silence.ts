// What people read of each situation stays within a budget, whichever ends can be read: noise that comes back fails here.

import { describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../src/capabilities/diagnose/report.js';
import { examine } from '../../src/diagnosis/diagnose.js';
import type { Block } from '../../src/domain/report.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { sizeOf } from './budget.js';
import { evidenceOf, type Visible } from './build.js';
import { examined, vendorsOf } from './examined.js';
import { readSituation, situationNames } from './situation.js';

/** What the longest situation needs today, with a little room for words. */
const budget = {
  messages: 3,
  cardLines: 20,
  threadLines: 54,
  threadWords: 320,
  terminalLines: 48,
  files: 0,
};

function examinations(visible: Visible) {
  return situationNames().map((name) => {
    const [vendor = 'panos'] = vendorsOf(readSituation(name));
    return { name, examination: examined(name, vendor, visible) };
  });
}

function listItems(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + (block.kind === 'list' ? block.items.length : 0), 0);
}

export function silence(): void {
  describe.each(['both', 'left', 'right'] as const)('a diagnosis with %s readable', (visible) => {
    const all = examinations(visible);

    it('is a card of one phone screen and a short thread, in every situation', () => {
      const over = all.flatMap(({ name, examination }) => {
        const size = sizeOf(composeDiagnosis(examination, 'paris-lyon'));
        return Object.entries(budget).flatMap(([what, most]) => {
          const is = size[what as keyof typeof budget];
          return is > most ? [`${name}: ${is} ${what}, at most ${most}`] : [];
        });
      });
      expect(over).toEqual([]);
    });

    it('names at most three checks, no rule and no option, and notes on the setup only of what works or explains it', () => {
      for (const { name, examination } of all) {
        const { detail, summary } = composeDiagnosis(examination, 'paris-lyon');
        const text = JSON.stringify([summary, detail]);
        expect(listItems(detail), name).toBeLessThanOrEqual(3);
        expect(text, name).not.toMatch(/--answer|--json|--file|more questions/);
        for (const { id, posture, says } of examination.diagnosis.findings) {
          // A short id is a word of the field, too.
          if (id.split('-').length > 2) expect(text, name).not.toContain(id);
          const { cause } = examination.diagnosis.verdict;
          if (posture && cause !== 'tunnel-up-healthy' && !posture.explains.includes(cause))
            expect(text, name).not.toContain(says);
        }
      }
    });

    it('keeps all of it for whoever asks', () => {
      for (const { name, examination } of all) {
        const whole = JSON.stringify(composeDiagnosis(examination, 'paris-lyon', 'whole'));
        for (const { says } of examination.diagnosis.findings)
          expect(whole, name).toContain(JSON.stringify(says).slice(1, -1));
      }
    });
  });

  describe('the review of a tunnel that works', () => {
    it('says once what holds for both ends', () => {
      const healthy = evidenceOf(readSituation('healthy'), 'panos', 'both');
      const declared = { ...healthy.declared, criticality: 'high' as const };
      const shown = JSON.stringify(
        composeDiagnosis(examine({ ...healthy, declared }, ownPlaybookSet()), 'paris-lyon').detail,
      );
      expect(shown.match(/post-quantum protection/g) ?? []).toHaveLength(1);
      expect(shown).toMatch(/protection\. [^"]* The same on fw-lyon\./);
    });
  });
}
