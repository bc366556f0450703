// Alerts that open nothing are answered: those of one place together, once, and not again while nothing changes.

import type { AlertEnd, AlertRow, AlertStore } from '../../alerts/store.js';
import type { QuietAlert } from '../../domain/alertAnswer.js';
import type { Clock } from '../../domain/clock.js';
import { type Channels, channelOf, generalChannel } from '../../notices/channel.js';
import type { PlannedAlert } from './plan.js';
import { noneSaid, placeOf, quietSaid, severalSaid } from './said.js';

interface QuietParts {
  readonly store: AlertStore;
  readonly owner: string;
  readonly clock: Clock;
  readonly channels: Channels;
}

export interface Quiet {
  readonly row: AlertRow;
  readonly quiet: QuietAlert;
}

type Planned = PlannedAlert<AlertRow>;

/** One tunnel stands for an alert that means several. */
export function quietOf({ of: row, found }: Planned): readonly Quiet[] {
  for (const { looked, fate } of found) {
    if (fate.kind !== 'quiet') continue;
    const { name, link } = row.alert;
    const { outcome, says } = fate;
    return [{ row, quiet: { name, link, tunnel: looked.tunnel.name, outcome, says } }];
  }
  return [];
}

export async function answerQuiet(parts: QuietParts, all: readonly Quiet[]): Promise<void> {
  const places = new Map<string, Quiet[]>();
  for (const one of all) {
    const place = placeOf(one.row, channelOf(one.quiet.tunnel, parts.channels));
    const key = place === null ? '' : `${place.channel} ${place.threadTs ?? ''}`;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  for (const some of places.values()) {
    const ends = some.map(({ row, quiet }): AlertEnd => ({ id: row.id, outcome: quiet.outcome }));
    const news = some.filter(isNews);
    const [first] = news;
    const place = first ? placeOf(first.row, channelOf(first.quiet.tunnel, parts.channels)) : null;
    await end(parts, ends, place && quietSaid(news, place));
  }
}

/** What repeats an answer is none; and that a tunnel is up is no answer to what was answered before. */
function isNews({ row, quiet }: Quiet): boolean {
  // Whoever mutes a tunnel wants its channel quiet; the message that another app posted says it anyway, and its thread disturbs nobody.
  if (quiet.outcome === 'muted' && row.place === null && row.tunnel === null) return false;
  return row.round === 1 || row.tunnel !== null || (row.outcome !== quiet.outcome && quiet.outcome !== 'up');
}

/** Which tunnel is meant is asked of people; how to map what means none is said once for alerts of one name. */
export async function answerUnclear(parts: QuietParts, all: readonly Planned[]): Promise<void> {
  for (const { of: row, match } of all.filter((one) => one.match.kind === 'several')) {
    const isAsked = row.outcome === 'several';
    const place = isAsked ? null : placeOf(row, channelOf(match.tunnels[0]?.name ?? '', parts.channels));
    const names = match.tunnels.map(({ name }) => name);
    await end(
      parts,
      [{ id: row.id, outcome: 'several' }],
      place && severalSaid(row, place, names, match.why),
    );
  }
  const kinds = new Map<string, Planned[]>();
  for (const one of all.filter(({ match }) => match.kind === 'none')) {
    const key = `${one.of.alert.source} ${one.of.alert.name}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  for (const some of kinds.values()) {
    const [first] = some;
    const place = first ? placeOf(first.of, generalChannel(parts.channels)) : null;
    const ends = some.map(({ of }): AlertEnd => ({ id: of.id, outcome: 'none' }));
    await end(parts, ends, first && place ? noneSaid(first.of, place, first.match.why) : null);
  }
}

async function end(
  { store, owner, clock }: QuietParts,
  ends: readonly AlertEnd[],
  said: Parameters<AlertStore['done']>[3],
): Promise<void> {
  await store.done(ends, owner, clock.now().toISOString(), said);
}
