// What set it off by comparison: settings that explain the cause and are others than when the tunnel last worked, and who changed them when.

import type { Cause } from '../domain/causes.js';
import type { ConfigChange } from '../domain/device.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LastGood, SettingDifference } from '../domain/knownGood.js';
import { sinceUtc } from '../domain/utc.js';
import { type ChangeBefore, changesBefore, isInForce } from '../facts/changes.js';
import { differencesText } from '../facts/differences.js';
import { changedSinceGood } from '../facts/sinceGood.js';
import { bears, isVisible, settingsOfCause } from './bearing.js';
import { asChange, beforeFailure, type FoundTrigger } from './foundTrigger.js';

interface ComparedEnd {
  readonly end: EndEvidence;
  readonly before: LastGood;
  readonly changed: readonly SettingDifference[];
}

function compared(end: EndEvidence): ComparedEnd | null {
  const changed = changedSinceGood(end);
  return changed === null || !end.before?.known ? null : { end, before: end.before.value, changed };
}

/**
 * Null where nothing that explains the cause is set otherwise.
 * @param first the first failure in milliseconds, null where nothing shows it
 * @param now ISO 8601 UTC
 */
export function fromDifferences(
  ends: readonly EndEvidence[],
  cause: Cause,
  first: number | null,
  now: string,
): FoundTrigger | null {
  const blamed = ends.flatMap((end) => {
    const one = compared(end);
    const settings = one?.changed.filter((difference) => bears(cause, difference)) ?? [];
    if (one === null || settings.length === 0) return [];
    const edit = editOf(one, first ?? Date.parse(now));
    return [{ ...one, settings, edit, at: edit?.change.at ?? one.before.until }];
  });
  const [last] = blamed.toSorted((a, b) => b.at.localeCompare(a.at));
  if (!last) return null;
  const order = [last.end, ...ends.filter((end) => end !== last.end)];
  const ofEnds = order.flatMap((end) => {
    const own = blamed.find((one) => one.end === end);
    return own ? [`${end.name} ${differencesText(own.settings, end.tunnel)}`] : restOf(end);
  });
  // The comparison says the values.
  const told =
    last.edit && asChange(last.end, { ...last.edit, change: { ...last.edit.change, settings: [] } });
  const who = told === null ? '' : `; ${told.what} ${beforeFailure(told, first !== null, now)}`;
  return {
    kind: 'change',
    end: last.end,
    at: last.at,
    who: told?.who ?? null,
    what: told?.what ?? `${last.end.name} was changed`,
    seconds: told?.seconds ?? 0,
    isOfTunnel: true,
    compared: {
      says: `${sinceText(last.before, now)}: ${ofEnds.join(', ')}${who}.`,
      settings: last.settings,
    },
  };
}

/** SAs outlive a change, and a log may tell whole seconds: the tunnel was seen up a while after it was changed. */
const outlivedMs = 15 * 60_000;

/** The last edit of the tunnel's objects since then, else what put edits in force; the comparison proves that there was one. */
function editOf({ end, before }: ComparedEnd, first: number): ChangeBefore | null {
  const span = first - Date.parse(before.until);
  const within = (ms: number) => changesBefore(end, first, ms).filter(({ change }) => isInForce(change));
  const ofTunnel = (all: readonly ChangeBefore[]) => all.findLast(({ object }) => object !== null);
  const since = within(span);
  return ofTunnel(since) ?? since.at(-1) ?? ofTunnel(within(span + outlivedMs)) ?? null;
}

function restOf(end: EndEvidence): string[] {
  const one = compared(end);
  if (one === null) return [`what changed on ${end.name} is not known`];
  return [
    one.changed.length === 0 ? `${end.name} unchanged` : `${end.name} changed in nothing that explains it`,
  ];
}

/** Changes of an end that cannot have brought the cause about: all that can is seen in its configuration, and stands as it did. */
export function explainsNothing(
  end: EndEvidence,
  cause: Cause,
  changes: readonly ChangeBefore[],
): readonly { readonly end: EndEvidence; readonly change: ChangeBefore }[] {
  if (!isVisible(cause)) return [];
  const told = changes.filter(({ change }) => isElsewhere(change, cause)).map((change) => ({ end, change }));
  const one = compared(end);
  if (one === null || !end.config.known) return told;
  const names = settingsOfCause(cause);
  const isRead = one.before.good.settings.some(({ name }) => names.includes(name));
  if (!isRead || one.changed.some((difference) => bears(cause, difference))) return told;
  const readAt = end.config.source.at;
  return changes.filter(({ change }) => change.at <= readAt).map((change) => ({ end, change }));
}

/** It tells what it changed, and that is no setting that can bring the cause about. */
function isElsewhere({ settings = [], keys }: ConfigChange, cause: Cause): boolean {
  return settings.length > 0 && !keys && !settings.some((difference) => bears(cause, difference));
}

/** What the comparison says where it explains nothing: a sentence with a space before it, or nothing. */
export function notBlamed(ends: readonly EndEvidence[], now: string): string {
  const silent = ends.filter(({ before }) => before?.known === false && before.reason === 'no-history');
  const nothing = silent.length === 0 ? '' : ` Earlier settings of ${namesOf(silent)} are not known.`;
  const all = ends.flatMap((end) => compared(end) ?? []);
  const [first] = all.toSorted((a, b) => b.before.until.localeCompare(a.before.until));
  if (!first) return nothing;
  const changed = all.filter(({ changed }) => changed.length > 0);
  if (changed.length === 0) {
    const where = all.length === ends.length ? '' : ` on ${namesOf(all.map(({ end }) => end))}`;
    return ` No setting changed${where} since ${lastGoodText(first.before, now)}.${nothing}`;
  }
  const texts = changed.map(({ end, changed }) => `${end.name} ${differencesText(changed, end.tunnel)}`);
  return ` ${sinceText(first.before, now)}: ${texts.join(', ')}; not known to explain it.${nothing}`;
}

function namesOf(ends: readonly EndEvidence[]): string {
  return ends.map(({ name }) => name).join(' or ');
}

function sinceText(before: LastGood, now: string): string {
  return `Since ${lastGoodText(before, now)}`;
}

/** `it was last up (09:11:40 UTC)`: that its SAs stood, not that all got through. SAs outlive a change of what they were negotiated with. */
function lastGoodText({ until, upUntil }: LastGood, now: string): string {
  return until === upUntil
    ? `it was last up (${sinceUtc(until, now)})`
    : `keys were last negotiated (${sinceUtc(until, now)})`;
}
