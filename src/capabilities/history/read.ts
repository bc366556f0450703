// Reads what is kept of one tunnel's past, all at once.

import { incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';
import type { KnownGoodStore } from '../../watch/knownGood.js';
import type { SampleStore } from '../../watch/samples.js';
import type { TimeSpan, WatchReading } from '../../watch/store.js';
import { knownPart, type Past, pastOf } from './past.js';

export interface KeptPasts {
  readonly watch: Pick<WatchReading, 'state' | 'periods' | 'marks'>;
  readonly samples: Pick<SampleStore, 'series' | 'looked' | 'firstLook'>;
  readonly knownGood: Pick<KnownGoodStore, 'versions'>;
  readonly incidents: Pick<IncidentStore, 'list'>;
}

const mostIncidents = 200;

export interface ReadPast extends Past {
  /** The same over what of the span can be drawn. */
  readonly drawn: Past;
}

export async function readPast(kept: KeptPasts, tunnel: string, span: TimeSpan): Promise<ReadPast> {
  const { watch, samples, knownGood, incidents } = kept;
  const [watched, periods, marks, looked, firstLook, series, found] = await Promise.all([
    watch.state(tunnel),
    watch.periods(tunnel, span),
    watch.marks(tunnel, span),
    samples.looked(tunnel, span),
    samples.firstLook(tunnel),
    samples.series(tunnel, span),
    incidents.list({ tunnel, since: span.from, limit: mostIncidents }),
  ]);
  const devices = [...new Set(series.map(({ device }) => device))];
  const versions = await Promise.all(devices.map((device) => knownGood.versions(tunnel, device)));
  const remembered = {
    ...{ tunnel, watched, periods, marks, looked, firstLook, series },
    incidents: found.map(incidentFrom),
    versions: versions.flat(),
  };
  const past = pastOf(remembered, span);
  const part = knownPart(past);
  return { ...past, drawn: part === null ? past : pastOf(remembered, part) };
}
