// What was changed at each end: lately, shortly before it broke, and what waits or failed to come into force.

import type { ConfigChange } from '../domain/device.js';
import type { EndEvidence } from '../domain/evidence.js';
import { knownValue, type Observation } from '../domain/observation.js';
import { differencesText } from './differences.js';
import { type FactState, knownFact, list, unknownFact, yes, yesNo } from './fact.js';
import { objectsOf } from './goodSettings.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';
import { downSince } from './sinceWhen.js';

const recentMs = 24 * 3_600_000;
/** A commit takes a minute or two, and the tunnel may notice only at its next message. */
const beforeMs = 15 * 60_000;
/** Clocks and log queues differ a little. */
const afterMs = 30_000;

/** A change touches the tunnel when it names one of the tunnel's objects; without its configuration every change may. */
function touches(change: string, end: EndEvidence): boolean {
  return !end.config.known || objectNamed(change, end) !== null;
}

/**
 * The tunnel's object that a change names, of now or of when it last worked: what was exchanged for another one is named by its old
 * name. Null when it names none, or no name is known.
 */
function objectNamed(change: string, end: EndEvidence): string | null {
  const now = end.config.known ? objectsOf(end.config.value) : [];
  const names = [...now, ...(end.before?.known ? end.before.value.objects : [])];
  const words = change.split(/[\s'"[\]@=/]+/);
  return names.find((name) => name && (words.includes(name) || change.includes(` ${name} `))) ?? null;
}

/** Objects of other names decide too: a profile that was renamed, a route, a rule. */
const tunnelWords =
  /\b(ike|ipsec|tunnel|virtual-router|logical-router|interface|rulebase|zone|certificate)\b/;

export function isAboutTunnels({ command, path }: ConfigChange): boolean {
  return tunnelWords.test(`${command} ${path}`);
}

function changeText({ at, who, command, path, settings = [] }: ConfigChange): string {
  const values = settings.length === 0 ? '' : ` (${differencesText(settings, null)})`;
  return `${at} ${who === '' ? '' : `${who}: `}${command} ${path}`.trim() + values;
}

/** When the logs show the first failure after a success (milliseconds); null when none of them shows a success and then a failure. */
export function firstFailure(...ends: readonly EndEvidence[]): number | null {
  const broke = ends.map(({ log }) => downSince(log)).filter((at) => at !== null);
  return broke.length === 0 ? null : Math.min(...broke.map((at) => Date.parse(at)));
}

/** It changed what runs; what failed did not, and an update changes no setting of a tunnel. */
export function isInForce({ kind }: ConfigChange): boolean {
  return kind === 'edit' || kind === 'commit' || kind === 'reload';
}

/** A change that may have set the failure off. */
export interface ChangeBefore {
  readonly change: ConfigChange;
  /** Seconds from the change to the first failure; a little below zero where clocks and log queues differ. */
  readonly seconds: number;
  /** The object of the tunnel that it names; null when it names none. */
  readonly object: string | null;
}

/**
 * Changes, commits and pushes of an end in the time before the first failure, oldest first.
 * @param withinMs a quarter of an hour, unless something else shows that it was changed in a longer time
 */
export function changesBefore(
  end: EndEvidence,
  first: number,
  withinMs: number = beforeMs,
): readonly ChangeBefore[] {
  if (!end.changes.known) return [];
  const { edits, commits } = end.changes.value;
  const about = (knownValue(edits) ?? []).filter(isAboutTunnels);
  return [...about, ...(knownValue(commits) ?? [])]
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map((change) => ({
      change,
      seconds: Math.round((first - Date.parse(change.at)) / 1000),
      object: objectNamed(`${change.command} ${change.path} `, end),
    }))
    .filter(({ seconds }) => seconds * 1000 <= withinMs && seconds * 1000 >= -afterMs);
}

/** What was found counts also where one witness is silent; that nothing was found needs all of them. */
function unlessFound(texts: readonly string[], gaps: readonly Observation<unknown>[]): FactState | null {
  const [missing] = gaps.flatMap((one) => (one.known ? [] : [one]));
  return texts.length === 0 && missing ? fromGap(missing) : null;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'changes',
    type: list,
    says: 'Configuration changes at {end} in the 24 hours before this diagnosis that touch this tunnel, who and when.',
    needs: ['changes', 'config'],
    derive: ({ end, view }) => {
      if (!end.changes.known) return fromGap(end.changes);
      return observed(
        end.changes.value.edits,
        (edits) => {
          const since = Date.parse(view.evidence.collectedAt) - recentMs;
          const recent = edits.filter(
            (one) => Date.parse(one.at) >= since && touches(`${one.command} ${one.path} `, end),
          );
          const texts = recent.map(changeText);
          return { value: texts, text: texts.join('; ') || 'no configuration change in the last 24 hours' };
        },
        '',
      );
    },
  },
  {
    name: 'changes.before-outage',
    type: list,
    says: 'Changes, commits and pushes at {end} in the quarter of an hour before the log of either end shows the first failure after a success.',
    needs: ['changes', 'config', 'log'],
    derive: ({ end, other }) => {
      if (!end.changes.known) return fromGap(end.changes);
      const first = firstFailure(end, other);
      if (first === null)
        return unknownFact(
          'No log that was read shows when the tunnel broke.',
          'Ask since when it does not work, and check the changes of that time.',
        );
      const { edits, commits } = end.changes.value;
      const texts = changesBefore(end, first).map(
        ({ change, seconds }) =>
          `${changeText(change)}, ${seconds >= 0 ? `${seconds} seconds before` : 'at'} the first failure`,
      );
      const words = texts.join('; ') || 'no change in the quarter of an hour before the first failure';
      return unlessFound(texts, [edits, commits]) ?? knownFact(texts, lineOf(end.changes, words));
    },
  },
  {
    name: 'changes.push-before-outage',
    type: yesNo,
    says: 'Whether a central manager pushed to {end} in the quarter of an hour before the log of either end shows the first failure after a success.',
    needs: [],
    from: ['changes.before-outage'],
    derive: ({ own }) => {
      const before = own('changes.before-outage');
      if (!before.known) return before;
      const texts = Array.isArray(before.value) ? before.value.map(String) : [];
      return knownFact(
        yes(texts.some((one) => /\bcommit-?(all|andpush|and-push)\b/i.test(one))),
        before.evidence,
      );
    },
  },
  {
    name: 'changes.not-in-force',
    type: list,
    says: 'Changes at {end} that wait for a commit, and commits or pushes that failed in the last 24 hours.',
    needs: ['changes'],
    derive: ({ end }) => {
      if (!end.changes.known) return fromGap(end.changes);
      const { commits, pending } = end.changes.value;
      const failed = (knownValue(commits) ?? []).filter((one) => one.kind === 'failed-commit');
      const waits = pending.known && pending.value;
      const texts = [...failed.map(changeText), ...(waits ? ['changes that were not committed'] : [])];
      const words = texts.join('; ') || 'no change waits and no commit failed';
      return unlessFound(texts, [commits, pending]) ?? knownFact(texts, lineOf(end.changes, words));
    },
  },
];

export const changeFacts = forEachEnd(perEnd);
