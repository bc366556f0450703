// Which lines of a log say the same again: they differ only in their times and in the numbers that each attempt draws anew.

/** Something that was said at a time, by a device. `at` is ISO 8601 UTC, null when it has no time. */
interface Said {
  readonly device: string;
  readonly at: string | null;
  readonly text: string;
}

/** What was said, how often, and when first and last. */
export interface Repeated<T extends Said> {
  /** The first one by time. */
  readonly line: T;
  readonly count: number;
  /** The time of the last one; null when none has a time. */
  readonly last: string | null;
}

/**
 * What changes from one attempt to the next and means nothing by itself: times and epoch seconds, charon's threads (`06[IKE]`) and
 * the number of its SA (`<acme|12>`), SPIs and cookies, message ids, and how often a request was sent already.
 */
const changing: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}[-/]\d{2}[-/]\d{2}(?:T(?=\d))?/g, ''],
  [/\b[A-Z][a-z]{2} [ \d]?\d\b(?= \d{1,2}:)/g, ''],
  [/\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/g, ''],
  [/\b1\d{9}\b/g, ''],
  [/\b\d{2}(?=\[[A-Z]{3}\])/g, ''],
  [/(<[^<>|]*\|)\d+>/g, '$1>'],
  [/\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{8,}(?:_[io])?\*?(?![\w-]|\.\w)/gi, '#'],
  [/\b(message[ -]?id[ :=]*)(?:0x)?[0-9a-f]+/gi, '$1#'],
  [/\b(retransmit(?:ting|s)?(?: attempt)?[ #:]*)\d+(?: of \d+)?/gi, '$1#'],
];

/** The same for every line that says the same. */
export function sameness({ device, text }: Pick<Said, 'device' | 'text'>): string {
  const bare = changing.reduce((left, [what, by]) => left.replace(what, by), text);
  return `${device}\n${bare.replace(/\s+/g, ' ').trim()}`;
}

/** Each once, in the order of their first times; what has no time keeps its place behind the others. */
export function folded<T extends Said>(lines: readonly T[]): readonly Repeated<T>[] {
  const groups = new Map<string, { line: T; count: number; last: string | null }>();
  for (const line of inOrder(lines)) {
    const key = sameness(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { line, count: 1, last: line.at });
    else groups.set(key, { ...group, count: group.count + 1, last: line.at ?? group.last });
  }
  return [...groups.values()];
}

function inOrder<T extends Said>(lines: readonly T[]): readonly T[] {
  const timed = lines.filter((line) => line.at !== null);
  const rest = lines.filter((line) => line.at === null);
  return [...timed.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '')), ...rest];
}
