// What an entry of a crypto map or an IPsec profile of Cisco sets, whichever product and however it is indented.

import { wholeNumber } from '../../domain/settingWords.js';
import { begins, type CiscoLine } from './blocks.js';

export interface MapEntry {
  /** `outside_map 10`, or the name of the tunnel interface. */
  readonly name: string;
  /** How it is configured: `crypto map outside_map 10`, `crypto ipsec profile VTI`. */
  readonly entry: string;
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
  /** False when the text ends where more of it may have followed: then what is not set has no default. */
  readonly isWhole: boolean;
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

/** The setting that the words begin with; null when it is none that is read. */
export function settingOf(words: readonly string[]): readonly string[] | null {
  return known.find((setting) => setting.every((word, index) => words[index] === word)) ?? null;
}

/** What stands behind the words in the last line that begins with them. */
export function valuesOf(lines: readonly CiscoLine[], ...words: readonly string[]): readonly string[] | null {
  const found = lines.findLast((line) => begins(line, ...words));
  return found ? found.words.slice(words.length) : null;
}

export function settings(lines: readonly CiscoLine[]) {
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
