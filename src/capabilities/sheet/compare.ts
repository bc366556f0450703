// A sheet that came back, compared with what runs: parameter by parameter, in the words of the rows.

import { guessIdentity, sameIdentity } from '../../domain/identity.js';
import { readSelector, sameSelector } from '../../domain/selector.js';
import { readDhGroupName, readTransform } from '../../domain/transforms.js';
import type { ParameterSheet, RowKind, SheetOutcome, SheetRow } from './form.js';
import { notTold } from './row.js';

export interface ComparedRow {
  readonly row: SheetRow;
  readonly value: string;
  readonly outcome: SheetOutcome;
}

export function compareSheet(
  sheet: ParameterSheet,
  filled: ReadonlyMap<string, string>,
): readonly ComparedRow[] {
  return sheet.rows.map((row) => {
    const value = filled.get(row.id)?.trim() ?? '';
    return { row, value, outcome: outcomeOf(row, value) };
  });
}

export function outcomeOf(row: SheetRow, value: string): SheetOutcome {
  if (value === '') return 'empty';
  if (row.kind === 'free') return 'same';
  if (row.yours === '' || row.yours.startsWith(notTold)) return 'unclear';
  const same = comparisons[row.kind](row.yours, value);
  return same === null ? 'unclear' : same ? 'same' : 'differs';
}

const comparisons: Readonly<
  Record<Exclude<RowKind, 'free'>, (wanted: string, value: string) => boolean | null>
> = {
  text: (wanted, value) => plain(wanted) === plain(value),
  address: (wanted, value) => sameNetworks(wanted, value),
  identity: (wanted, value) => sameIdentity(guessIdentity(bare(wanted)), guessIdentity(bare(value))),
  transforms: shareTransform,
  group: sameGroup,
  seconds: (wanted, value) => sameNumber(wanted, value),
  networks: (wanted, value) => sameNetworks(wanted, value),
  'yes-no': (wanted, value) => sameSwitch(wanted, value),
  version: (wanted, value) => shareVersion(wanted, value),
};

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** `branch.example (fqdn)` → `branch.example`. */
function bare(text: string): string {
  return text.replace(/\s*\((ipv4|ipv6|fqdn|email|keyid|dn|unknown)\)\s*$/, '').trim();
}

function words(text: string): string[] {
  return text
    .replace(/\([^)]*\)/g, '')
    .split(/[,;+]| or | and /)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** One common member is enough: the ends choose it. */
function shareTransform(wanted: string, value: string): boolean | null {
  const ours = words(wanted).map((word) => readTransform(word)?.name ?? word);
  const theirs = words(value).map((word) => readTransform(word)?.name ?? readDhGroupName(word));
  if (theirs.some((name) => name === null)) return null;
  return theirs.some((name) => name !== null && ours.includes(name));
}

function sameGroup(wanted: string, value: string): boolean | null {
  const off = (text: string) => /^(off|no|none|no-pfs|disabled?)\b/i.test(text.trim());
  if (off(wanted) || off(value)) return off(wanted) === off(value);
  return shareTransform(wanted, value);
}

function sameNumber(wanted: string, value: string): boolean | null {
  const [ours, theirs] = [secondsOf(wanted), secondsOf(value)];
  return ours === null || theirs === null ? null : ours === theirs;
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(text: string): number | null {
  const match = /^(\d+)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?$/i.exec(text.trim());
  if (!match?.[1]) return null;
  return Number(match[1]) * (unitSeconds[(match[2] ?? 's').charAt(0).toLowerCase()] ?? 1);
}

function sameNetworks(wanted: string, value: string): boolean | null {
  const ours = words(wanted).map(readSelector);
  const theirs = words(value).map(readSelector);
  if (theirs.some((one) => one === null) || ours.some((one) => one === null)) return null;
  const covers = (a: typeof ours, b: typeof ours) =>
    a.every((one) => b.some((other) => one && other && sameSelector(one, other)));
  return covers(ours, theirs) && covers(theirs, ours);
}

function sameSwitch(wanted: string, value: string): boolean | null {
  const read = (text: string) =>
    /^(on|yes|enabled?|true)\b/i.test(text.trim())
      ? true
      : /^(off|no|disabled?|false)\b/i.test(text.trim())
        ? false
        : null;
  const [ours, theirs] = [read(wanted), read(value)];
  return ours === null || theirs === null ? null : ours === theirs;
}

function shareVersion(wanted: string, value: string): boolean | null {
  const versions = (text: string) => [...text.matchAll(/v?([12])\b/gi)].map((match) => match[1]);
  const [ours, theirs] = [versions(wanted), versions(value)];
  if (theirs.length === 0) return null;
  return theirs.some((version) => ours.includes(version));
}
