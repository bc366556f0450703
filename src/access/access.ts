// Who may do what: reading is open to the channels that are configured; every other right only by rule.

import { Problem } from '../domain/problem.js';
import { fitsPattern } from './pattern.js';

/**
 * read: look at anything. triage: open and work on incidents. close: close and reopen them. handoff: handoffs and remarks. audit: read
 * who did and said what (the audit log, the accuracy of verdicts). operate: check the installation (devices, chat, store).
 */
export const allRights = ['read', 'triage', 'close', 'audit', 'handoff', 'operate'] as const;
export type Right = (typeof allRights)[number];

const looks: readonly Right[] = ['read', 'audit', 'operate'];

/** It changes nothing that is kept. */
export function onlyLooks(right: Right): boolean {
  return looks.includes(right);
}

interface AccessRule {
  /** A person fits when one of `users` or `groups` does (or neither is given), and the channel is one of `channels` (or none is given). */
  readonly who: {
    readonly users: readonly string[];
    /** User groups as the chat names them. */
    readonly groups: readonly string[];
    readonly channels: readonly string[];
  };
  /** Patterns with `*`; empty means every tunnel. */
  readonly tunnels: readonly string[];
  readonly may: readonly Right[];
}

export interface AccessRules {
  /** Channels, as the chat names them, in which people may read; empty means everywhere. */
  readonly channels: readonly string[];
  /** People, as the chat names them, who may read anywhere, also in a direct message. */
  readonly people: readonly string[];
  /** What no rule allows is denied, but for reading. Only where nothing at all is configured may everybody triage, close and hand off. */
  readonly rules?: readonly AccessRule[];
  /** Who can grant the right, as a sentence part: "the network team in #netops". */
  readonly grantedBy: string;
  /** The setting that holds all this, by its name in the file, for whoever grants. */
  readonly setting?: string;
}

export const openAccess: AccessRules = { channels: [], people: [], grantedBy: 'whoever runs Tunnelmedic' };

/** Who asks, as the edges know it. */
export interface Person {
  readonly id: string;
  readonly channel: string | null;
  readonly via: 'chat' | 'terminal' | 'assistant';
}

/** The ids of the user groups that a person is in. May reject; then no rule by group fits. */
export type GroupsOf = (userId: string) => Promise<readonly string[]>;

export interface Wish {
  readonly right: Right;
  /** The tunnel it is about; null when it is about none, then only rules for every tunnel fit. */
  readonly tunnel: string | null;
}

const rightWords: Readonly<Record<Right, string>> = {
  read: 'the right to read tunnels from here (`read`)',
  triage: 'the right to work on incidents (`triage`)',
  close: 'the right to close and reopen incidents (`close`)',
  audit: 'the right to read who did and said what (`audit`)',
  handoff: 'the right to hand shifts over (`handoff`)',
  operate: 'the right to check the installation (`operate`)',
};

/** A person on the terminal already holds the configuration and its keys, so nothing is asked there. */
function mayRead(rules: AccessRules, person: Person): boolean {
  if (person.via === 'terminal' || rules.channels.length === 0) return true;
  if (rules.people.includes(person.id)) return true;
  return person.channel !== null && rules.channels.includes(person.channel);
}

/** @throws Problem `not-allowed` that says which right is missing, for what, and who can grant it. */
export async function requireRight(
  rules: AccessRules,
  person: Person,
  wish: Wish,
  groupsOf: GroupsOf,
): Promise<void> {
  if (isOpen(rules, person, wish.right)) return;
  const fitting = (rules.rules ?? []).filter(
    (rule) => rule.may.includes(wish.right) && coversTunnel(rule, wish),
  );
  const groups = fitting.some((rule) => rule.who.groups.length > 0)
    ? await groupsKnown(groupsOf, person)
    : [];
  if (fitting.some((rule) => fitsPerson(rule, person, groups ?? []))) return;
  throw refusal(rules, wish, groups === null);
}

/** Without any rule. */
function isOpen(rules: AccessRules, person: Person, right: Right): boolean {
  if (person.via === 'terminal') return true;
  if (right === 'read' && mayRead(rules, person)) return true;
  return right !== 'audit' && isUnconfigured(rules);
}

/** What somebody may. */
export interface Granted {
  readonly right: Right;
  /** Patterns; null: every tunnel. */
  readonly tunnels: readonly string[] | null;
}

/** Every right that somebody has. `groupsUnread`: their user groups could not be read, so they may have more. */
export async function rightsOf(
  rules: AccessRules,
  person: Person,
  groupsOf: GroupsOf,
): Promise<{ readonly granted: readonly Granted[]; readonly groupsUnread: boolean }> {
  const written = rules.rules ?? [];
  const needsGroups = person.via !== 'terminal' && written.some(({ who }) => who.groups.length > 0);
  const groups = needsGroups ? await groupsKnown(groupsOf, person) : [];
  const granted = allRights.flatMap((right): Granted[] => {
    if (isOpen(rules, person, right)) return [{ right, tunnels: null }];
    const fitting = written.filter(
      (rule) => rule.may.includes(right) && fitsPerson(rule, person, groups ?? []),
    );
    if (fitting.length === 0) return [];
    const isEverywhere = fitting.some(({ tunnels }) => tunnels.length === 0);
    return [
      { right, tunnels: isEverywhere ? null : [...new Set(fitting.flatMap(({ tunnels }) => tunnels))] },
    ];
  });
  return { granted, groupsUnread: groups === null };
}

/** A first start, where nobody wrote down yet who may do what. */
function isUnconfigured({ channels, people, rules = [] }: AccessRules): boolean {
  return channels.length === 0 && people.length === 0 && rules.length === 0;
}

async function groupsKnown(groupsOf: GroupsOf, person: Person): Promise<readonly string[] | null> {
  try {
    return await groupsOf(person.id);
  } catch {
    return null;
  }
}

function fitsPerson({ who }: AccessRule, person: Person, groups: readonly string[]): boolean {
  const named = who.users.length > 0 || who.groups.length > 0;
  if (!named && who.channels.length === 0) return false;
  const isMember = who.users.includes(person.id) || who.groups.some((group) => groups.includes(group));
  if (named && !isMember) return false;
  return who.channels.length === 0 || (person.channel !== null && who.channels.includes(person.channel));
}

function coversTunnel(rule: AccessRule, { tunnel }: Wish): boolean {
  if (rule.tunnels.length === 0) return true;
  return tunnel !== null && rule.tunnels.some((pattern) => fitsPattern(pattern, tunnel));
}

function refusal(rules: AccessRules, wish: Wish, groupsUnread: boolean): Problem {
  const about = wish.tunnel === null ? '' : ` for ${wish.tunnel}`;
  const unread = groupsUnread ? ' Which user groups you are in could not be read; try again.' : '';
  const place = (key = '') => (rules.setting === undefined ? '' : ` in \`${rules.setting}${key}\``);
  const hint =
    wish.right === 'read'
      ? `Ask in a channel that is allowed, or ask ${rules.grantedBy} to allow this one${place()}.`
      : `Ask ${rules.grantedBy} for a rule${place('.rules')} that grants it.`;
  return new Problem('not-allowed', { right: `${rightWords[wish.right]}${about}`, hint: `${hint}${unread}` });
}
