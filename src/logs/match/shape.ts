// What a message shape is: literal text with placeholders, matched in linear time without backtracking.

/** The longest part of a line that is looked at; nothing that decides stands later, and a 10 MB line costs no more than this. */
export const lineLimit = 4096;

/**
 * A compiled shape. `literals` are the texts between placeholders, folded to lower case; `names[i]` is the placeholder before `literals[i]`,
 * `names[literals.length]` the one after the last literal. An empty name is `{*}`, null is no placeholder.
 */
export interface Shape {
  readonly literals: readonly string[];
  readonly names: readonly (string | null)[];
  /** How many letters are fixed: of two shapes that match, the one with more is the more specific. */
  readonly weight: number;
}

export type Captures = Readonly<Record<string, string>>;

const placeholder = /\{([a-z0-9-]+|\*)\}/g;

/**
 * Reads `tried {count} shared key{*} for '{ours}'`.
 * Matching finds each literal at its first place after the one before. A placeholder takes any text, so the first place is always good
 * enough: there is nothing to try again, and the work is bounded by length of the line times number of literals.
 */
export function compileShape(text: string): Shape {
  const literals: string[] = [];
  const names: (string | null)[] = [];
  let last = 0;
  let pending: string | null = null;
  for (const found of text.matchAll(placeholder)) {
    const literal = fold(text.slice(last, found.index));
    if (literal !== '') {
      literals.push(literal);
      names.push(pending);
      pending = null;
    }
    pending = found[1] === '*' ? '' : (found[1] ?? '');
    last = found.index + found[0].length;
  }
  const rest = fold(text.slice(last));
  if (rest !== '') {
    literals.push(rest);
    names.push(pending);
    pending = null;
  }
  names.push(pending);
  return { literals, names, weight: literals.reduce((sum, literal) => sum + literal.length, 0) };
}

/** Lower case, straight quotes, single spaces: what shapes and lines have in common. Keeps the length except for runs of space. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[‘’`´]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[\s\u00a0]+/g, ' ');
}

/** The captures when the shape occurs in the line, null when not. `folded` and `original` have the same length. */
export function matchShape(shape: Shape, folded: string, original: string): Captures | null {
  const spans: [number, number][] = [];
  let from = 0;
  for (const literal of shape.literals) {
    const at = folded.indexOf(literal, from);
    if (at < 0) return null;
    spans.push([at, at + literal.length]);
    from = at + literal.length;
  }
  return captured(shape, spans, original);
}

function captured(shape: Shape, spans: readonly [number, number][], line: string): Captures {
  const captures: Record<string, string> = {};
  shape.names.forEach((name, index) => {
    if (!name) return;
    const before = spans[index - 1];
    const after = spans[index];
    const text = line.slice(before?.[1] ?? 0, after?.[0] ?? line.length);
    captures[name] = before ? text.trim() : lastWord(text);
  });
  return captures;
}

/** A placeholder at the start has the whole prefix of the line before it; only its last word belongs to the message. */
function lastWord(text: string): string {
  return text.trim().split(' ').at(-1) ?? '';
}
