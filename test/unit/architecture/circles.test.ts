// No file of src imports itself round a corner: each circle is named by its files.

import { describe, expect, it } from 'vitest';
import { importsBetweenFiles } from './sources.js';

/** Circles of files, each once, as the way round; Tarjan's strongly connected components first, then one way through each. */
function circles(arrows: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: (readonly string[])[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.size - 1);
    stack.push(file);
    onStack.add(file);
    for (const to of arrows.get(file) ?? []) {
      if (!index.has(to)) visit(to);
      if (onStack.has(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const members = stack.splice(stack.indexOf(file));
    for (const member of members) onStack.delete(member);
    if (members.length > 1) found.push(members);
  };
  for (const file of arrows.keys()) if (!index.has(file)) visit(file);
  return found.map((members) => wayRound(members, arrows));
}

function wayRound(members: readonly string[], arrows: ReadonlyMap<string, readonly string[]>): string {
  const [start = ''] = members;
  const before = new Map<string, string>();
  const waiting = [start];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const to of arrows.get(at) ?? []) {
      if (to === start) {
        const way = [start];
        for (let back: string | undefined = at; back !== undefined && back !== start; back = before.get(back))
          way.splice(1, 0, back);
        return [...way, start].join(' → ');
      }
      if (!members.includes(to) || before.has(to)) continue;
      before.set(to, at);
      waiting.push(to);
    }
  }
  return members.join(', ');
}

describe('imports between the files of src', () => {
  it('make no circle', () => {
    expect(circles(importsBetweenFiles())).toEqual([]);
  });
});

describe('the search for circles', () => {
  it('names the way round, and only that', () => {
    const arrows = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', []],
    ]);
    expect(circles(arrows)).toEqual(['a → b → c → a']);
  });
});
