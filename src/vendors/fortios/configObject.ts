// One object of a FortiOS configuration, from a text or as its API tells it: its settings in the words of the command line.

import type { Notes } from '../tunnelDraft.js';

/** One object of the configuration: the words of each setting as the command line prints them. What is not set is not there. */
export interface FortiSettings {
  readonly name: string;
  readonly settings: ReadonlyMap<string, { readonly values: readonly string[] }>;
}

/** Where the settings were found, in the words of the sentences that say what is missing. */
export interface FortiOrigin {
  /** `the text` */
  readonly where: string;
  /** Every setting is there that the version has; a text leaves out those that are as they were made. */
  readonly tellsAll: boolean;
  /** Why nothing is known of a setting that is not there. */
  unprinted(setting: string): string;
}

export interface FortiContext {
  readonly entry: FortiSettings;
  readonly origin: FortiOrigin;
  readonly notes: Notes;
  /** Major and minor of the firmware (7.4 is 704), null where it is not told. */
  readonly firmware: number | null;
  /** Interface name → its address. */
  readonly addresses: ReadonlyMap<string, string>;
}

export function word(entry: FortiSettings, name: string): string | undefined {
  return entry.settings.get(name)?.values[0];
}
