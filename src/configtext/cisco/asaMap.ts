// What a tunnel of ASA hangs on: an entry of a crypto map, or a tunnel interface with an IPsec profile.

import type { UnreadLines } from '../configText.js';
import { wholeNumber } from '../words.js';
import { begins, behind, type CiscoBlock, type CiscoLine, inside } from './blocks.js';

export interface MapEntry {
  /** `outside_map 10`, or the name of the tunnel interface. */
  readonly name: string;
  readonly peer: string | null;
  /** The interface (by its `nameif`) that it negotiates from. */
  readonly outside: string | null;
  /** The tunnel interface; null for a crypto map. */
  readonly interface: string | null;
  readonly isShut: boolean | null;
  readonly acl: string | null;
  /** Names of transform sets, and of IKEv2 proposals. */
  readonly ikev1: readonly string[];
  readonly ikev2: readonly string[];
  /** `off` when it is not set; `unnamed` for `set pfs` without a group, whose meaning changed between versions. */
  readonly pfs: 'off' | 'unnamed' | readonly string[];
  readonly lifetimeSeconds: number | null;
  readonly lifetimeKilobytes: number | null;
  readonly connection: string | null;
  readonly natOff: boolean;
  readonly aggressive: boolean;
  readonly transport: boolean;
  readonly trustpoint: string | null;
}

export function entriesOf(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly MapEntry[] {
  return [...mapEntries(blocks, unread), ...tunnelInterfaces(blocks)];
}

function mapEntries(blocks: readonly CiscoBlock[], unread: UnreadLines): readonly MapEntry[] {
  const entries = new Map<string, CiscoLine[]>();
  const bound = new Map<string, string>();
  for (const block of blocks) {
    if (!begins(block, 'crypto', 'map')) continue;
    const [, , name = '', number = '', ...rest] = block.words;
    if (number === 'interface') {
      block.used = true;
      bound.set(name, rest[0] ?? '');
    } else if (/^\d{1,6}$/.test(number)) {
      if (rest.includes('dynamic')) {
        block.used = true;
        unread.add(block.line, block.text, 'dynamic crypto maps are not read');
        continue;
      }
      const key = `${name} ${number}`;
      const lines = entries.get(key) ?? [];
      lines.push({ ...block, words: rest });
      entries.set(key, lines);
      block.used = settingOf(rest) !== null;
    }
  }
  return [...entries].map(([key, lines]) => {
    const name = key.split(' ')[0] ?? '';
    return {
      ...settings(lines),
      name: key,
      peer: valuesOf(lines, 'set', 'peer')?.[0] ?? null,
      outside: bound.get(name) ?? null,
      interface: null,
      isShut: null,
      acl: valuesOf(lines, 'match', 'address')?.[0] ?? null,
      trustpoint: valuesOf(lines, 'set', 'trustpoint')?.[0] ?? null,
    };
  });
}

function tunnelInterfaces(blocks: readonly CiscoBlock[]): readonly MapEntry[] {
  return blocks.flatMap((block): MapEntry[] => {
    if (!begins(block, 'interface')) return [];
    const profileName = inside(block, 'tunnel', 'protection', 'ipsec', 'profile')?.[0];
    if (profileName === undefined) return [];
    const profile = blocks.find((one) => begins(one, 'crypto', 'ipsec', 'profile', profileName));
    const lines = profile?.inside ?? [];
    for (const line of lines) if (settingOf(line.words) !== null) line.used = true;
    const name = block.words[1] ?? '';
    return [
      {
        ...settings(lines),
        name,
        peer: inside(block, 'tunnel', 'destination')?.[0] ?? null,
        outside: inside(block, 'tunnel', 'source', 'interface')?.[0] ?? null,
        interface: name,
        isShut: block.inside.some((line) => line.text === 'shutdown'),
        acl: null,
        connection: lines.some((line) => behind(line, 'responder-only')) ? 'answer-only' : null,
        trustpoint: valuesOf(lines, 'set', 'trustpoint')?.[0] ?? null,
      },
    ];
  });
}

const known: readonly (readonly string[])[] = [
  ['match', 'address'],
  ['set', 'peer'],
  ['set', 'ikev1', 'transform-set'],
  ['set', 'transform-set'],
  ['set', 'ikev2', 'ipsec-proposal'],
  ['set', 'pfs'],
  ['set', 'security-association', 'lifetime'],
  ['set', 'connection-type'],
  ['set', 'nat-t-disable'],
  ['set', 'ikev1', 'phase1-mode'],
  ['set', 'phase1-mode'],
  ['set', 'ikev2', 'mode'],
  ['set', 'trustpoint'],
];

function settingOf(words: readonly string[]): readonly string[] | null {
  return known.find((setting) => setting.every((word, index) => words[index] === word)) ?? null;
}

/** What stands behind the words in the last line that begins with them. */
function valuesOf(lines: readonly CiscoLine[], ...words: readonly string[]): readonly string[] | null {
  const found = lines.findLast((line) => begins(line, ...words));
  return found ? found.words.slice(words.length) : null;
}

function settings(lines: readonly CiscoLine[]) {
  const pfs = valuesOf(lines, 'set', 'pfs');
  const lifetimes = lines.filter((line) => begins(line, 'set', 'security-association', 'lifetime'));
  const numberBehind = (word: string): number | null => {
    for (const { words } of lifetimes) {
      const at = words.indexOf(word);
      if (at >= 0) return wholeNumber(words[at + 1]);
    }
    return null;
  };
  const mode = valuesOf(lines, 'set', 'ikev1', 'phase1-mode') ?? valuesOf(lines, 'set', 'phase1-mode');
  return {
    ikev1: valuesOf(lines, 'set', 'ikev1', 'transform-set') ?? valuesOf(lines, 'set', 'transform-set') ?? [],
    ikev2: valuesOf(lines, 'set', 'ikev2', 'ipsec-proposal') ?? [],
    pfs: pfs === null ? ('off' as const) : pfs.length === 0 ? ('unnamed' as const) : pfs,
    lifetimeSeconds: numberBehind('seconds'),
    lifetimeKilobytes: numberBehind('kilobytes'),
    connection: valuesOf(lines, 'set', 'connection-type')?.[0] ?? null,
    natOff: valuesOf(lines, 'set', 'nat-t-disable') !== null,
    aggressive: mode?.[0] === 'aggressive',
    transport: valuesOf(lines, 'set', 'ikev2', 'mode')?.[0]?.startsWith('transport') ?? false,
  };
}
