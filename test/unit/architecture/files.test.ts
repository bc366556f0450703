// What every file keeps to: its length, its first line, its name, and comments that cite only files that are there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, root } from './sources.js';

const mostLines = 250;

/** Paths from the root of every text that we write, without what is recorded or installed. */
const written: readonly string[] = ['src', 'test', 'scripts']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .map((path) => path.split(sep).join('/'))
  .filter((path) => !path.startsWith('test/fixtures/') && /\.(?:ts|mjs|js)$/.test(path));

const everything: readonly string[] = [
  ...written,
  ...readdirSync(root).filter((name) => name.includes('.')),
  ...['playbooks', 'schemas', 'docs', 'test/fixtures', 'test/scenarios', 'src/workspace/page'].flatMap(
    (folder) =>
      existsSync(join(root, folder))
        ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
            join(folder, name).split(sep).join('/'),
          )
        : [],
  ),
];

/** Files that a comment names: with an ending that ours have, and not as a pattern, a suffix or a path of a device. */
function citedIn(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => /(?:^|\s)(?:\/\/|\/\*\*?|\*)\s(.*)$/.exec(line)?.[1] ?? [])
    .flatMap((comment) => [
      ...comment.matchAll(/(?<![\w*./…:@-])((?:[\w-]+\/)*[\w-]+\.(?:ts|mjs|md|yml))\b(?![\w/])/g),
    ])
    .map((match) => match[1] ?? '');
}

function isThere(cited: string, from: string): boolean {
  if (existsSync(join(root, cited)) || existsSync(join(root, dirname(from), cited))) return true;
  if (cited.includes('/')) return everything.some((path) => path.endsWith(`/${cited}`));
  return everything.some((path) => basename(path) === cited);
}

describe('every file of src', () => {
  it(`has at most ${mostLines} lines`, () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > mostLines);
    expect(long.map(({ file, lines }) => `${file}: ${lines}`)).toEqual([]);
  });
});

describe('signals', () => {
  it('are combined by `support/abort` alone: what Node.js has for it leaves a trace for ever', () => {
    const used = files.filter((file) =>
      /(?<!`)AbortSignal\.any\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(used).toEqual([]);
  });
});

describe('the model of incidents and shifts', () => {
  it('knows people, places and messages, and no chat platform', () => {
    const named = files
      .filter((file) => /^src\/(?:incidents|shifts)\//.test(file))
      .filter((file) => /slack/i.test(readFileSync(join(root, file), 'utf8')));
    expect(named).toEqual([]);
  });
});

describe('a comment', () => {
  it('cites only files that are there', () => {
    const missing = written.flatMap((file) =>
      citedIn(readFileSync(join(root, file), 'utf8'))
        .filter((cited) => !isThere(cited, file))
        .map((cited) => `${file}: ${cited}`),
    );
    expect(missing).toEqual([]);
  });

  it('that cites a lost file is found', () => {
    expect(
      citedIn(`${'//'} as LOST.md says\nconst a = 1; ${'/**'} See 'lost/file.ts', not *.test.yml. */`),
    ).toEqual(['LOST.md', 'lost/file.ts']);
  });
});
