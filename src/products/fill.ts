// How the words of a product name objects: what is known is filled in, what is not is left out, and then the tunnel is named by its peer.

import type { ObjectNames } from './product.js';

const placeholder = /\{([^{}|]+)(?:\|([^{}]*))?\}/g;
/** `[ in phase1-interface "{gateway}"]`: left out when a name in it is not known. */
const optional = /\[([^[\]]*)\]/g;

/** A text, read: what stands there as it is, and what is filled. */
interface Template {
  readonly parts: readonly (string | Hole)[];
  readonly names: readonly string[];
}

interface Hole {
  readonly name: string;
  /** Stands there when the name is not known. */
  readonly other: string | undefined;
}

/** Texts are those of the products: every tunnel fills the same ones. */
const templates = new Map<string, Template>();
const menus = new Map<string, readonly Template[]>();

function templateOf(text: string): Template {
  const known = templates.get(text);
  if (known) return known;
  const parts: (string | Hole)[] = [];
  let from = 0;
  for (const { 0: whole, 1: name = '', 2: other, index } of text.matchAll(placeholder)) {
    parts.push(text.slice(from, index), { name, other });
    from = index + whole.length;
  }
  parts.push(text.slice(from));
  const names = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
  const read = { parts, names };
  templates.set(text, read);
  return read;
}

function stepsOf(menu: string): readonly Template[] {
  const known = menus.get(menu);
  if (known) return known;
  const read = menu.split(' > ').map(templateOf);
  menus.set(menu, read);
  return read;
}

/** Names that stand in a text in braces. */
export function namesIn(text: string): readonly string[] {
  return templateOf(text).names;
}

/** A step of the path whose name is not known is left out. */
export function fillMenu(menu: string, names: ObjectNames): string {
  return stepsOf(menu)
    .filter((step) => step.names.every((name) => names[name]))
    .map((step) => fill(step, names, () => ''))
    .join(' > ');
}

/** A name that is not known reads in capitals in a command, as manuals write it. */
export function fillCommand(text: string, names: ObjectNames): string {
  return fill(templateOf(text), names, (name) => name.toUpperCase());
}

/** Where no object of a setting is known, whose setting it is stands behind it: `set proposal of the tunnel to 192.0.2.10`. */
export function fillSetting(text: string, names: ObjectNames): string {
  const wanted = namesIn(text);
  const chosen = text.replace(optional, (_whole, part: string) =>
    namesIn(part).every((name) => names[name]) ? part : '',
  );
  const whole = fill(templateOf(chosen), names, (name) => `<${name}>`);
  const peer = names['peer-address'];
  const isNamed = wanted.length === 0 || wanted.some((name) => names[name]);
  return isNamed || !peer ? whole : `${whole} of the tunnel to ${peer}`;
}

function fill({ parts }: Template, names: ObjectNames, unknown: (name: string) => string): string {
  let text = '';
  for (const part of parts)
    text += typeof part === 'string' ? part : (names[part.name] ?? part.other ?? unknown(part.name));
  return text;
}
