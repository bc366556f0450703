// VyOS, EdgeOS, Vyatta: `set` commands, the same configuration in braces, or as JSON, as one list of words with the line each came from.

import type { ConfigLine } from '../hierarchy.js';
import { jsonIn } from '../json.js';

export interface VyosText {
  readonly lines: readonly ConfigLine[];
  /** The last words of a text that may have been cut behind them; null where all that was opened is closed. */
  readonly last: readonly string[] | null;
}

const deepest = 16;
/** Each looks through all lines. */
const mostDeleted = 100;

export function vyosText(lines: readonly string[]): VyosText {
  const json = fromJson(lines);
  if (json !== null) return { lines: json, last: null };
  let found: ConfigLine[] = [];
  const path: (readonly string[])[] = [];
  let hasBraces = false;
  let deleted = 0;
  lines.forEach((raw, index) => {
    const text = raw.replace(/^[+>]\s?(?=\s|\S+ \{)/, '').trim();
    const add = (words: readonly string[]) =>
      found.push({ line: index + 1, text: raw.trim(), words: fromTop(words), used: false });
    const command = /^(?:\S{1,80}[#$>] )?(set|delete) (.+)$/.exec(text);
    if (command?.[1] === 'set') add(vyosWords(command[2] ?? ''));
    else if (command && deleted < mostDeleted) {
      deleted += 1;
      found = without(found, fromTop(vyosWords(command[2] ?? '')));
    } else if (command) return;
    else if (/^(?:\/\*|\/\/|-\s)/.test(text)) return;
    else if (text.endsWith('{') && path.length < deepest) {
      path.push(vyosWords(text.slice(0, -1)));
      hasBraces = true;
      add(path.flat());
    } else if (text === '}') path.pop();
    else if (path.length > 0 && text !== '') add([...path.flat(), ...vyosWords(text)]);
  });
  const isClosed = hasBraces && path.length === 0;
  return { lines: found, last: isClosed ? null : (found.at(-1)?.words ?? null) };
}

/** Words of a command; what stands in quotation marks of either kind is one, and a remark behind the command is none. */
function vyosWords(text: string): readonly string[] {
  const words = [...text.matchAll(/'([^']*)'?|"((?:[^"\\]|\\.)*)"?|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double?.replace(/\\(.)/g, '$1') ?? bare ?? '',
  );
  const remark = words.indexOf('#');
  return remark > 0 ? words.slice(0, remark) : words;
}

function without(found: readonly ConfigLine[], path: readonly string[]): ConfigLine[] {
  return found.filter(({ words }) => !path.every((word, at) => words[at] === word));
}

/** A part of the configuration may be pasted without what stands above it. */
function fromTop(words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  if (first === 'ipsec') return ['vpn', ...words];
  if (/^(?:site-to-site|ike-group|esp-group)$/.test(first)) return ['vpn', 'ipsec', ...words];
  if (first === 'peer') return ['vpn', 'ipsec', 'site-to-site', ...words];
  return words;
}

/** `config.gateway.json` of a UniFi gateway and `show configuration json` of VyOS hold the same hierarchy; null for what is no JSON. */
function fromJson(lines: readonly string[]): readonly ConfigLine[] | null {
  if (
    !lines
      .find((line) => line.trim() !== '')
      ?.trim()
      .startsWith('{')
  )
    return null;
  const json = jsonIn(lines);
  if (json === null) return null;
  const found: ConfigLine[] = [];
  flatten(json, [], found);
  return found;
}

function flatten(value: unknown, path: readonly string[], found: ConfigLine[]): void {
  if (Array.isArray(value)) for (const one of value) flatten(one, path, found);
  else if (typeof value === 'object' && value !== null && path.length < deepest) {
    if (path.length > 0) found.push(jsonLine(path));
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], found);
  } else found.push(jsonLine(value === "''" || value === '' ? path : [...path, String(value)]));
}

function jsonLine(path: readonly string[]): ConfigLine {
  return { line: 1, text: path.slice(-2).join(' '), words: fromTop(path), used: false };
}

/**
 * Whether what an object does not print is not set: the text goes on behind the object, or prints something of it that stands behind.
 * Keys of an object are printed by name, so one that comes later tells that this one was passed.
 */
export function isPassed({ lines, last }: VyosText, path: readonly string[], key: string): boolean {
  if (last === null || !path.every((word, at) => last[at] === word)) return true;
  return lines.some(
    ({ words }) => path.every((word, at) => words[at] === word) && (words[path.length] ?? '') > key,
  );
}
