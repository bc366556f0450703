// The import table holds: each finding names the line and the folder where the code probably belongs.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entries, mayImport, onlyIn, packagesOnlyIn, pureFolders } from './importTable.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = join(root, 'src');

interface SourceLine {
  readonly file: string;
  readonly folder: string;
  readonly number: number;
  readonly text: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(source, name));

const lines: SourceLine[] = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ file: relative(root, file), folder: folderOf(file), number: index + 1, text })),
);

function folderOf(file: string): string {
  const [first = '', ...rest] = relative(source, file).split(sep);
  return rest.length === 0 ? '' : first;
}

function importsOf(line: SourceLine): string | null {
  return (
    /^\s*(?:import|export)\b.*\bfrom\s+'([^']+)'/.exec(line.text)?.[1] ??
    /\bimport\(\s*'([^']+)'\s*\)/.exec(line.text)?.[1] ??
    /^\}\s*from\s+'([^']+)'/.exec(line.text)?.[1] ??
    null
  );
}

function place(line: SourceLine): string {
  return `${line.file}:${line.number}`;
}

describe('the import table', () => {
  it('names every folder of src', () => {
    const folders = new Set(files.map(folderOf).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  it('is kept by every import of our own modules', () => {
    const wrong = lines.flatMap((line) => {
      const target = importsOf(line);
      if (!target?.startsWith('.') || line.folder === '') return [];
      const file = resolve(dirname(join(root, line.file)), target);
      const to = folderOf(file);
      if (to === '') return [`${place(line)} imports the entry ${target}: pass what it needs as a parameter`];
      if (to === line.folder || mayImport[line.folder]?.includes(to)) return [];
      const homes = Object.entries(mayImport)
        .filter(([, allowed]) => allowed.includes(to) && allowed.includes(line.folder))
        .map(([folder]) => `src/${folder}`);
      return [
        `${place(line)}: ${line.folder} may not import ${to}; the code probably belongs into ${homes.join(' or ') || 'src/app/wiring.ts'}`,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps packages where they belong', () => {
    const wrong = lines.flatMap((line) => {
      const target = importsOf(line);
      if (!target || target.startsWith('.') || line.folder === '') return [];
      const pure = pureFolders[line.folder];
      if (pure && !pure.includes(target))
        return [`${place(line)}: ${line.folder} is pure and may not import ${target}`];
      const rule = Object.entries(packagesOnlyIn).find(
        ([name]) => target === name || (name.endsWith('/') && target.startsWith(name)),
      );
      if (!rule || rule[1].includes(line.folder)) return [];
      return [
        `${place(line)}: ${target} belongs into ${rule[1].map((folder) => `src/${folder}`).join(' or ') || 'an entry of src'}`,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it.each(onlyIn)('keeps $what in one place', ({ pattern, folders, belongs }) => {
    const wrong = lines
      .filter(
        (line) =>
          !folders.includes(line.folder) && pattern.test(line.text) && !/^\s*(\/\/|\*|\/\*)/.test(line.text),
      )
      .map((line) => `${place(line)}: belongs into ${belongs}`);
    expect(wrong).toEqual([]);
  });

  it('lets no module import an entry', () => {
    expect(entries.every((name) => files.includes(join(source, name)))).toBe(true);
  });

  it('stands in ARCHITECTURE.md as it is here', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const missing = Object.entries(mayImport)
      .map(([folder, allowed]) => `| ${folder} | ${allowed.length ? allowed.join(', ') : 'nothing'} |`)
      .filter((row) => !text.includes(row));
    expect(missing).toEqual([]);
  });
});

describe('every module', () => {
  it('says in its first line what it knows', () => {
    const wrong = lines.filter((line) => line.number === 1 && !/^(\/\/|\/\*\*)/.test(line.text)).map(place);
    expect(wrong).toEqual([]);
  });

  it('has no name that says nothing', () => {
    expect(
      files
        .map((file) => relative(root, file))
        .filter((file) => /(utils?|helpers?|manager|misc|common)\.ts$/i.test(file)),
    ).toEqual([]);
  });
});
