// The import table holds: each finding names the line and the room where the code probably belongs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allows, mayImport, onlyIn, packagesOnlyIn, purePackages } from './importTable.js';
import { files, importIn, leadsTo, roomOf, root, textOf } from './sources.js';

interface SourceLine {
  readonly file: string;
  readonly room: string;
  readonly number: number;
  readonly text: string;
}

const lines: readonly SourceLine[] = files.flatMap((file) =>
  textOf(file)
    .split('\n')
    .map((text, index) => ({ file, room: roomOf(file), number: index + 1, text })),
);

function place(line: SourceLine): string {
  return `${line.file}:${line.number}`;
}

describe('the import table', () => {
  it('names every room of src, and nothing else', () => {
    expect([...new Set(files.map(roomOf))].toSorted()).toEqual(Object.keys(mayImport).toSorted());
  });

  it('is kept by every import of our own modules', () => {
    const wrong = lines.flatMap((line) => {
      const target = importIn(line.text);
      if (!target?.startsWith('.')) return [];
      const to = roomOf(leadsTo(line.file, target));
      if (allows(line.room, to)) return [];
      const homes = Object.keys(mayImport).filter((room) => allows(room, to) && allows(room, line.room));
      return [
        `${place(line)}: ${line.room} may not import ${to}; the code probably belongs into ${homes.map((room) => `src/${room}`).join(' or ')}`,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('lets no two rooms import each other', () => {
    const rooms = Object.keys(mayImport);
    const both = rooms.flatMap((a) =>
      rooms.filter((b) => a < b && allows(a, b) && allows(b, a)).map((b) => `${a} ↔ ${b}`),
    );
    expect(both).toEqual([]);
  });

  it('keeps packages where they belong', () => {
    const wrong = lines.flatMap((line) => {
      const target = importIn(line.text);
      if (!target || target.startsWith('.')) return [];
      const pure = purePackages[line.room];
      if (pure && !pure.includes(target))
        return [`${place(line)}: ${line.room} is pure and may not import ${target}`];
      const rule = Object.entries(packagesOnlyIn).find(
        ([name]) => target === name || (name.endsWith('/') && target.startsWith(name)),
      );
      if (!rule || rule[1].includes(line.room)) return [];
      return [`${place(line)}: ${target} belongs into ${rule[1].map((room) => `src/${room}`).join(' or ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it.each(onlyIn)('keeps $what in one place', ({ pattern, rooms, belongs }) => {
    const wrong = lines
      .filter(
        (line) =>
          !rooms.includes(line.room) && pattern.test(line.text) && !/^\s*(\/\/|\*|\/\*)/.test(line.text),
      )
      .map((line) => `${place(line)}: belongs into ${belongs}`);
    expect(wrong).toEqual([]);
  });

  it('stands in ARCHITECTURE.md as it is here', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const missing = Object.entries(mayImport)
      .map(([room, rule]) => `| ${room} | ${ruleText(rule)} |`)
      .filter((row) => !text.includes(row));
    expect(missing).toEqual([]);
  });
});

function ruleText(rule: (typeof mayImport)[string]): string {
  if ('allBut' in rule) return `everything but ${rule.allBut.join(', ')}`;
  return rule.length === 0 ? 'nothing' : rule.join(', ');
}

describe('every module', () => {
  it('stands in a room', () => {
    expect(files.filter((file) => file.split('/').length < 3)).toEqual([]);
  });

  it('says in its first line what it knows', () => {
    const wrong = lines.filter((line) => line.number === 1 && !/^(\/\/|\/\*\*)/.test(line.text)).map(place);
    expect(wrong).toEqual([]);
  });

  it('has no name that says nothing', () => {
    expect(files.filter((file) => /(utils?|helpers?|manager|misc|common)\.ts$/i.test(file))).toEqual([]);
  });
});
