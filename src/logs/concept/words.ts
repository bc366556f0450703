// A line as plain words, and phrases that are looked for in them: what reading by concept compares.

/** Longer lines are read by their beginning. */
const longest = 600;

/**
 * Lower case, names of codes split into words (`NO_PROPOSAL_CHOSEN`, `PskMismatch`), punctuation gone. Quoted names and distinguished names go:
 * a connection called "paris-psk" says nothing about its key.
 */
export function plainWords(text: string): string {
  return text
    .slice(0, longest)
    .replace(/(\w)n['’]t\b/g, '$1 not')
    .replace(/"[^"\s]{0,120}"|'[^'\s]{0,120}'/g, ' ')
    .replace(/["'][^"']{0,200}\bCN=[^"']{0,200}["']/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bcan not\b|\bca not\b/g, 'can not')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * `fail*` is a beginning, `not match*` are words in a row, `..` stands for up to four words between.
 * Nothing in it repeats without a bound, so no line can make it slow.
 */
export function compileWords(phrases: readonly string[]): RegExp {
  const one = (phrase: string): string =>
    phrase
      .trim()
      .split(/\s+/)
      .map((word) => (word === '..' ? '(?:[a-z0-9]+ ){0,4}' : `${word.replace('*', '[a-z0-9]*')} `))
      .join('');
  return new RegExp(`(?:^| )(?:${phrases.map((phrase) => one(phrase)).join('|')})`);
}

/** The words with a space at their end, as the compiled phrases expect it. */
export function isSaid(words: string, phrases: RegExp): boolean {
  return phrases.test(`${words} `);
}
