// Splitting a line of a configuration into its words.

/** Words of a command line; a quotation is one word. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"?|(\S+)/g)].map((match) =>
    match[2] === undefined ? (match[1] ?? '').replace(/\\(.)/g, '$1') : match[2],
  );
}
