// How a text came through a chat, a mail or a document: moved to the right as a whole, quoted, fenced, or with the quotes and spaces of a
// word processor. Without that, as the device prints it.

/** Spaces and quotes as they are typed; what has no width and the fences around a block of a chat are left out. */
export function asTyped(line: string): string {
  const plain = line
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u2018-\u201b]/g, "'");
  return /^\s*(?:```|~~~)[a-z]{0,12}\s*$/.test(plain) ? '' : plain;
}

/** What all lines share at their beginning says nothing; the products read the depth of a line by what stands before it. */
export function withoutCommonIndent(lines: readonly string[]): readonly string[] {
  const quoted = lines.every((line) => line.trim() === '' || /^\s*>/.test(line));
  const bare = quoted ? lines.map((line) => line.replace(/^\s*> ?/, '')) : lines;
  const written = bare.filter((line) => line.trim() !== '');
  const [first = ''] = written;
  let common = /^[ \t]*/.exec(first)?.[0] ?? '';
  for (const line of written) while (!line.startsWith(common)) common = common.slice(0, -1);
  return common === '' ? bare : bare.map((line) => line.slice(common.length));
}
