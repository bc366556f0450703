// Who may ask what: reading is open, or limited to channels that the configuration names.

import { Problem } from '../domain/problem.js';

export interface AccessRules {
  /** Slack channel ids in which people may ask; empty means everywhere. */
  readonly channels: readonly string[];
  /** Slack user ids that may ask anywhere, also in a direct message. */
  readonly people: readonly string[];
  /** Who can grant the right, as a sentence part: "the network team in #netops". */
  readonly grantedBy: string;
}

export const openAccess: AccessRules = { channels: [], people: [], grantedBy: 'whoever runs Tunnelmedic' };

interface Person {
  readonly id: string;
  readonly channel: string | null;
  readonly via: 'slack' | 'terminal';
}

/** A person on the terminal already holds the configuration and its keys, so nothing is asked there. */
export function mayRead(rules: AccessRules, person: Person): boolean {
  if (person.via === 'terminal' || rules.channels.length === 0) return true;
  if (rules.people.includes(person.id)) return true;
  return person.channel !== null && rules.channels.includes(person.channel);
}

/** @throws Problem `not-allowed` that says which right is missing and who can grant it. */
export function requireRead(rules: AccessRules, person: Person): void {
  if (mayRead(rules, person)) return;
  throw new Problem('not-allowed', {
    right: 'the right to read tunnels from here',
    hint: `Ask in a channel that is allowed, or ask ${rules.grantedBy} to add this one to \`slack.access\`.`,
  });
}
