// What the fields of a reply are called, in XML and in JSON: which of them name a device or a person, and which hold free words.

import type { CapturedReply } from '../domain/capture.js';
import { isSecretName } from '../domain/secrets/index.js';
import type { NameKind } from './named.js';

type Form = CapturedReply['form'];

/** A text and the element that it stands in; whoever wrote the reply puts no text behind a child. */
const xmlText = /(<([\w.-]+)(?:\s[^<>]*)?(?<!\/)>)([^<]+)/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const structure: Readonly<Record<Exclude<Form, 'text'>, RegExp>> = {
  xml: /<\/?([\w.-]+)|\s([\w.-]+)="/g,
  // What holds an object may be called by a person: charon names sections after connections.
  json: /"((?:[^"\\]|\\.)*)"\s*:(?!\s*\{)/g,
};

const kinds: readonly (readonly [NameKind, RegExp])[] = [
  ['serial', /^(?:.+[-_])?(?:serial(?:[-_]?(?:no|num|number))?|devid|cpuid|uuid)$/i],
  ['host', /^(?:.+[-_])?(?:host[-_]?name|dev(?:ice)?[-_]?name|devname)$/i],
  ['user', /^(?:(?:src|dst|xauth|eap|remote|auth)[-_]?)?(?:user(?:[-_]?name)?|admin|owner|who)$/i],
];

/** People write into these what they like: customers, sites, telephone numbers. */
const freeWords = /^(?:descriptions?|comments?|notes?|alias|location|contact|.*banner)$/i;

/** What a field of this name holds: the name of a device or a person, or null. */
export function kindOf(field: string): NameKind | null {
  return kinds.find(([, pattern]) => pattern.test(field))?.[0] ?? null;
}

/** True for a field whose content is never kept. */
export function isEmptied(field: string): boolean {
  return freeWords.test(field) || isSecretName(field);
}

export interface Leaf {
  readonly field: string;
  readonly text: string;
}

export function leavesOf(form: Form, text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  withLeaves(form, text, (leaf) => {
    leaves.push(leaf);
    return leaf.text;
  });
  return leaves;
}

/** @param change is given each text, as it means, and answers what stands there instead; plain text is one without a name. */
export function withLeaves(form: Form, text: string, change: (leaf: Leaf) => string): string {
  if (form === 'text') return change({ field: '', text });
  if (form === 'json') return `${JSON.stringify(withJsonLeaves(JSON.parse(text), '', change), null, 2)}\n`;
  return text.replace(xmlText, (whole, before: string, field: string, value: string) =>
    value.trim() === '' ? whole : `${before}${toXml(change({ field, text: fromXml(value) }))}`,
  );
}

/** Texts in a list stand under the list's name. */
function withJsonLeaves(value: unknown, field: string, change: (leaf: Leaf) => string): unknown {
  if (typeof value === 'string') return change({ field, text: value });
  if (Array.isArray(value)) return value.map((item) => withJsonLeaves(item, field, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withJsonLeaves(item, name, change)]),
  );
}

function fromXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}

/** As it stands in XML. */
export function toXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => {
    const [name = ''] = Object.entries(entities).find(([, one]) => one === sign) ?? [];
    return `&${name};`;
  });
}

/** The words that the form itself is made of: a name that is one of them cannot be told from it. */
export function structureOf(form: Form, text: string): readonly string[] {
  if (form === 'text') return [];
  return [...text.matchAll(structure[form])].map(([, first, second]) => first ?? second ?? '');
}
