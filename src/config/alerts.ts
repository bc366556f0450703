// What the settings file says of alerts, ready to be used.

import type { SettingsFile } from './schema.js';

/** How an alert is read and which tunnel it means. */
export interface AlertSettings {
  readonly labels: SettingsFile['alerts']['labels'];
  /** Each with a group `tunnel`. */
  readonly patterns: readonly RegExp[];
  /** How JSON of no known sender is read; null when nothing says it. */
  readonly generic: {
    readonly alerts: string;
    readonly name: string;
    readonly status: string;
    readonly resolved: readonly string[];
    readonly key: string | null;
    readonly labels: string;
    readonly texts: readonly string[];
    readonly startsAt: string | null;
    readonly link: string | null;
  } | null;
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
