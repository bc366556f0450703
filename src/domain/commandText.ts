// A word of a command, written so that the dispatch reads it back as one; buttons carry commands made with it.

export function quoteWord(word: string): string {
  if (/^[^\s"“”„‟«»″<>&—–‒―−-][^\s"“”„‟«»″<>&]*$/u.test(word)) return word;
  return `"${word.replace(/["“”„‟«»″]/gu, '')}"`;
}
