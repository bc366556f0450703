// What the settings file says of alerts, ready to be used.

import type { SettingsFile } from './schema.js';

type GenericFile = NonNullable<SettingsFile['alerts']['generic']>;
/** What the file may leave out. */
type Nullable = 'key' | 'startsAt' | 'link';

/** How an alert is read and which tunnel it means. */
export interface AlertSettings {
  readonly labels: SettingsFile['alerts']['labels'];
  /** Each with a group `tunnel`. */
  readonly patterns: readonly RegExp[];
  /** How JSON of no known sender is read; null when nothing says it. */
  readonly generic: (Omit<GenericFile, Nullable> & { readonly [K in Nullable]: string | null }) | null;
}

export function readAlerts({ labels, patterns, generic }: SettingsFile['alerts']): AlertSettings {
  return {
    labels,
    patterns: patterns.map((source) => new RegExp(source, 'iu')),
    generic: generic
      ? {
          ...generic,
          key: generic.key ?? null,
          startsAt: generic.startsAt ?? null,
          link: generic.link ?? null,
        }
      : null,
  };
}
