// How a text came through a chat, a mail or a document: moved to the right as a whole, quoted, numbered, fenced, escaped, or with the
// quotes and spaces of a word processor. Without that, as the device prints it.

/** Spaces and quotes as they are typed; what has no width and the fences around a block of a chat are left out. */
export function asTyped(line: string): string {
  const plain = line
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/[\u2018-\u201b\u2039\u203a]/g, "'");
  return /^\s*(?:```|~~~)[a-z]{0,12}\s*$/.test(plain) ? '' : plain;
}

/** The lines as the device prints them, from the lines as they were typed or pasted. */
export function asPrinted(lines: readonly string[]): readonly string[] {
  return withoutCommonIndent(withoutNumbers(withoutQuoteMarks(unescaped(lines))));
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** Slack and web pages escape what a person copies; a text that has elements of its own writes its entities itself. */
function unescaped(lines: readonly string[]): readonly string[] {
  const isEscaped = lines.some((line) => /&(?:lt|gt|quot|apos|#39|nbsp|amp);/.test(line));
  if (!isEscaped || lines.some((line) => /<\/[A-Za-z][\w.-]*>/.test(line))) return lines;
  return lines.map((line) =>
    line.replace(/&(?:lt|gt|quot|apos|#39|nbsp|amp);/g, (entity) => entities[entity] ?? entity),
  );
}

/** Answers quote answers. */
const deepestQuote = 5;

/** Where most lines are quoted, a sentence above them is none of the configuration. */
function withoutQuoteMarks(lines: readonly string[]): readonly string[] {
  let bare = lines;
  for (let depth = 0; depth < deepestQuote; depth += 1) {
    const written = bare.filter((line) => line.trim() !== '');
    const quoted = written.filter((line) => /^\s*>/.test(line));
    if (quoted.length === 0 || quoted.length < written.length * 0.7) break;
    bare = bare.map((line) => line.replace(/^\s*> ?/, ''));
  }
  return bare;
}

const numbered = /^\s*(\d{1,6})(?:[:|.)]?\t|[:|.)] ?| {1,2}|$)/;
/** Fewer lines may happen to begin with such numbers. */
const leastNumbered = 3;

/** `12: set …`, `  12  set …`, `12<tab>set …`: only where each line has the number behind the one before. */
function withoutNumbers(lines: readonly string[]): readonly string[] {
  const written = lines.filter((line) => line.trim() !== '');
  const numbers = written.map((line) => Number(numbered.exec(line)?.[1] ?? Number.NaN));
  const isCounted = numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1);
  if (numbers.length < leastNumbered || !isCounted) return lines;
  return lines.map((line) => line.replace(numbered, ''));
}

/** What all lines share at their beginning says nothing; the products read the depth of a line by what stands before it. */
function withoutCommonIndent(lines: readonly string[]): readonly string[] {
  const written = lines.filter((line) => line.trim() !== '');
  const [first = ''] = written;
  let common = /^[ \t]*/.exec(first)?.[0] ?? '';
  for (const line of written) while (!line.startsWith(common)) common = common.slice(0, -1);
  return common === '' ? lines : lines.map((line) => line.slice(common.length));
}
