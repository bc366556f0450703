// Takes secrets out of values that are no text yet: payloads, log records, details of an error.

import { Problem } from '../problem.js';
import { removed } from './form.js';
import { naming, readLine } from './line.js';
import { scrub } from './scrub.js';

const whole = naming((name) => `^(?:[\\w.-]{0,60}[-_.])?(?:${name}|key|cookie)$`);
const camel = /[a-z0-9](?:Key|Psk|PSK|Secret|Password|Token|Authorization|Cookie|Passphrase)s?$/;

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const { folded, names } = readLine(name);
  return whole(names).test(folded) || camel.test(name);
}

/** So that a record stays a line; `width` counts the entries of a list or an object. */
const bounds = { depth: 5, width: 100, text: 4000 };

/** A copy for a log record, without secrets: by the name of a field, and by what a text looks like; bounded. */
export function scrubValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return scrub(value.length > bounds.text ? `${value.slice(0, bounds.text)}…` : value).text;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= bounds.depth) return '[deep]';
  // What people do wrong is told whole by its sentence; where in the code it was found helps nobody.
  if (value instanceof Problem)
    return { type: value.name, code: value.code, message: scrub(value.message).text, remedy: value.remedy };
  if (value instanceof Error)
    return { type: value.name, message: scrub(value.message).text, stack: scrub(value.stack ?? '').text };
  if (Array.isArray(value)) return value.slice(0, bounds.width).map((item) => scrubValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, bounds.width)
      .map(([name, item]) => [name, isSecretName(name) ? removed : scrubValue(item, depth + 1)]),
  );
}
