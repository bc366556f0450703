// What a release rests on: versions that follow, a changelog that gets its number, licenses that somebody looked at, and documents made from what they tell of.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { troubleshootingDocument } from '../../../scripts/problems/document.js';
import { released, versionAfter } from '../../../scripts/release/changelog.js';
import { billOf } from '../../../scripts/supply/bill.js';
import { installed, isAccepted, licensesDocument } from '../../../scripts/supply/licenses.js';

const document = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), 'utf8');

describe('a release', () => {
  it.each([
    ['patch', '1.2.4'],
    ['minor', '1.3.0'],
    ['major', '2.0.0'],
    ['1.10.0', '1.10.0'],
    ['1.2.3', null],
    ['1.2.2', null],
    ['v1.3.0', null],
    ['1.3', null],
  ])('%s after 1.2.3 is %s', (wanted, version) => {
    expect(versionAfter('1.2.3', wanted)).toBe(version);
  });

  it('gives what is unreleased its number, and leaves room for what comes', () => {
    const before = '# Changes\n\nText.\n\n## Unreleased\n\n### New\n- a\n\n## 0.1.0 (2026-01-01)\n- b\n';
    expect(released(before, '0.2.0', '2026-02-02')).toEqual({
      text: '# Changes\n\nText.\n\n## Unreleased\n\n## 0.2.0 (2026-02-02)\n\n### New\n- a\n\n## 0.1.0 (2026-01-01)\n- b\n',
      notes: '### New\n- a',
    });
  });

  it('of nothing is none', () => {
    expect(released('# Changes\n\n## Unreleased\n\n## 0.1.0\n- b\n', '0.2.0', '2026-02-02')).toBeNull();
    expect(released('# Changes\n', '0.2.0', '2026-02-02')).toBeNull();
  });
});

describe('what is installed', () => {
  it('carries licenses that were looked at, and runs nothing when it is installed', () => {
    const all = installed();
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((one) => !isAccepted(one)).map(({ name, license }) => `${name}: ${license}`)).toEqual(
      [],
    );
    expect(all.filter(({ runsScripts }) => runsScripts).map(({ name }) => name)).toEqual([]);
  });

  it('is in the bill of materials, all of it and nothing of development', () => {
    const part = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' });
    const whole = {
      bomFormat: 'CycloneDX',
      metadata: { component: { ...part('main'), name: 'main' } },
      components: [part('zod'), part('fonts'), part('vitest')],
      dependencies: [{ ref: 'main@1.0.0', dependsOn: ['zod@1.0.0', 'fonts@1.0.0', 'vitest@1.0.0'] }],
    };
    const carries = (name: string, license: string) => ({
      name,
      version: '1.0.0',
      license,
      runsScripts: false,
    });
    const all = [carries('zod', 'MIT'), carries('fonts', 'Bitstream Vera')];
    const bill = billOf(whole, 'tunnelmedic', all);
    expect(bill.metadata.component.name).toBe('tunnelmedic');
    expect(bill.components.map(({ name }) => name)).toEqual(['zod', 'fonts']);
    expect(bill.components[1]?.licenses).toEqual([{ license: { name: 'Bitstream Vera' } }]);
    expect(bill.dependencies).toEqual([{ ref: 'main@1.0.0', dependsOn: ['zod@1.0.0', 'fonts@1.0.0'] }]);
    expect(() => billOf(whole, 'tunnelmedic', [...all, carries('yaml', 'ISC')])).toThrow('yaml@1.0.0');
  });

  it('is listed (`npm run licenses` writes it)', () => {
    expect(document('docs/licenses.md')).toBe(licensesDocument());
  });
});

describe('docs/troubleshooting.md', () => {
  it('is written from the catalogue of problems (`npm run problems` writes it)', () => {
    expect(document('docs/troubleshooting.md')).toBe(troubleshootingDocument());
  });
});
