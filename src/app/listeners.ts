// Who is told of each sweep: the one list that knows them all.

import { noticeListener } from '../capabilities/notice/listener.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { OpenStores } from '../stores/door.js';
import { createGoodKeeper } from '../watch/knownGood.js';
import { samplingListener } from '../watch/sampling.js';
import type { SweepListener } from '../watch/swept.js';
import { channelsOf } from './channels.js';
import type { Wired } from './wiring.js';

export interface ListenersParts {
  readonly settings: Pick<Settings, 'teams' | 'tunnels' | 'watch'>;
  readonly wired: Pick<Wired, 'desk' | 'fleet' | 'frame' | 'newId'>;
  readonly clock: Clock;
  readonly open: () => Promise<OpenStores>;
  /** Those that the service has besides. */
  readonly also: readonly SweepListener[];
}

/** After so many intervals without a look nobody knows what was in between. */
const holeIntervals = 5;
/** A service that looks every few seconds may be late without having slept. */
const leastHoleMs = 300_000;

export function listenersOver(parts: ListenersParts): readonly SweepListener[] {
  const { settings, wired, clock, open, also } = parts;
  const { watch } = settings;
  return [
    // First: what a diagnosis compares with is written down before anybody diagnoses.
    createGoodKeeper({
      store: async () => (await open()).knownGood,
      mark: async (marks) => await (await open()).watch.addMarks(marks),
      peek: (device, kind, scope) => wired.desk.peek(device, kind, scope),
    }),
    samplingListener({
      store: async () => (await open()).samples,
      holeMs: Math.max(leastHoleMs, holeIntervals * watch.everySeconds * 1000),
    }),
    ...also,
    noticeListener({
      stores: open,
      fleet: wired.fleet,
      frame: wired.frame,
      channels: channelsOf(settings),
      marks: async (span) => (await open()).watch.marks(null, span),
      clock,
      newId: wired.newId,
      gatherMs: watch.gatherSeconds * 1000,
    }),
  ];
}
