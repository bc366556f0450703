// A configuration whose settings stand in a hierarchy of words (Junos, VyOS), as one list of lines, and how a setting is found in it.

export interface ConfigLine {
  readonly line: number;
  readonly text: string;
  /** Without `set`, from the first part of the hierarchy on. */
  readonly words: readonly string[];
  used: boolean;
}

const indexes = new WeakMap<readonly ConfigLine[], ReadonlyMap<string, readonly ConfigLine[]>>();
/** How many words the objects have that are looked up often: a kind of object, an object, and one in a peer. */
const headLengths = [3, 4, 5, 7] as const;

/** The lines of one object (`security ike gateway GW`, `vpn ipsec ike-group G`), found without looking at all of them. */
function linesOf(lines: readonly ConfigLine[], path: readonly string[]): readonly ConfigLine[] {
  const length = headLengths.findLast((one) => one <= path.length);
  if (length === undefined) return lines;
  const index = indexes.get(lines) ?? indexOf(lines);
  indexes.set(lines, index);
  return index.get(headOf(path, length)) ?? [];
}

function indexOf(lines: readonly ConfigLine[]): ReadonlyMap<string, readonly ConfigLine[]> {
  const index = new Map<string, ConfigLine[]>();
  for (const line of lines)
    for (const length of headLengths) {
      if (line.words.length < length) break;
      const head = headOf(line.words, length);
      const found = index.get(head);
      if (found) found.push(line);
      else index.set(head, [line]);
    }
  return index;
}

function headOf(words: readonly string[], length: number): string {
  return words.slice(0, length).join('\n');
}

function begins({ words }: ConfigLine, path: readonly string[]): boolean {
  for (let index = 0; index < path.length; index += 1) if (words[index] !== path[index]) return false;
  return true;
}

/** Every line below these words, with what stands behind them; marks the lines. */
export function below(
  lines: readonly ConfigLine[],
  ...path: readonly string[]
): readonly (readonly string[])[] {
  return linesOf(lines, path).flatMap((line) => {
    if (!begins(line, path)) return [];
    line.used = true;
    return [line.words.slice(path.length)];
  });
}

/** The names of the entries below these words, each once. */
export function namesBelow(lines: readonly ConfigLine[], ...path: readonly string[]): readonly string[] {
  const names = linesOf(lines, path).flatMap((line) =>
    begins(line, path) ? (line.words[path.length] ?? []) : [],
  );
  return [...new Set(names)];
}

/** What stands behind these words in the last line that begins with them; null when none does. Marks it. */
export function setting(lines: readonly ConfigLine[], ...path: readonly string[]): readonly string[] | null {
  const found = linesOf(lines, path).filter((line) => begins(line, path));
  for (const line of found) line.used = true;
  return found.at(-1)?.words.slice(path.length) ?? null;
}

/** All values of a setting that may be written once a line or as a list. */
export function values(lines: readonly ConfigLine[], ...path: readonly string[]): readonly string[] {
  const found = linesOf(lines, path).filter((line) => begins(line, path));
  for (const line of found) line.used = true;
  return found.flatMap((line) => line.words.slice(path.length));
}
