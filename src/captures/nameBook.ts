// Names of devices, people, tunnels and hosts, in place of which others stand: the same one wherever it stood.

import type { CapturedReply } from '../domain/capture.js';
import { kindOf, leavesOf, structureOf, toXml } from './fields.js';
import type { Named, NameKind } from './named.js';

export type TextOf = Pick<CapturedReply, 'form'> & { readonly text: string };

/** Shorter ones stand in words that are none. */
const shortest = 3;
const most = 4_000;
/** Words of the field and of every product: as a name they say nothing, and without them a log line says nothing. */
const common = new Set(
  'admin root any all none default main backup local remote static dynamic vpn ipsec ike esp tunnel tunnels gateway phase phase1 phase2 peer proposal negotiation initiator responder trust untrust wan wan1 wan2 lan dmz internal external active passive standby primary secondary system unknown test network site branch hub spoke n/a no yes true false enable disable up down vsys1 localhost'.split(
    ' ',
  ),
);
/** Of countries (ISO 3166, as domains), then those of organizations, then what people call their own. */
const endings =
  'a[cdefgilmoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[ceghrstu]|f[ijkmor]|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghiklmnorstuvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]|com|net|org|edu|gov|mil|int|info|biz|cloud|dev|local|lan|internal|intra|intranet|corp|home|private';
const host = new RegExp(
  `(?<![\\w.@-])(?:[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?\\.){1,8}(?:${endings})(?![\\w-]|\\.[a-z\\d])`,
  'gi',
);
const mail = /[\w.+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])/gi;
const attribute =
  /(?<![\w-])((?:CN|OU|O|L|ST|SN|STREET|serialNumber|unstructuredName)\s?=\s?)([^,/"<>\\\n&]{1,120})/g;
const kept = /(?:^|\.)example(?:\.(?:com|net|org))?$|\.(?:invalid|test)$|^localhost/i;

export class NameBook {
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #found: RegExp | null;
  /** Names that were left, because the replies themselves are made of that word. */
  readonly left: readonly string[];

  /** @param texts all that will be renamed: names that their fields tell are found there. */
  constructor(names: readonly Named[], texts: readonly TextOf[]) {
    const told = texts.flatMap(({ form, text }) =>
      leavesOf(form, text).flatMap(({ field, text: name }) => {
        const kind = kindOf(field);
        return kind === null ? [] : [{ kind, name: name.trim() }];
      }),
    );
    const structure = [...new Set(texts.flatMap(({ form, text }) => structureOf(form, text)))].join('\n');
    const left = new Set<string>();
    for (const { kind, name } of [...names, ...told]) {
      const key = name.toLowerCase();
      if (isUnfit(key) || this.#given.has(key)) continue;
      if (this.#given.size >= most) break;
      if (bounded([name]).test(structure)) left.add(name);
      else this.#given.set(key, this.#next(kind, name));
    }
    const all = [...this.#given.keys()].flatMap((name) => [name, toXml(name)]);
    this.#found = all.length === 0 ? null : bounded([...new Set(all)]);
    this.left = [...left].toSorted();
  }

  /** How many names were replaced so far. */
  get size(): number {
    return this.#given.size;
  }

  renamed(text: string): string {
    const named = this.#found === null ? text : text.replace(this.#found, (name) => this.#of(name, 'host'));
    return named
      .replace(mail, (name) => (kept.test(name) ? name : `${this.#of(name, 'user')}@example.com`))
      .replace(host, (name) => (kept.test(name) ? name : `${this.#of(name, 'host')}.example.com`))
      .replace(attribute, (_, before: string, value: string) =>
        isReplaced(value) ? `${before}${value}` : `${before}${this.#of(value.trim(), 'identity')}`,
      );
  }

  #of(name: string, kind: NameKind): string {
    const key = name.replaceAll('&amp;', '&').toLowerCase();
    const known = this.#given.get(key) ?? this.#given.get(name.toLowerCase());
    if (known !== undefined) return known;
    const next = this.#next(kind, name);
    this.#given.set(key, next);
    return next;
  }

  #next(kind: NameKind, name: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (kind !== 'serial') return `${kind}-${count}`;
    // A serial begins with its model, and keeps its length.
    const model = /^[A-Z]{2,4}(?=[A-Z\d]{6,}$)/.exec(name)?.[0] ?? '';
    return `${model}${String(count).padStart(Math.max(1, name.length - model.length), '0')}`;
  }
}

/** Addresses are replaced as addresses; numbers alone are indices. */
function isUnfit(key: string): boolean {
  return (
    key.length < shortest ||
    common.has(key) ||
    /^[\d.:/ -]{1,9}$|^(?:\d{1,3}\.){3}\d{1,3}$/.test(key) ||
    kept.test(key)
  );
}

function isReplaced(value: string): boolean {
  return (
    /^(?:host|user|identity|tunnel|gateway|child|object|device)-\d+/.test(value.trim()) ||
    kept.test(value.trim())
  );
}

function bounded(names: readonly string[]): RegExp {
  const sources = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z\\d])(?:${sources.join('|')})(?![A-Za-z\\d])`, 'gi');
}
