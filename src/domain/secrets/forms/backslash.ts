// A secret that a device broke off behind a backslash and goes on with in the next line.

import { type BlockForm, type Fate, removed } from '../form.js';
import { findNamed, naming } from '../line.js';

/** `secret=\`, `secret="two \`, `secret=ab\`: the value goes on in the next line. */
const backslashAtEnd = /\\\s{0,10}$/;
const goesOn = naming(
  (name) => `(?<![\\p{L}])${name}=(|"(?:[^"\\\\]|\\\\.){0,2000}|[^\\s"]{1,2000})\\\\\\s{0,10}$`,
);
/** So that a quotation mark that is missing costs no whole text. */
const mostLines = 50;

export const backslashForms: readonly BlockForm[] = [
  {
    id: 'behind-a-backslash',
    vendor: 'RouterOS',
    opens: (line) => {
      const begun = findNamed(line, backslashAtEnd, goesOn)?.[1];
      return begun === undefined ? null : continued(begun.startsWith('"'), begun === '');
    },
    example: {
      text: 'add peer=hub secret=\\\n    {key} username=hub\nadd peer=203.0.113.9',
      keeps: ['peer=hub', 'username=hub', 'peer=203.0.113.9'],
      keys: 'base64',
    },
    stays: ['add generate-policy=no peer=hub \\\n    my-id=fqdn:hub.example'],
  },
];

/** The rest of the value: to its closing quotation mark, or to the end of a word. */
function continued(isQuoted: boolean, isWhole: boolean): (next: string) => Fate {
  let quoted = isQuoted;
  let number = 0;
  return (next) => {
    number += 1;
    const opensHere = number === 1 && isWhole && /^\s*"/.test(next);
    if (opensHere) quoted = true;
    const indent = /^\s*/.exec(next)?.[0] ?? '';
    const from = indent.length + (opensHere ? 1 : 0);
    const length =
      (quoted ? /^(?:[^"\\]|\\.){0,4000}/ : /^[^\s"]{0,4000}/).exec(next.slice(from))?.[0].length ?? 0;
    const after = next.slice(from + length);
    const isOpen = quoted && !after.startsWith('"');
    return {
      line: `${indent}${removed}${isOpen ? '' : after.replace(/^"/, '')}`,
      isOver: !isOpen || number >= mostLines,
    };
  };
}
