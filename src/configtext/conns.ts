// The syntax of ipsec.conf that strongSwan and Libreswan share: conns, what they take from each other, and which side is their own.

import type { UnreadLines } from './configText.js';

interface Written {
  readonly value: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface Conn {
  readonly name: string;
  readonly settings: ReadonlyMap<string, Written>;
  /** Sections that it takes settings from, in order. */
  readonly also: readonly string[];
}

/** The value of a key of a conn; undefined where none is written. */
export type ValueOf = (key: string) => string | undefined;

const deepest = 5;

/** Whether a text is an ipsec.conf at all. */
export function hasConns(lines: readonly string[]): boolean {
  return (
    lines.some((line) => /^conn\s+\S/.test(line)) &&
    lines.some((line) => /^\s+(?:left|right)(?:subnet|id|auth)?\s*=/.test(line))
  );
}

export function connsOf(lines: readonly string[]): readonly Conn[] {
  const conns: { name: string; settings: Map<string, Written>; also: string[] }[] = [];
  let isOpen = false;
  lines.forEach((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '');
    const head = /^(conn|config|ca)\s+(\S+)/.exec(line);
    if (head) {
      isOpen = head[1] === 'conn';
      if (isOpen) conns.push({ name: head[2] ?? '', settings: new Map(), also: [] });
      return;
    }
    const setting = /^\s+([\w-]{1,40})\s*=\s*(.*?)\s*$/.exec(line);
    if (!isOpen || !setting) return;
    const [, key = '', written = ''] = setting;
    const value = written.replace(/^"(.*)"$/, '$1');
    const conn = conns.at(-1);
    if (key === 'also') conn?.also.push(value);
    conn?.settings.set(key, { value, line: index + 1, text: raw });
  });
  return conns;
}

/** Every conn that is one: what others only take their settings from names no peer. */
export function ownConns(
  conns: readonly Conn[],
): readonly { readonly conn: Conn; readonly value: ValueOf }[] {
  const byName = new Map(conns.map((conn) => [conn.name, conn]));
  const used = new Set(conns.flatMap(({ also }) => also));
  return conns.flatMap((conn) => {
    if (conn.name === '%default') return [];
    const value: ValueOf = (key) => writtenIn(conn, byName, key, 0);
    return used.has(conn.name) && value('right') === undefined ? [] : [{ conn, value }];
  });
}

/** Its own value, else that of a section it names with `also`, else of `conn %default`. */
function writtenIn(
  conn: Conn,
  all: ReadonlyMap<string, Conn>,
  key: string,
  depth: number,
): string | undefined {
  const own = conn.settings.get(key)?.value;
  if (own !== undefined || depth > deepest) return own;
  for (const name of conn.also) {
    const other = all.get(name);
    const found = other && other !== conn ? writtenIn(other, all, key, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return all.get('%default')?.settings.get(key)?.value;
}

/**
 * The daemon finds its own side by the addresses of its interfaces, which a text does not hold: `left` is taken for it unless the text
 * says otherwise. `turned`: the other side may be the own one just as well.
 */
export function sidesOf(value: ValueOf): { readonly own: ValueOf; readonly turned: ValueOf | null } {
  const turned: ValueOf = (key) => value(exchanged(key));
  const isOwn = (side: string | undefined) => side === '%defaultroute' || side?.startsWith('%eth') === true;
  const isPeer = (side: string | undefined) => side === '%any' || side === '%opportunistic';
  const [left, right] = [value('left'), value('right')];
  if (isOwn(right) || (isPeer(left) && !isPeer(right))) return { own: turned, turned: null };
  const told = isOwn(left) || isPeer(right) || left === undefined || right === undefined;
  return { own: value, turned: told ? null : turned };
}

function exchanged(key: string): string {
  if (key.startsWith('left')) return `right${key.slice(4)}`;
  return key.startsWith('right') ? `left${key.slice(5)}` : key;
}

/** Settings that nobody reads, and files that the text only names. */
export function listUnreadConns(
  conns: readonly Conn[],
  lines: readonly string[],
  known: ReadonlySet<string>,
  unread: UnreadLines,
): void {
  for (const conn of conns)
    for (const [key, { line, text }] of conn.settings)
      if (!known.has(key)) unread.add(line, text, 'this setting is not read', conn.name);
  lines.forEach((line, index) => {
    if (/^include\s/.test(line)) unread.add(index + 1, line, 'what it includes is not in the text');
  });
}
