// A message that another app posted for people, to the alert that it says, where a rule of the configuration takes it for one.

import type { Expression } from '../domain/expression.js';
import { type Alert, labelsFrom, plainText } from './alert.js';

export interface ChannelRule {
  /** The app's name as people see it, without regard to case, or its id. */
  readonly app: string;
  /** Id of the channel. */
  readonly channel: string;
  /** What it must say to be an alert; the group `tunnel` names the tunnel. Null: everything of that app is one. */
  readonly pattern: Expression | null;
  /** What it says when it is over; null takes the usual words at the beginning of its title. */
  readonly resolved: Expression | null;
}

export interface AppMessage {
  readonly channel: string;
  /** Of the message; an edit keeps it. */
  readonly ts: string;
  readonly app: { readonly ids: readonly string[]; readonly name: string };
  /** All that it says, its title first. Text from outside. */
  readonly text: string;
  /** Titles and values of its fields. Text from outside. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ChannelReading {
  readonly rules: readonly ChannelRule[];
  /** Names of labels that matter, as `alerts.labels` has them. */
  readonly labels: Readonly<Record<'tunnel' | 'device' | 'interface' | 'peer', readonly string[]>>;
}

/** Whether any rule is about this app in this channel. */
export function isHeardOf(
  { channel, app }: Pick<AppMessage, 'channel' | 'app'>,
  rules: readonly ChannelRule[],
): boolean {
  return rules.some((rule) => fits(rule, { channel, app }));
}

/** Null for what no rule takes for an alert. */
export function alertOf(message: AppMessage, { rules, labels }: ChannelReading): Alert | null {
  for (const rule of rules.filter((one) => fits(one, message))) {
    const found = rule.pattern?.exec(message.text);
    if (found === null) continue;
    const lines = message.text
      .split('\n')
      .map(plainText)
      .filter((line) => line !== '');
    const title = lines[0] ?? '';
    const tunnel = found?.groups?.tunnel;
    const named = tunnel === undefined ? {} : { [labels.tunnel[0] ?? 'tunnel']: tunnel };
    return {
      source: 'channel',
      name: nameOf(title),
      status: isOver(rule, message.text, title) ? 'resolved' : 'firing',
      key: `${message.channel} ${message.ts}`,
      startsAt: instantOfTs(message.ts),
      endsAt: null,
      labels: labelsFrom(named, message.fields, labelsIn(lines, Object.values(labels).flat())),
      texts: lines.slice(0, mostLines),
      link: null,
    };
  }
  return null;
}

const mostLines = 40;
const longestName = 200;

function fits({ app, channel }: ChannelRule, message: Pick<AppMessage, 'channel' | 'app'>): boolean {
  const isApp = message.app.ids.includes(app) || message.app.name.toLowerCase() === app.toLowerCase();
  return isApp && message.channel === channel;
}

/** Signs, and what says how it stands: `[FIRING:1] `, `:red_circle: `, `RESOLVED: `. */
const before =
  /^(?:[^\p{L}\p{N}[(:]|:[a-z0-9_+-]+:|\[[^\]]*\]|\([^)]*\)|(?:firing|resolved|alerting|recovered|triggered)\b:?)+/iu;
const over = /^(?:[^\p{L}\p{N}:]|:[a-z0-9_+-]+:)*(?:resolved|recovered|recovery|cleared|closed|ok)\b/iu;

function nameOf(title: string): string {
  return (title.replace(before, '').trim() || title || 'Alert').slice(0, longestName);
}

/** A word in the middle of a sentence proves nothing: "connection closed by peer" burns. */
function isOver({ resolved }: ChannelRule, text: string, title: string): boolean {
  return resolved ? resolved.exec(text) !== null : over.test(title);
}

/** `Device: fw-paris`, `*tunnel* = to-hq`: only names that mean something here. */
function labelsIn(lines: readonly string[], known: readonly string[]): Readonly<Record<string, string>> {
  const names = new Map(known.map((name) => [name.toLowerCase(), name]));
  const found = lines.flatMap((line) => {
    // What decorates the line is taken off first: as a part of the expression it would be tried at every length.
    const bare = line.replace(/^[\W_]+/u, '');
    const [, said = '', value = ''] = /^([\w .-]{1,40}?)[*_`\s]*[:=][*_`\s]*(\S.*)$/u.exec(bare) ?? [];
    const name =
      names.get(said.trim().toLowerCase()) ?? names.get(said.trim().toLowerCase().replaceAll(' ', '_'));
    return name === undefined ? [] : [[name, value.replace(/[*_`\s]+$/, '')] as const];
  });
  return Object.fromEntries(found);
}

function instantOfTs(ts: string): string | null {
  const seconds = Number(ts);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(Math.floor(seconds * 1000)).toISOString() : null;
}
