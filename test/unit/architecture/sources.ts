// The files of src and what they import, as the architecture tests read them.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const source = join(root, 'src');

/** Paths from the root of every TypeScript file of src, with `/`. */
export const files: readonly string[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name.split(sep).join('/')}`)
  .toSorted();

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** What a line imports: `import … from`, `export … from`, or `import(…)`; null for none. */
export function importIn(line: string): string | null {
  return (
    /^\s*(?:import|export)\b.*\bfrom\s+'([^']+)'/.exec(line)?.[1] ??
    /\bimport\(\s*'([^']+)'\s*\)/.exec(line)?.[1] ??
    /^\}\s*from\s+'([^']+)'/.exec(line)?.[1] ??
    null
  );
}

/** File of src → the files of src that it imports, types included. */
export function importsBetweenFiles(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => [
      file,
      textOf(file)
        .split('\n')
        .flatMap((line) => importIn(line) ?? [])
        .filter((target) => target.startsWith('.'))
        .map((target) => leadsTo(file, target)),
    ]),
  );
}

/** The source file behind a relative import. */
export function leadsTo(file: string, target: string): string {
  return relative(root, resolve(root, dirname(file), target))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
}

/** The folder of src that a file stands in; each capability is one of its own. */
export function roomOf(file: string): string {
  const [, first = '', second = ''] = file.split('/');
  return first === 'capabilities' ? `${first}/${second}` : first;
}
