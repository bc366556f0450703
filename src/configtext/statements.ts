// One `set` line that sets several things of one object, as people type it: as the lines that the device would print, one setting each.

/** What may follow a word: a value, the name of an entry, or further words. */
export type Grammar =
  | 'value'
  | { readonly entry: Grammar }
  | { readonly words: Readonly<Record<string, Grammar>> };

/** The line itself where it sets one thing, or holds a word that the grammar does not know. */
export function statements(line: readonly string[], grammar: Grammar): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const stack: { readonly at: Grammar; readonly path: readonly string[] }[] = [{ at: grammar, path: [] }];
  let index = 0;
  while (index < line.length) {
    const word = line[index] ?? '';
    const top = stack.at(-1);
    if (!top || top.at === 'value') return [line];
    if ('entry' in top.at) {
      stack.pop();
      stack.push({ at: top.at.entry, path: [...top.path, word] });
      index += 1;
      continue;
    }
    const next = top.at.words[word];
    if (next === undefined) {
      // What the object itself does not know belongs to the one that it stands in.
      if (stack.length <= 1) return [line];
      stack.pop();
      continue;
    }
    index += 1;
    const path = [...top.path, word];
    if (next !== 'value') {
      stack.push({ at: next, path });
      continue;
    }
    const until = line[index] === '[' ? line.indexOf(']', index) + 1 : index + 1;
    if (until <= index || until > line.length) return [line];
    found.push([...path, ...line.slice(index, until)]);
    index = until;
  }
  return found.length > 1 ? found : [line];
}
