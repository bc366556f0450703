// The syntax of FortiOS: `config`, `edit`, `set`, `next`, `end`; a text that was cut out of a longer one is read as far as it goes.

import { wordsOf } from '../words.js';

interface FortiSetting {
  readonly values: readonly string[];
  readonly line: number;
  readonly text: string;
}

/** One `edit` (or a `config` without any) with what is set in it. */
export interface FortiEntry {
  /** `vpn ipsec phase1-interface`. */
  readonly path: string;
  readonly name: string;
  readonly line: number;
  /** The last `set` of a name wins, as on the device. */
  readonly settings: Map<string, FortiSetting>;
  /** False when the text ends inside of it: what is missing then need not be missing on the device. */
  isWhole: boolean;
}

const deepest = 12;

/** Entries in the order of the text. Tables of other virtual domains are not told apart: a text seldom holds several. */
export function fortiEntries(lines: readonly string[]): readonly FortiEntry[] {
  const entries: FortiEntry[] = [];
  const paths: string[] = [];
  const open: (FortiEntry | null)[] = [];
  const enter = (path: string, name: string, line: number): FortiEntry => {
    const entry: FortiEntry = { path, name, line, settings: new Map(), isWhole: false };
    entries.push(entry);
    return entry;
  };
  lines.forEach((raw, index) => {
    const text = withoutPrompt(raw).trim();
    const [verb, ...words] = wordsOf(text.slice(0, 4000));
    const number = index + 1;
    if (verb === 'config' && words.length > 0) {
      if (paths.length >= deepest) return;
      paths.push(words.join(' '));
      open.push(null);
    } else if (verb === 'edit' && words[0] !== undefined && paths.length > 0) {
      open[open.length - 1] = enter(paths.at(-1) ?? '', words[0], number);
    } else if (verb === 'next') {
      const entry = open.at(-1);
      if (entry) entry.isWhole = true;
      if (open.length > 0) open[open.length - 1] = null;
    } else if (verb === 'end') {
      paths.pop();
      const entry = open.pop();
      if (entry) entry.isWhole = true;
    } else if ((verb === 'set' || verb === 'unset' || verb === 'append') && words[0] !== undefined) {
      const path = paths.at(-1);
      if (path === undefined) return;
      const entry = open.at(-1) ?? enter(path, '', number);
      open[open.length - 1] = entry;
      const [name, ...values] = words;
      if (verb === 'unset') entry.settings.delete(name);
      else {
        const before = verb === 'append' ? (entry.settings.get(name)?.values ?? []) : [];
        entry.settings.set(name, { values: [...before, ...values], line: number, text });
      }
    }
  });
  return entries;
}

/** `fgt-lyon (to-acme) # set dhgrp 14`, as a terminal prints it. */
function withoutPrompt(line: string): string {
  return line.replace(/^\s{0,20}[\w.-]{1,64}(?: \([^()]{1,80}\))? [#$] /, '');
}
