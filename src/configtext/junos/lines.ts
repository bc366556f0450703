// Junos `set` lines and the same configuration in braces, as one list of words with the line each came from.

import { statements } from '../statements.js';
import { wordsOf } from '../words.js';
import { configuration } from './grammar.js';

export interface JunosLine {
  readonly line: number;
  readonly text: string;
  /** Without `set`, from the first part of the hierarchy on. */
  readonly words: readonly string[];
  used: boolean;
}

const deepest = 16;

/** False when a brace is not closed: the text ends inside of something. */
export function isWholeJunos(lines: readonly string[]): boolean {
  const ends = lines.map((line) => line.replace(/##.*$/, '').trimEnd());
  return (
    ends.filter((line) => line.endsWith('{')).length <= ends.filter((line) => line.trim() === '}').length
  );
}

/** Only what tells of tunnels, addresses and routes. */
export function junosLines(lines: readonly string[]): readonly JunosLine[] {
  const found: JunosLine[] = [];
  const path: (readonly string[])[] = [];
  lines.forEach((raw, index) => {
    const text = raw.replace(/##.*$/, '').trim();
    const set = /^(?:\S{1,80}[#>] )?set (.+)$/.exec(text);
    const add = (words: readonly string[]) =>
      found.push({ line: index + 1, text: raw.trim(), words: spread(words), used: false });
    if (set) add(wordsOf(set[1] ?? ''));
    else if (text.endsWith('{') && path.length < deepest) path.push(wordsOf(text.slice(0, -1)));
    else if (text === '}') path.pop();
    else if (text.endsWith(';')) add([...path.flat(), ...wordsOf(text.slice(0, -1))]);
  });
  // Only what begins at the top of the hierarchy, or at a part that can be told apart, is placed.
  return found
    .flatMap((line) => statements(fromTop(line.words), configuration).map((words) => ({ ...line, words })))
    .filter(({ words: [first, second] }) => first !== 'security' || second === 'ike' || second === 'ipsec')
    .filter(({ words: [first = ''] }) => /^(?:security|interfaces|routing-options)$/.test(first));
}

/** `[ a b ]` is a list of words. */
function spread(words: readonly string[]): readonly string[] {
  return words.filter((word) => word !== '[' && word !== ']');
}

/** Groups, logical systems and a pasted `ike { … }` begin elsewhere. */
function fromTop(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, index) =>
      word === 'security' || word === 'interfaces' || (word === 'routing-options' && index < 4),
  );
  if (at >= 0 && at < 4) return words.slice(at);
  return words[0] === 'ike' || words[0] === 'ipsec' ? ['security', ...words] : words;
}

const heads = new WeakMap<readonly JunosLine[], ReadonlyMap<string, readonly JunosLine[]>>();
const headLength = 4;

/** The lines of one object (`security ike gateway GW`), found without looking at all of them. */
function linesOf(lines: readonly JunosLine[], path: readonly string[]): readonly JunosLine[] {
  if (path.length < headLength) return lines;
  const index = heads.get(lines) ?? indexOf(lines);
  heads.set(lines, index);
  return index.get(headOf(path)) ?? [];
}

function indexOf(lines: readonly JunosLine[]): ReadonlyMap<string, readonly JunosLine[]> {
  const index = new Map<string, JunosLine[]>();
  for (const line of lines) {
    const found = index.get(headOf(line.words));
    if (found) found.push(line);
    else index.set(headOf(line.words), [line]);
  }
  return index;
}

function headOf(words: readonly string[]): string {
  return words.slice(0, headLength).join('\n');
}

function begins({ words }: JunosLine, path: readonly string[]): boolean {
  for (let index = 0; index < path.length; index += 1) if (words[index] !== path[index]) return false;
  return true;
}

/** Every line below these words, with what stands behind them; marks the lines. */
export function below(
  lines: readonly JunosLine[],
  ...path: readonly string[]
): readonly (readonly string[])[] {
  return lines.flatMap((line) => {
    if (!begins(line, path)) return [];
    line.used = true;
    return [line.words.slice(path.length)];
  });
}

/** The names of the entries below these words, each once. */
export function namesBelow(lines: readonly JunosLine[], ...path: readonly string[]): readonly string[] {
  const names = linesOf(lines, path).flatMap((line) =>
    begins(line, path) ? (line.words[path.length] ?? []) : [],
  );
  return [...new Set(names)];
}

/** What stands behind these words in the last line that begins with them; null when none does. Marks it. */
export function setting(lines: readonly JunosLine[], ...path: readonly string[]): readonly string[] | null {
  const found = linesOf(lines, path).filter((line) => begins(line, path));
  for (const line of found) line.used = true;
  return found.at(-1)?.words.slice(path.length) ?? null;
}

/** All values of a setting that may be written once a line or as a list. */
export function values(lines: readonly JunosLine[], ...path: readonly string[]): readonly string[] {
  const found = linesOf(lines, path).filter((line) => begins(line, path));
  for (const line of found) line.used = true;
  return found.flatMap((line) => line.words.slice(path.length));
}
