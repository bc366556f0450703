// Letters as the expressions of this folder read them: one for all that the flags `iu` take for the same.

/** Of the same length, so that what is found in it stands at the same place in the text. */
export function fold(text: string): string {
  return isAscii.test(text) ? text.toLowerCase() : text.replace(/\p{CWCF}/gu, folded);
}

const isAscii = /^[\0-\x7f]*$/;

/** By way of the capital letter, so that `ſ` becomes `s`, and `ς` becomes `σ`. */
function folded(letter: string): string {
  const capital = letter.toUpperCase();
  const small = (capital.length === letter.length ? capital : letter).toLowerCase();
  return small.length === letter.length ? small : letter;
}
