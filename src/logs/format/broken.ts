// Lines that a mail program or a console broke at its width, put together again.

import type { RawLine } from './exported.js';
import { clockOf, readTime } from './time.js';

/** How much of a text signatures know: 0 when none does. */
export type Knows = (text: string) => number;

/** Mail breaks at 72 to 78, consoles at 80; a line that is longer and has words was not broken. */
const widest = 100;
const narrowest = 50;
/** Longer texts are no mail. */
const mostLines = 3000;

/** A line that begins so was printed as a line: a clock, a daemon's prefix, a record. */
const start =
  /^(?:<\d{1,3}>|\d\d\[[A-Z]{3}\d?\] |"[^"\s]{1,100}"(?:\[\d{1,9}\])?(?: [0-9a-fA-F.:]{2,45})? #\d|packet from |%[A-Z]{3,10}\d{0,2}-|ike (?:V=\S{1,40}:)?\d|\[\w|\{ ?"|\||[\w.-]{1,30}\[\d{1,8}\]: |(?:charon(?:-\w{1,10})?|pluto|racoon2?|iked|isakmpd|kmd|ipsec|ikemgr|ISAKMP|IKEv2|IPSEC): )/;

function begins(text: string): boolean {
  return isTimed(text) || start.test(text);
}

function isTimed(text: string): boolean {
  const head = text.slice(0, 40);
  return readTime(head) !== null || clockOf(head) !== null;
}

/**
 * Two lines are one when the first word of the second had no room in the first, and signatures know the two together better than apart.
 * Once that is shown for a text, what begins with no clock and no prefix and is nothing by itself goes on with the line before.
 */
export function rejoined(lines: readonly RawLine[], knows: Knows): RawLine[] {
  const width = widthOf(lines);
  if (width === null) return [...lines];
  const timed = lines.filter(({ text }) => isTimed(text)).length;
  const first = lines[0];
  // Where the lines have a clock, one without that says nothing by itself goes on with the line before.
  const byClock = first !== undefined && isTimed(first.text) && timed >= 1 && timed < lines.length;
  const joins = (a: RawLine, b: RawLine): string | null => {
    if (b.number !== a.number + 1 || begins(b.text)) return null;
    const word = /^\S*/.exec(b.text)?.[0].length ?? 0;
    return a.text.length + 1 + word > width ? together(a.text, b.text, width, knows) : null;
  };
  const gains = (a: string, b: string, both: string): boolean => knows(both) > Math.max(knows(a), knows(b));
  const isShown = lines.some((line, index) => {
    const next = lines[index + 1];
    const both = next === undefined ? null : joins(line, next);
    return (
      next !== undefined &&
      both !== null &&
      ((byClock && knows(next.text) === 0) || gains(line.text, next.text, both))
    );
  });
  if (!isShown) return [...lines];
  const out: RawLine[] = [];
  let last: RawLine | null = null;
  for (const line of lines) {
    const whole = out.at(-1);
    const isNext = whole !== undefined && last !== null && joins(last, line) !== null;
    const both = isNext ? together(whole.text, line.text, width, knows, last?.text.length) : '';
    if (isNext && (knows(line.text) === 0 || gains(whole.text, line.text, both)))
      out[out.length - 1] = { text: both, number: whole.number };
    else out.push(line);
    last = line;
  }
  return out;
}

/** The width at which the text seems to be broken; null when it has lines that no mail program would leave so. */
function widthOf(lines: readonly RawLine[]): number | null {
  if (lines.length < 2 || lines.length > mostLines) return null;
  let width = 0;
  for (const { text } of lines) {
    if (text.length <= widest) width = Math.max(width, text.length);
    else if (text.slice(0, widest).trim().lastIndexOf(' ') > narrowest / 2) return null;
  }
  return width >= narrowest ? width : null;
}

/** A console breaks within a word, mail between words. */
function together(a: string, b: string, width: number, knows: Knows, last = a.length): string {
  const spaced = `${a} ${b}`;
  if (last !== width) return spaced;
  return knows(a + b) > knows(spaced) ? a + b : spaced;
}
