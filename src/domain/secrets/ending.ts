// Where a secret ends. When nobody can tell, it takes the rest of its line along: keys of several words lose no word.

import type { Ending } from './form.js';
import { isNoSecret, isSentence } from './names.js';

const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“”',
  '«': '»',
  '»': '«',
  '”': '”',
  '‘': '’',
};

/** What may follow a closing quotation mark; else the mark belongs to the secret. Where pairs are written, another pair may. */
const afterQuote = /\s{0,40}(?:$|[,;)}\]>|&#\\/*]|--?[A-Za-z])/y;
const afterQuotedValue = /\s{0,40}(?:$|[,;)}\]>|&#\\/*]|--?[A-Za-z]|[\w.-]{1,40}\s{0,2}[:=])/y;

/** Behind the closing mark of the quotation that begins at `from`; null when none begins there or none ends it. */
function endOfQuotation(line: string, from: number, after = afterQuote): number | null {
  const escaped = /\\{0,8}/y;
  escaped.lastIndex = from;
  const slashes = escaped.exec(line)?.[0] ?? '';
  const open = line[from + slashes.length] ?? '';
  const closers = quotes[open];
  if (closers === undefined) return null;
  return closingMark(line, from + slashes.length + 1, closers, slashes, after);
}

function closingMark(
  line: string,
  from: number,
  closers: string,
  slashes = '',
  after = afterQuotedValue,
): number | null {
  for (let at = from; at < line.length; at += 1) {
    if (!closers.includes(line[at] ?? '')) continue;
    if (slashes === '' ? line[at - 1] === '\\' : !line.startsWith(slashes, at - slashes.length)) continue;
    after.lastIndex = at + 1;
    if (after.test(line)) return at + 1;
  }
  return null;
}

/** To the end of the line, or of the quotation that begins there. */
export const rest: Ending = (line, from) => endOfQuotation(line, from) ?? line.trimEnd().length;

/** As `rest`, unless what follows only says something about a secret. */
export const restUnlessProse: Ending = (line, from) =>
  isNoSecret(line.slice(from, from + 300)) ? from : rest(line, from);

/** As `rest`, unless it is a sentence about a secret: it begins as one and goes on as one, or says no more. */
export const restUnlessSentence: Ending = (line, from) =>
  isSentence(line.slice(from, from + 300)) ? from : rest(line, from);

/** As far as the pattern (sticky) reaches. */
export function run(pattern: RegExp): Ending {
  return (line, from) => {
    pattern.lastIndex = from;
    return from + (pattern.exec(line)?.[0].length ?? 0);
  };
}

/** One quotation, or up to where the pattern (with `g`) begins; to the end of the line when it does not occur. */
export function upTo(pattern: RegExp): Ending {
  return (line, from) => {
    const quoted = endOfQuotation(line, from);
    if (quoted !== null) return quoted;
    pattern.lastIndex = from;
    return pattern.exec(line)?.index ?? line.trimEnd().length;
  };
}

/** What follows the first word of an unquoted value and is no part of it: another pair, an option, a comment of the device. */
const nextPair =
  /\s{1,40}(?:--?[A-Za-z][\w-]{1,40}|##? )|[,;&]\s{0,40}["']?[\w.-]{1,40}["']?\s{0,4}[:=]|<\/|\s{0,40};?\s{0,40}$/y;
/** Where `=` stands without blanks, the next pair does too. */
const nextTightPair = /\s{1,40}[\w.-]{1,40}=(?!=)/y;

/** The value of a name: a quotation, a bracket, the first word when a pair follows, else the rest of the line. */
export const value: Ending = (line, from) => {
  const end = endOfValue(line, from);
  return isNoSecret(line.slice(from, Math.min(end, from + 300))) ? from : end;
};

function endOfValue(line: string, from: number): number {
  const quoted = endOfQuotation(line, from, afterQuotedValue);
  if (quoted !== null) return quoted;
  if (line[from] === '{' || line[from] === '[') return endOfBracket(line, from);
  const outer = surroundingQuote(line, from);
  const limit =
    outer === null ? line.trimEnd().length : (closingMark(line, from, outer) ?? line.length + 1) - 1;
  for (let at = from + 1; at < limit; at += 1) {
    if (!/[\s,;&<]/.test(line[at] ?? '')) continue;
    nextPair.lastIndex = at;
    nextTightPair.lastIndex = at;
    if (nextPair.test(line) || (line[from - 1] === '=' && nextTightPair.test(line))) return at;
    if (/\s/.test(line[at] ?? '')) break;
  }
  if (line.trimStart().startsWith('|')) {
    const cell = line.indexOf(' |', from);
    if (cell > from) return cell;
  }
  // Brackets that were opened before the name close behind the value.
  const tail = line.lastIndexOf('{', from) >= 0 ? /[\s}\])]{0,40}$/.exec(line.slice(0, limit)) : null;
  return Math.max(from + 1, Math.min(limit, tail?.index ?? limit));
}

/** The mark of a quotation that was opened before `from` and not closed: `"note psk=x"`. */
function surroundingQuote(line: string, from: number): string | null {
  let open = 0;
  for (let at = line.indexOf('"'); at >= 0 && at < from; at = line.indexOf('"', at + 1)) open += 1;
  return open % 2 === 1 ? '"' : null;
}

function endOfBracket(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at += 1) {
    if ('{['.includes(line[at] ?? '')) depth += 1;
    else if ('}]'.includes(line[at] ?? '')) depth -= 1;
    if (depth === 0) {
      const end = at + 1;
      return /^\s{0,40}(?:$|[,;})\]])/.test(line.slice(end, end + 42)) ? end : line.length;
    }
  }
  return line.length;
}
