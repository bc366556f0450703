// Placeholders in texts: facts by name, the place of a setting, and where a fact was seen.

import type { EndName } from '../domain/evidence.js';
import { type SettingName, settingNames } from '../domain/tunnelConfig.js';
import type { FactBook } from '../facts/book.js';
import { factsByName, isFact } from '../facts/catalogue.js';
import { valueText } from '../facts/fact.js';
import { type CommandName, commandNames } from '../products/product.js';

/** Where a setting is found on an end, in the words of its vendor or in neutral words; with the end's name unless `isNamed`. */
type PlaceOf = (end: EndName, setting: SettingName, isNamed?: boolean) => string;

/** The command that a person runs on an end, in the words of its vendor; with the end's name unless `isNamed`. */
type CommandOf = (end: EndName, command: CommandName, isNamed?: boolean) => string;

/** What an end's vendor calls things. */
export interface EndWords {
  readonly placeOf: PlaceOf;
  readonly commandOf: CommandOf;
}

const pattern = /\{([^{}]*)\}/g;

export type Placeholder =
  | { readonly kind: 'fact'; readonly fact: string }
  | { readonly kind: 'seen'; readonly fact: string }
  | { readonly kind: 'setting'; readonly end: EndName; readonly setting: SettingName }
  | { readonly kind: 'command'; readonly end: EndName; readonly command: CommandName };

/** Reads what stands between the braces; null for what is no placeholder. */
export function readPlaceholder(inside: string): Placeholder | null {
  const setting = /^(ours|theirs)\.setting\.(.+)$/.exec(inside);
  if (setting) {
    const name = settingNames.find((one) => one === setting[2]);
    return name ? { kind: 'setting', end: setting[1] === 'ours' ? 'ours' : 'theirs', setting: name } : null;
  }
  const command = /^(ours|theirs)\.command\.(.+)$/.exec(inside);
  if (command) {
    const name = commandNames.find((one) => one === command[2]);
    return name ? { kind: 'command', end: command[1] === 'ours' ? 'ours' : 'theirs', command: name } : null;
  }
  const seen = /^seen:(.+)$/.exec(inside)?.[1];
  if (seen !== undefined) return isFact(seen) ? { kind: 'seen', fact: seen } : null;
  return isFact(inside) ? { kind: 'fact', fact: inside } : null;
}

export function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(pattern)].map((match) => match[1] ?? '');
}

export function factsInText(template: string): readonly string[] {
  return placeholdersIn(template).flatMap((inside) => {
    const read = readPlaceholder(inside);
    return read && 'fact' in read ? [read.fact] : [];
  });
}

/**
 * Fills a text. A sentence that names something unknown is left out, so that people read no holes; the first sentence always
 * stands and says "(not known)" there. Sentences are those of the template: what devices wrote cannot cut them.
 */
export function fill(template: string, book: FactBook, words: EndWords): string {
  return sentencesOf(template)
    .filter((sentence, index) => index === 0 || factsInText(sentence).every((fact) => book.fact(fact).known))
    .map((sentence) => fillSentence(sentence, book, words))
    .join(' ');
}

/** The first sentence alone, without where its facts were seen: what a card has room for. */
export function fillBrief(template: string, book: FactBook, words: EndWords): string {
  const [first = ''] = sentencesOf(template);
  return fillSentence(first.replace(/ \(\{seen:[^{}]*\}\)/g, ''), book, words);
}

/** Whether the first sentence, which always stands, says everything that it names. */
export function isFilled(template: string, book: FactBook): boolean {
  const [first = ''] = sentencesOf(template);
  return factsInText(first).every((fact) => book.fact(fact).known);
}

function sentencesOf(template: string): readonly string[] {
  return template.split(/(?<=[.?])\s+/);
}

function fillSentence(template: string, book: FactBook, words: EndWords): string {
  const text = fillWords(template, book, words);
  // A stand-in for a name ("the other end", "this end") begins a sentence like any other word; a name stays as it is.
  return /^\{(ours|theirs|tunnel)\.name\}/.test(template) && /^(the|this|our|their) /.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}

function fillWords(template: string, book: FactBook, words: EndWords): string {
  return template.replace(pattern, (whole, inside: string) => {
    const read = readPlaceholder(inside);
    if (!read) return whole;
    // A sentence names a device once.
    const isNamed = 'end' in read && template.includes(`{${read.end}.name}`);
    if (read.kind === 'setting') return words.placeOf(read.end, read.setting, isNamed);
    if (read.kind === 'command') return words.commandOf(read.end, read.command, isNamed);
    const state = book.fact(read.fact);
    if (!state.known) return '(not known)';
    if (read.kind === 'seen') return seenText(state.evidence);
    const definition = factsByName.get(read.fact);
    return valueText(state.value, definition?.type ?? { kind: 'text' });
  });
}

function seenText(lines: readonly { device: string; source: string; at: string | null }[]): string {
  const [first] = lines;
  if (!first) return '(not known)';
  // Several requests made one observation: the evidence lines name them all, a sentence would drown in them.
  const where = first.source.includes(';') ? first.device : `${first.device}, ${first.source}`;
  return first.at === null ? where : `${where}, ${momentText(first.at)}`;
}

/** `2026-11-21 04:18:34 UTC`: a sentence needs no fractions. */
function momentText(at: string): string {
  return at.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC');
}
