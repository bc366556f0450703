// Objects of the configuration as the API tells them → their settings in the words of the command line, as a pasted text has them.

import type { FortiSettings } from './configObject.js';
import { type Row, rows, text } from './words.js';

/** What a list of words is written as with blanks between; other settings may hold a blank in a name. */
const lists: ReadonlySet<string> = new Set(['proposal', 'dhgrp']);
/** How an address that is not set is written, which the command line does not print. */
const unset: Readonly<Record<string, string>> = {
  'remote-gw': '0.0.0.0',
  'remote-gw6': '::',
  'local-gw': '0.0.0.0',
  'local-gw6': '::',
};

/** Null for a row without a name. */
function parseObject(of: Row, key = 'name'): FortiSettings | null {
  const name = text(of, key);
  if (name === null) return null;
  const settings = Object.keys(of).flatMap((setting): [string, { readonly values: readonly string[] }][] => {
    const values = valuesOf(of, setting);
    return values.length === 0 ? [] : [[setting, { values }]];
  });
  return { name, settings: new Map(settings) };
}

export function parseObjects(table: readonly Row[], key?: string): readonly FortiSettings[] {
  return table.flatMap((one) => parseObject(one, key) ?? []);
}

/** Members of a list are objects with the name of what is meant, or with other fields of their own. */
function valuesOf(of: Row, setting: string): readonly string[] {
  const members = rows(of[setting]);
  if (members !== null)
    return members.flatMap(
      (one) =>
        text(one, 'name') ?? text(one, 'interface') ?? text(one, 'tunnel-name') ?? text(one, 'address') ?? [],
    );
  const value = text(of, setting);
  if (value === null || value === unset[setting]) return [];
  return lists.has(setting) ? value.split(/\s+/) : [value];
}
