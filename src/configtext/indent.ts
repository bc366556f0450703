// How a text came through a chat, a mail or a document: moved to the right as a whole, or quoted. Without that, as the device prints it.

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
