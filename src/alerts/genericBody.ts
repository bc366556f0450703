// Any JSON, read by what the configuration says: where its alerts stand, and where in each of them name, state and labels.

import { createHash } from 'node:crypto';
import { type Alert, instantOf, labelsFrom, linkOf, mostAlerts, textOf } from './alert.js';

/** Paths are names with dots between them; the empty path is the thing itself. */
export interface GenericMapping {
  /** To the list of alerts, or to the one alert. */
  readonly alerts: string;
  readonly name: string;
  readonly status: string;
  /** What stands there when it is over; case does not matter. */
  readonly resolved: readonly string[];
  /** To what stays the same while it is the same alert; without it the name and the labels do. */
  readonly key: string | null;
  readonly labels: string;
  readonly texts: readonly string[];
  readonly startsAt: string | null;
  readonly link: string | null;
}

export function alertsOf(body: unknown, mapping: GenericMapping): readonly Alert[] {
  const found = at(body, mapping.alerts);
  const list = Array.isArray(found) ? found : [found];
  return list.slice(0, mostAlerts).flatMap((one: unknown) => {
    const name = textOf(at(one, mapping.name));
    const status = textOf(at(one, mapping.status)).toLowerCase();
    if (name === '') return [];
    const labels = labelsFrom(tableAt(one, mapping.labels));
    const key = mapping.key === null ? '' : textOf(at(one, mapping.key));
    const isOver = mapping.resolved.some((word) => word.toLowerCase() === status);
    return [
      {
        source: 'generic',
        name,
        status: isOver ? 'resolved' : 'firing',
        key: key === '' ? digestOf(name, labels) : key,
        startsAt: mapping.startsAt === null ? null : instantOf(at(one, mapping.startsAt)),
        endsAt: null,
        labels,
        texts: mapping.texts.map((path) => textOf(at(one, path))).filter((text) => text !== ''),
        link: mapping.link === null ? null : linkOf(at(one, mapping.link)),
      },
    ];
  });
}

function digestOf(name: string, labels: ReadonlyMap<string, string>): string {
  const sorted = [...labels].toSorted(([a], [b]) => a.localeCompare(b));
  return createHash('sha256')
    .update(JSON.stringify([name, sorted]))
    .digest('hex')
    .slice(0, 32);
}

function at(value: unknown, path: string): unknown {
  return path === '' ? value : path.split('.').reduce<unknown>(member, value);
}

/** Only what the body itself holds: `constructor` leads nowhere. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function tableAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  const found = at(value, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Readonly<Record<string, unknown>>)
    : {};
}
