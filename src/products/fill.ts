// How the words of a product name objects: what is known is filled in, what is not is left out, and then the tunnel is named by its peer.

import type { ObjectNames } from './product.js';

const placeholder = /\{([^{}|]+)(?:\|([^{}]*))?\}/g;
/** `[ in phase1-interface "{gateway}"]`: left out when a name in it is not known. */
const optional = /\[([^[\]]*)\]/g;

/** Names that stand in a text in braces. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map((match) => match[1] ?? '');
}

/** A step of the path whose name is not known is left out. */
export function fillMenu(menu: string, names: ObjectNames): string {
  return menu
    .split(' > ')
    .filter((step) => namesIn(step).every((name) => names[name]))
    .map((step) => fill(step, names, () => ''))
    .join(' > ');
}

/** A name that is not known reads in capitals in a command, as manuals write it. */
export function fillCommand(text: string, names: ObjectNames): string {
  return fill(text, names, (name) => name.toUpperCase());
}

/** Where no object of a setting is known, whose setting it is stands behind it: `set proposal of the tunnel to 192.0.2.10`. */
export function fillSetting(text: string, names: ObjectNames): string {
  const wanted = namesIn(text);
  const whole = fill(
    text.replace(optional, (_whole, part: string) =>
      namesIn(part).every((name) => names[name]) ? part : '',
    ),
    names,
    (name) => `<${name}>`,
  );
  const peer = names['peer-address'];
  const isNamed = wanted.length === 0 || wanted.some((name) => names[name]);
  return isNamed || !peer ? whole : `${whole} of the tunnel to ${peer}`;
}

function fill(text: string, names: ObjectNames, unknown: (name: string) => string): string {
  return text.replace(
    placeholder,
    (_whole, name: string, other: string | undefined) => names[name] ?? other ?? unknown(name),
  );
}
