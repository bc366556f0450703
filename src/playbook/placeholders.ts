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
  | { readonly kind: 'command'; readonly end: EndName; readonly command: CommandName }
  /** A sentence that asks for a setting to be on; `already` is the fact that tells whether it is. */
  | { readonly kind: 'enable'; readonly end: EndName; readonly setting: Switch; readonly already: string };

/** Settings that are on or off: the fact of each end that tells which, and what people call them. */
const switches = {
  'ike.dpd': { fact: 'dpd', called: 'DPD' },
  'ike.nat-traversal': { fact: 'nat-t', called: 'NAT traversal' },
  'ike.fragmentation': { fact: 'fragmentation', called: 'IKE fragmentation' },
  monitor: { fact: 'monitor', called: 'tunnel monitor' },
} as const satisfies Partial<Record<SettingName, { readonly fact: string; readonly called: string }>>;

type Switch = keyof typeof switches;

/** Reads what stands between the braces; null for what is no placeholder. */
export function readPlaceholder(inside: string): Placeholder | null {
  const enable = /^enable:(ours|theirs)\.setting\.(.+)$/.exec(inside);
  if (enable) {
    const end = enable[1] === 'ours' ? 'ours' : 'theirs';
    const name = settingNames.find((one): one is Switch => one === enable[2] && one in switches);
    return name ? { kind: 'enable', end, setting: name, already: `${end}.${switches[name].fact}` } : null;
  }
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

/** A sentence of a template, read. */
interface Sentence {
  /** What stands there as it is, and what is filled. */
  readonly parts: readonly (string | Placeholder)[];
  /** Facts that are shown, each as often as it stands there. */
  readonly facts: readonly string[];
  /** Facts that tell whether something which the sentence asks for is so already. */
  readonly asked: readonly string[];
  /** Ends whose name stands there. */
  readonly named: ReadonlySet<EndName>;
  readonly beginsWithName: boolean;
}

/** Texts are those of playbooks: every diagnosis fills the same ones. */
const sentences = new Map<string, readonly Sentence[]>();
const withoutSources = new Map<string, string>();

function sentencesOf(template: string): readonly Sentence[] {
  const known = sentences.get(template);
  if (known) return known;
  const read = template.split(/(?<=[.?])\s+/).map(readSentence);
  sentences.set(template, read);
  return read;
}

function readSentence(text: string): Sentence {
  // Every second piece stood between braces.
  const parts = text
    .split(pattern)
    .map((piece, index) => (index % 2 === 0 ? piece : (readPlaceholder(piece) ?? `{${piece}}`)));
  const read = parts.filter((part) => typeof part !== 'string');
  return {
    parts,
    facts: read.flatMap((one) => ('fact' in one ? [one.fact] : [])),
    asked: read.flatMap((one) => (one.kind === 'enable' ? [one.already] : [])),
    named: new Set((['ours', 'theirs'] as const).filter((end) => text.includes(`{${end}.name}`))),
    beginsWithName: /^\{(ours|theirs|tunnel)\.name\}/.test(text),
  };
}

export function factsInText(template: string): readonly string[] {
  return sentencesOf(template).flatMap(({ facts }) => facts);
}

/** Facts that tell whether something which a text asks for is so already. */
export function factsAsked(template: string): readonly string[] {
  return sentencesOf(template).flatMap(({ asked }) => asked);
}

/**
 * Fills a text. A sentence that names something unknown is left out, so that people read no holes; the first sentence always
 * stands and says "(not known)" there. Sentences are those of the template: what devices wrote cannot cut them. A sentence that asks
 * for what is so already is left out, wherever it stands.
 */
export function fill(template: string, book: FactBook, words: EndWords): string {
  const sentences = sentencesOf(template);
  const [only] = sentences;
  // Most titles of steps name nothing.
  if (sentences.length === 1 && only?.parts.length === 1 && typeof only.parts[0] === 'string')
    return only.parts[0];
  return sentences
    .filter(({ asked }) => !asked.some((fact) => isOn(book, fact)))
    .filter(({ facts }, index) => index === 0 || facts.every((fact) => book.fact(fact).known))
    .map((sentence) => fillSentence(sentence, book, words))
    .join(' ');
}

/** Without where its facts were seen: the evidence below it tells that. */
export function fillWithoutSource(template: string, book: FactBook, words: EndWords): string {
  return fill(withoutSource(template), book, words);
}

/** The first sentence alone, without where its facts were seen: what a card has room for. */
export function fillBrief(template: string, book: FactBook, words: EndWords): string {
  const [first] = sentencesOf(withoutSource(template));
  return first ? fillSentence(first, book, words) : '';
}

function withoutSource(template: string): string {
  const known = withoutSources.get(template);
  if (known !== undefined) return known;
  const text = template.replace(/ \(\{seen:[^{}]*\}\)/g, '');
  withoutSources.set(template, text);
  return text;
}

function isOn(book: FactBook, fact: string): boolean {
  const state = book.fact(fact);
  return state.known && state.value === 'on';
}

/** Whether the first sentence, which always stands, says everything that it names. */
export function isFilled(template: string, book: FactBook): boolean {
  return sentencesOf(template)[0]?.facts.every((fact) => book.fact(fact).known) ?? true;
}

function fillSentence({ parts, named, beginsWithName }: Sentence, book: FactBook, words: EndWords): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : filled(part, named, book, words);
  // A stand-in for a name ("the other end", "this end") begins a sentence like any other word; a name stays as it is.
  return beginsWithName && /^(the|this|our|their) /.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}

/** @param named a sentence names a device once. */
function filled(read: Placeholder, named: ReadonlySet<EndName>, book: FactBook, words: EndWords): string {
  if (read.kind === 'setting') return words.placeOf(read.end, read.setting, named.has(read.end));
  if (read.kind === 'enable') {
    const place = words.placeOf(read.end, read.setting, named.has(read.end));
    const { called } = switches[read.setting];
    // That it is off must be known before somebody is told to switch it on.
    return book.fact(read.already).known
      ? `Enable ${called}: ${place}`
      : `Check that ${called} is on: ${place}`;
  }
  if (read.kind === 'command') return words.commandOf(read.end, read.command, named.has(read.end));
  const state = book.fact(read.fact);
  if (!state.known) return '(not known)';
  if (read.kind === 'seen') return seenText(state.evidence);
  const definition = factsByName.get(read.fact);
  return valueText(state.value, definition?.type ?? { kind: 'text' });
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
