// Junos `set` lines and the same configuration in braces, as one list of words with the line each came from.

import type { ConfigLine } from '../hierarchy.js';
import { statements } from '../statements.js';
import { wordsOf } from '../words.js';
import { configuration } from './grammar.js';

const deepest = 16;

/** False when a brace is not closed: the text ends inside of something. */
export function isWholeJunos(lines: readonly string[]): boolean {
  const ends = lines.map((line) => line.replace(/##.*$/, '').trimEnd());
  return (
    ends.filter((line) => line.endsWith('{')).length <= ends.filter((line) => line.trim() === '}').length
  );
}

/** Only what tells of tunnels, addresses and routes. */
export function junosLines(lines: readonly string[]): readonly ConfigLine[] {
  const found: ConfigLine[] = [];
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
