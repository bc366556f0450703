// What the settings file says of alerts, ready to be used.

import type { Expression } from '../domain/expression.js';
import type { Place } from './deviceSettings.js';
import { Overruns } from './overruns.js';
import type { SettingsFile } from './schema.js';
import { type Secret, secretFrom } from './secret.js';

type AlertsFile = SettingsFile['alerts'];
type GenericFile = Omit<NonNullable<AlertsFile['generic']>, 'secret'>;
/** What the file may leave out. */
type Nullable = 'key' | 'startsAt' | 'link';

const senders = ['alertmanager', 'grafana', 'pagerduty', 'generic'] as const;

/** How an alert is read and which tunnel it means. */
export interface AlertSettings extends Pick<AlertsFile, 'labels' | 'gatherSeconds' | 'requestsPerMinute'> {
  /** Each with a group `tunnel`. */
  readonly patterns: readonly Expression[];
  /** Which messages of other apps are alerts. */
  readonly channels: readonly {
    readonly app: string;
    readonly channel: string;
    readonly pattern: Expression | null;
    readonly resolved: Expression | null;
  }[];
  /** Of all these expressions. */
  readonly overruns: Overruns;
  /** How JSON of no known sender is read; null when nothing says it. */
  readonly generic: (Omit<GenericFile, Nullable> & { readonly [K in Nullable]: string | null }) | null;
  /** What a sender proves itself with; null: nobody is listened to there. */
  readonly secrets: { readonly [K in (typeof senders)[number]]: Secret | null };
}

export function readAlerts(
  alerts: AlertsFile,
  { folder, environment }: Pick<Place, 'folder' | 'environment'>,
): AlertSettings {
  const { labels, patterns, generic, gatherSeconds, requestsPerMinute } = alerts;
  const overruns = new Overruns();
  const secretOf = (sender: (typeof senders)[number]): Secret | null => {
    const reference = alerts[sender]?.secret;
    return reference ? secretFrom(reference, `/alerts/${sender}`, folder, environment) : null;
  };
  return {
    labels,
    gatherSeconds,
    requestsPerMinute,
    patterns: patterns.map((source) => overruns.expression(source, 'iu')),
    channels: alerts.channels.map(({ app, channel, pattern, resolved }) => ({
      ...{ app, channel },
      pattern: pattern === undefined ? null : overruns.expression(pattern, 'imu'),
      resolved: resolved === undefined ? null : overruns.expression(resolved, 'imu'),
    })),
    overruns,
    generic: generic ? mappingOf(generic) : null,
    secrets: {
      alertmanager: secretOf('alertmanager'),
      grafana: secretOf('grafana'),
      pagerduty: secretOf('pagerduty'),
      generic: secretOf('generic'),
    },
  };
}

function mappingOf({ secret: _apart, ...mapping }: NonNullable<AlertsFile['generic']>) {
  const { key = null, startsAt = null, link = null } = mapping;
  return { ...mapping, key, startsAt, link };
}
