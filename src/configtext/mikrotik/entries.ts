// The syntax of RouterOS: menus, `add` and `set` with `key=value`, lines that go on behind a backslash, and what `print detail` shows.

import { wholeNumber } from '../../domain/settingWords.js';

/** The menus of IPsec that are read. */
export type Menu = 'profile' | 'peer' | 'identity' | 'proposal' | 'policy';

export interface RouterEntry {
  readonly menu: Menu;
  readonly settings: ReadonlyMap<string, string>;
  readonly line: number;
  readonly text: string;
}

export interface RouterText {
  readonly entries: readonly RouterEntry[];
  /** False when the text ends behind a backslash. */
  readonly isWhole: boolean;
}

interface Written {
  readonly line: number;
  readonly text: string;
}

const menus: Readonly<Record<string, Menu>> = {
  profile: 'profile',
  'peer profile': 'profile',
  peer: 'peer',
  identity: 'identity',
  proposal: 'proposal',
  policy: 'policy',
};
/** Entries that exist from the beginning and are changed with `set [ find default=yes ]`. */
export const standard = 'default';

export function routerText(lines: readonly string[]): RouterText {
  const entries: { menu: Menu; settings: Map<string, string>; line: number; text: string }[] = [];
  let path = '';
  let isPrinted = false;
  for (const { line, text: raw } of joined(lines)) {
    const { at, text } = withoutPrompt(raw);
    if (at !== null) path = at;
    if (text === '' || text.startsWith('#')) continue;
    const absolute = /^\/([a-z/ -]{1,60}?)(?:[ /](add|set|print|export|remove)\b(.*))?$/.exec(text);
    const relative = /^([a-z -]{1,30} )?(add|set|print|export|remove)\b(.*)$/.exec(text);
    if (absolute) path = (absolute[1] ?? '').replaceAll('/', ' ').trim();
    const inside = absolute ? '' : (relative?.[1]?.trim() ?? '');
    const menu = menuOf(inside === '' ? path : `${path} ${inside}`);
    const [verb, rest = ''] = absolute ? [absolute[2], absolute[3]] : [relative?.[2], relative?.[3]];
    if (verb === 'print') isPrinted = true;
    else if (verb !== undefined || absolute) isPrinted = false;
    if (menu === null) continue;
    if (verb === 'add') entries.push({ menu, settings: settingsOf(rest), line, text });
    else if (verb === 'set') change(entries, menu, rest, { line, text });
    else if (isPrinted && verb === undefined) printed(entries, menu, { line, text });
  }
  return {
    entries,
    isWhole: !lines
      .findLast((line) => line.trim() !== '')
      ?.trimEnd()
      .endsWith('\\'),
  };
}

function menuOf(path: string): Menu | null {
  const below = /^ip ipsec (.+)$/.exec(path)?.[1];
  return below === undefined ? null : (menus[below] ?? null);
}

/** Commands with the number of their first line; what stands before the continuation is no part of it. */
function joined(lines: readonly string[]): readonly Written[] {
  const found: { line: number; text: string }[] = [];
  let isOpen = false;
  lines.forEach((raw, index) => {
    // A key that stood in a line of its own took the backslash before it along.
    const isRest = isOpen || (found.length > 0 && /^\s+\[removed\]/.test(raw));
    const goesOn = /\\\s*$/.test(raw);
    const text = (isRest ? raw.trimStart() : raw).replace(/\\\s*$/, '');
    const last = found.at(-1);
    if (isRest && last && last.text.length < 8000) last.text += text;
    else if (!isRest) found.push({ line: index + 1, text });
    isOpen = goesOn;
  });
  return found;
}

/** `[admin@gw] /ip ipsec peer> add …`, and the menu that the prompt shows. */
function withoutPrompt(text: string): { readonly at: string | null; readonly text: string } {
  const found = /^\s*\[[^\]\s]{1,80}\] ?(\/[a-z/ -]{1,60})?> ?(.*)$/.exec(text);
  if (!found) return { at: null, text: text.trim() };
  return { at: found[1]?.slice(1).replaceAll('/', ' ').trim() ?? '', text: (found[2] ?? '').trim() };
}

function settingsOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/(?:^|\s)([a-z][a-z0-9-]{1,40})=(?:"((?:[^"\\]|\\.)*)"?|([^\s"]*))/g)].map(
      ([, key = '', quoted, bare]) => [key, quoted?.replace(/\\(["\\$?])/g, '$1') ?? bare ?? ''],
    ),
  );
}

/** More entries than the menus of any router hold. */
const mostLookedAt = 500;

type Entries = { menu: Menu; settings: Map<string, string>; line: number; text: string }[];

/** `set [ find default=yes ] …`, `set [ find name=hub ] …`, `set hub …`; a number means nothing without its list. */
function change(entries: Entries, menu: Menu, rest: string, { line, text }: Written): void {
  const found = /^\s*(?:\[ ?find (?:where )?([^\]]{1,120}?) ?\]|"([^"]{1,80})"|([^\s=]{1,80}))\s/.exec(
    `${rest} `,
  );
  const chosen = settingsOf(found?.[1] ?? '');
  const name = chosen.get('default') === 'yes' ? standard : (chosen.get('name') ?? found?.[2] ?? found?.[3]);
  if (name === undefined || wholeNumber(name) !== null) return;
  // Far back nothing is changed any more: a long text would be looked through again and again.
  const known = entries
    .slice(-mostLookedAt)
    .find((entry) => entry.menu === menu && entry.settings.get('name') === name);
  const settings = settingsOf(rest.slice(found?.[0].length ?? 0));
  if (known) for (const [key, value] of settings) known.settings.set(key, value);
  else entries.push({ menu, settings: new Map([['name', name], ...settings]), line, text });
}

/** An entry begins with its number and its flags; its further lines begin with a key. */
function printed(entries: Entries, menu: Menu, { line, text }: Written): void {
  const head = /^(\d{1,4})\s+(?:([A-Z*]{1,4}(?:\s[A-Z*])?)\s+)?(.*)$/.exec(text);
  if (head) {
    const flags = head[2] ?? '';
    const settings = settingsOf(head[3] ?? '');
    if (flags.includes('X')) settings.set('disabled', 'yes');
    if (flags.includes('T')) settings.set('template', 'yes');
    entries.push({ menu, settings, line, text });
  } else if (/^[a-z][a-z0-9-]{1,40}=/.test(text)) {
    const last = entries.at(-1);
    if (last?.menu === menu) for (const [key, value] of settingsOf(text)) last.settings.set(key, value);
  }
}

const units: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** `1d`, `8h30m`, `00:30:00`, `1d00:00:00`; null for what is no time. */
export function secondsOf(text: string | undefined): number | null {
  const found = /^((?:\d{1,5}[wdhms]){0,5})(?:(\d{1,2}):(\d{2}):(\d{2}))?$/.exec(text ?? '');
  if (!found || text === '' || text === undefined) return null;
  const parts = [...(found[1] ?? '').matchAll(/(\d+)([wdhms])/g)];
  const clock = Number(found[2] ?? 0) * 3_600 + Number(found[3] ?? 0) * 60 + Number(found[4] ?? 0);
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (units[unit] ?? 1), clock);
}
