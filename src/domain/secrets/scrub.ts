// Takes secrets out of a text, line by line, in time that grows with the text.

import { ownersOf } from '../wordOwners.js';
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
import { isNamedFirst, type Line, readLine } from './line.js';

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
    let read = readLine(left);
    // Of the line as it came: what is taken out may be the name.
    const isNamed = read.names !== 'none';
    if (isNamed || otherKey.test(left)) {
      const opening = opened(read);
      if (opening !== null) {
        follow = opening;
        isCounted = false;
      }
      const row = scrubRow(read);
      if (row !== null && row !== left) {
        count += 1;
        read = readLine(row);
      }
    }
    if (read.text.length < shortestLine) return read.text + end;
    const told = toldByWords(read.folded);
    for (const form of lineForms) {
      if (!(typeof form.has === 'string' ? isTold(form, read, isNamed) : told.has(form))) continue;
      const scrubbed = scrubLine(read, form);
      if (scrubbed.count === 0) continue;
      count += scrubbed.count;
      read = readLine(scrubbed.text);
    }
    return read.text + end;
  });
  return { text: lines.join('\n'), count };
}

const toldByWords = ownersOf(
  lineForms.flatMap((owner) => (typeof owner.has === 'string' ? [] : [{ owner, words: owner.has }])),
);

function isTold({ has }: LineForm, line: Line, isNamed: boolean): boolean {
  return has === 'anything' || (has === 'a-name-first' ? isNamedFirst(line) : isNamed);
}

/** Keys in lines of their own that no name of a secret announces. */
const otherKey = /PRIVATE KEY|^Private-Lines|:\s{0,8}(?:RSA|ECDSA)\s|<key>/;

function opened(line: Line): ((next: string) => Fate) | null {
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

function scrubLine(line: Line, { has, needs, before, ends }: LineForm): Scrubbed {
  const { text } = line;
  const looked = before instanceof RegExp ? text : line.folded;
  const start = has === 'a-name' ? Math.max(0, line.first) : 0;
  if (needs !== undefined) {
    needs.lastIndex = start;
    if (!needs.test(looked)) return { text, count: 0 };
  }
  const pattern = before instanceof RegExp ? before : before(line.names);
  let count = 0;
  let left = '';
  let from = 0;
  pattern.lastIndex = start;
  for (let found = pattern.exec(looked); found !== null; found = pattern.exec(looked)) {
    const begins = found.index + found[0].length;
    const end = text.startsWith(removed, begins)
      ? begins
      : count >= mostPerLine
        ? text.length
        : ends(text, begins);
    if (end > begins) {
      left += `${text.slice(from, begins)}${removed}`;
      from = end;
      count += 1;
    }
    pattern.lastIndex = Math.max(end, begins, found.index + 1);
    if (pattern.lastIndex > text.length) break;
  }
  return { text: left + text.slice(from), count };
}
