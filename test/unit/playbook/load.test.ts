import { describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../../src/playbook/load.js';
import { loadTest } from '../../../src/playbook/loadTest.js';
import { closeMatches } from '../../../src/support/textDistance.js';

const suggest = (typed: string, candidates: readonly string[]) => closeMatches(typed, candidates, 1);

function playbook(step: string): string {
  return `id: example\ntitle: An example\nabout: For tests.\nsteps:\n${step}`;
}

function complaints(text: string) {
  return loadPlaybook('example.yml', text, suggest).complaints;
}

const good = `  - id: off
    look: Is DPD off?
    when: { ours.dpd: { is: off } }
    finding:
      severity: note
      acts: ours
      says: "DPD is {ours.dpd}."
      next: { ours: "Turn it on: {ours.setting.ike.dpd}." }
`;

describe('loading a playbook', () => {
  it('reads steps, conditions and findings', () => {
    const { playbook: read, complaints: wrong } = loadPlaybook('example.yml', playbook(good), suggest);
    expect(wrong).toEqual([]);
    expect(read?.steps[0]).toMatchObject({
      id: 'off',
      line: 5,
      when: { fact: 'ours.dpd', operator: 'is', value: 'off' },
    });
  });

  it('writes a step of both ends out for each', () => {
    const text = playbook(
      good
        .replace('look:', 'for: each-end\n    look:')
        .replaceAll('ours.', 'this.')
        .replace('acts: ours', 'acts: this')
        .replace('ours:', 'this:'),
    );
    const { playbook: read } = loadPlaybook('example.yml', text, suggest);
    expect(read?.steps.map((step) => [step.id, step.finding?.acts, step.finding?.next])).toEqual([
      ['off-ours', 'ours', { ours: 'Turn it on: {ours.setting.ike.dpd}.', theirs: '' }],
      ['off-theirs', 'theirs', { ours: '', theirs: 'Turn it on: {theirs.setting.ike.dpd}.' }],
    ]);
  });

  it.each([
    ['an unknown key', good.replace('look:', 'looks:'), 6, '"looks" is not a key', 'Did you mean "look"?'],
    [
      'an unknown fact',
      good.replace('ours.dpd: {', 'ours.dpdd: {'),
      7,
      'no fact called "ours.dpdd"',
      'Did you mean "ours.dpd"?',
    ],
    [
      'an unknown operator',
      good.replace('{ is: off }', '{ iss: off }'),
      7,
      '"iss" is not an operator',
      'Did you mean "is"?',
    ],
    [
      'a value that never is',
      good.replace('{ is: off }', '{ is: of }'),
      7,
      'ours.dpd is never "of"',
      'Did you mean "off"?',
    ],
    [
      'a wrong type',
      good.replace('ours.dpd: { is: off }', 'ours.mtu: { above: big }'),
      7,
      'ours.mtu is a number',
      'without its unit',
    ],
    [
      'an operator that does not fit',
      good.replace('{ is: off }', '{ above: 3 }'),
      7,
      '"above" does not fit ours.dpd',
      'Use is',
    ],
    [
      'an unknown placeholder',
      good.replace('{ours.dpd}.', '{ours.dpt}.'),
      11,
      '{ours.dpt} is neither a fact nor a setting',
      'README',
    ],
    ['an open brace', good.replace('{ours.dpd}.', '{ours.dpd.'), 11, 'a brace is not closed', '{name}'],
    [
      'an unknown cause',
      good.replace('severity: note', 'cause: psk\n      severity: note'),
      9,
      'cause',
      'Did you mean "psk-mismatch"?',
    ],
    [
      'a finding without when',
      good.replace('    when: { ours.dpd: { is: off } }\n', ''),
      5,
      'needs "when"',
      'Say which',
    ],
    [
      'a step that does nothing',
      '  - id: x\n    look: What?\n',
      5,
      'exactly one of finding, call and ask',
      '',
    ],
    ['an end that is not written for both', good.replace('{ours.dpd}.', '{this.dpd}.'), 11, '{this.dpd}', ''],
  ])('points at %s', (_name, step, line, detail, hint) => {
    const [first] = complaints(playbook(step));
    expect(first?.line).toBe(line);
    expect(first?.detail).toContain(detail);
    expect(first?.hint).toContain(hint);
  });

  it('points at broken YAML and at two steps with one id', () => {
    expect(complaints('id: [')[0]).toMatchObject({
      file: 'example.yml',
      detail: expect.stringContaining('not valid YAML'),
    });
    expect(complaints(playbook(good + good))[0]?.detail).toBe('two steps are called "off"');
  });

  it('survives hostile files', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]`;
    expect(complaints(bomb).length).toBeGreaterThan(0);
    expect(complaints('x'.repeat(600_000))[0]?.detail).toContain('larger than');
    expect(complaints('').length).toBeGreaterThan(0);
  });
});

describe('loading a test', () => {
  it('refuses facts and values that do not exist', () => {
    const read = (facts: string) =>
      loadTest('example.test.yml', `playbook: example\ncases:\n  - name: one\n    facts: ${facts}\n`, suggest)
        .complaints[0];
    expect(read('{ ours.dpd: maybe }')).toMatchObject({
      line: 4,
      detail: '"maybe" is not a value of ours.dpd',
    });
    expect(read('{ our.dpd: on }')).toMatchObject({
      detail: 'there is no fact called "our.dpd"',
      hint: 'Did you mean "ours.dpd"?',
    });
  });
});
