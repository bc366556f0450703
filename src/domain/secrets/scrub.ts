// Takes secrets out of a text, line by line, in time that grows with the text.

import type { BlockForm, Fate, LineForm } from './form.js';
import { removed } from './form.js';
import { backslashForms } from './forms/backslash.js';
import { blockForms } from './forms/blocks.js';
import { ciscoForms } from './forms/cisco.js';
import { endedForms } from './forms/ended.js';
import { firewallForms } from './forms/firewalls.js';
import { labelForms } from './forms/labels.js';
import { linuxForms } from './forms/linux.js';
import { scrubRow, tableForms } from './forms/tables.js';
import { tokenForms } from './forms/tokens.js';
import { toldForms } from './forms/told.js';
import { namesSecret } from './names.js';

/** One table: a form that is added here is used at every door, and every test about secrets covers it. */
export const lineForms: readonly LineForm[] = [
  ...endedForms,
  ...linuxForms,
  ...ciscoForms,
  ...firewallForms,
  ...labelForms,
  ...toldForms,
  // Last: what begins like a token may be the first word of a key that has more.
  ...tokenForms,
];
export const severalLineForms: readonly BlockForm[] = [...backslashForms, ...blockForms, ...tableForms];

export interface Scrubbed {
  readonly text: string;
  /** How many secrets were taken out. */
  readonly count: number;
}

/** More secrets than any line holds: the rest of the line goes. */
const mostPerLine = 500;
/** `pw=x`: nothing shorter can hold a secret with its name. */
const shortestLine = 4;

/**
 * What looks like a secret goes, also when it might be none; names, addresses and algorithms stay. Applied twice it changes
 * nothing more.
 */
export function scrub(text: string): Scrubbed {
  let count = 0;
  let follow: ((next: string) => Fate) | null = null;
  let isCounted = false;
  const lines = text.split('\n').map((line) => {
    const end = line.endsWith('\r') ? '\r' : '';
    let left = end === '' ? line : line.slice(0, -1);
    if (follow !== null) {
      const fate: Fate = follow(left);
      if (fate.isOver) follow = null;
      if (fate.line !== left) {
        if (!isCounted) count += 1;
        isCounted = true;
        left = fate.line;
      }
    }
    const isNamed = namesSecret(left);
    if (isNamed || otherKey.test(left)) {
      const opening = opened(left);
      if (opening !== null) {
        follow = opening;
        isCounted = false;
      }
      const row = scrubRow(left);
      if (row !== null && row !== left) {
        count += 1;
        left = row;
      }
    }
    if (left.length < shortestLine) return left + end;
    const lower = left.toLowerCase();
    const hasWords = anyWord.test(lower);
    for (const { form, words } of lookedFor) {
      const isLookedAt = form.has === 'a-name' ? isNamed : words === null || (hasWords && words.test(lower));
      if (!isLookedAt) continue;
      const scrubbed = scrubLine(left, form);
      count += scrubbed.count;
      left = scrubbed.text;
    }
    return left + end;
  });
  return { text: lines.join('\n'), count };
}

/** One expression looks for all words in one pass over the line; a search for each of them is ten times as slow. */
function oneOf(words: readonly string[]): RegExp {
  return new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));
}

/** Most lines of a log hold none of the words of any form. */
const anyWord = oneOf([...new Set(lineForms.flatMap(({ has }) => (typeof has === 'string' ? [] : has)))]);
/** Null looks at every line. */
const lookedFor = lineForms.map((form) => ({
  form,
  words: typeof form.has === 'string' ? null : oneOf(form.has),
}));

/** Keys in lines of their own that no name of a secret announces. */
const otherKey = /PRIVATE KEY|^Private-Lines|:\s{0,8}(?:RSA|ECDSA)\s|<key>/;

function opened(line: string): ((next: string) => Fate) | null {
  for (const form of severalLineForms) {
    const follow = form.opens(line);
    if (follow !== null) return follow;
  }
  return null;
}

/** Lines that were cut from one text, each by itself; none holds a line end. */
export function scrubLines(lines: readonly string[]): readonly string[] {
  return scrub(lines.join('\n')).text.split('\n');
}

function scrubLine(line: string, { before, ends }: LineForm): Scrubbed {
  let count = 0;
  let left = '';
  let from = 0;
  before.lastIndex = 0;
  for (let found = before.exec(line); found !== null; found = before.exec(line)) {
    const begins = found.index + found[0].length;
    const end = line.startsWith(removed, begins)
      ? begins
      : count >= mostPerLine
        ? line.length
        : ends(line, begins);
    if (end > begins) {
      left += `${line.slice(from, begins)}${removed}`;
      from = end;
      count += 1;
    }
    before.lastIndex = Math.max(end, begins, found.index + 1);
    if (before.lastIndex > line.length) break;
  }
  return { text: left + line.slice(from), count };
}
