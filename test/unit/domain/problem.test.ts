import { describe, expect, it } from 'vitest';
import { Problem, type ProblemCode, problemTexts } from '../../../src/domain/problem.js';

describe('problems', () => {
  it('are sentences with a remedy, whose every placeholder can be filled', () => {
    for (const code of Object.keys(problemTexts) as ProblemCode[]) {
      const { says, remedy } = problemTexts[code];
      const names = [...`${says} ${remedy}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      const problem = new Problem(code, Object.fromEntries(names.map((name) => [name, 'x'])));
      expect(`${problem.message} ${problem.remedy}`).not.toMatch(/[{}]/);
      expect(remedy.trim()).not.toBe('');
      expect([2, 3]).toContain(problem.exit);
    }
  });

  it('never fill what stands inside a detail', () => {
    expect(new Problem('unknown-tunnel', { name: '{hint}', hint: 'Ask.' }).message).toBe(
      'No tunnel is called "{hint}".',
    );
  });

  it('end with one mark, also when the detail is a sentence or a question', () => {
    for (const detail of ['It is: yes, no', 'It is: yes, no.']) {
      expect(new Problem('usage', { detail, help: 'help' }).message).toBe('It is: yes, no.');
    }
    expect(new Problem('usage', { detail: 'Which log?', help: 'help' }).message).toBe('Which log?');
  });

  it('name what fits once, where nothing can be clicked', () => {
    const unknown = (hint: string) =>
      new Problem('unknown-incident', { name: 'x', hint }, ['inc-1', 'inc-2']);
    expect(unknown('Open are: inc-1 (paris), inc-2 (oslo).').inFull()).toBe(
      'No incident is called "x". Open are: inc-1 (paris), inc-2 (oslo).',
    );
    expect(unknown('Ask `incidents`.').inFull()).toBe(
      'No incident is called "x". Ask `incidents`. They are: inc-1, inc-2.',
    );
  });

  it('carry the names that fit', () => {
    expect(new Problem('ambiguous-tunnel', { name: 'a', fits: 'b, c' }, ['b', 'c']).fits).toEqual(['b', 'c']);
  });
});
