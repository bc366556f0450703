// What people typed, as it may be kept: text without secrets, and the person that is named.

import { commandNames, helpLine } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import { scrub } from '../domain/secrets/index.js';
import type { Person } from '../incidents/events.js';

/** Secrets go before anything is kept; control characters but line ends and halves of characters, because they mean nothing to people. */
export function clean(text: string, max: number): string {
  const plain = scrub(text)
    .text.replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** `U012AB|ada` as an edge names somebody, `U012AB`, `@ada` or `ada`. The id of who is named without one is the name. */
export function readPerson(typed: string): Person {
  const given = /^([^\s|<>]{1,80})\|([^|<>]{1,80})$/.exec(typed.trim());
  if (given?.[1]) return { id: given[1], name: given[2] ?? given[1] };
  const name = typed.trim().replace(/^@/, '');
  if (name === '' || name.length > 80 || /[<>|]/.test(name)) {
    throw new Problem('usage', { detail: 'Who? Name one person.', help: helpLine(commandNames.incident) });
  }
  return { id: name, name };
}
