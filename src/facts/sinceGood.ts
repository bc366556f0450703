// What is set otherwise at each end than when the tunnel was last known to work, as far as both days were read.

import type { EndEvidence } from '../domain/evidence.js';
import type { SettingDifference } from '../domain/knownGood.js';
import { differencesOf, differenceText, isComparable } from './differences.js';
import { knownFact, list, unknownFact, yes, yesNo } from './fact.js';
import { goodForm, settingsOf } from './goodSettings.js';
import { type EndFact, forEachEnd, fromGap, lineOf } from './perEnd.js';

/** Null where nothing is kept of it, or its configuration was not read now: that nothing changed is an empty list. */
export function changedSinceGood({ before, config }: EndEvidence): readonly SettingDifference[] | null {
  if (!before?.known || !config.known || config.value.fromRuntime || !isComparable(before.value.good))
    return null;
  return differencesOf(before.value.good, { form: goodForm, settings: settingsOf(config.value) });
}

const perEnd: readonly EndFact[] = [
  {
    name: 'last-good.known',
    type: yesNo,
    says: 'Whether it was kept how {end} was set up when the tunnel was last known to work, so that it can be compared.',
    needs: ['before', 'config'],
    derive: ({ end }) => {
      if (end.before === undefined) return knownFact('no', []);
      if (!end.before.known) return fromGap(end.before);
      const { until } = end.before.value;
      const line = lineOf(end.before, `set up as when it was last known to work, at ${until}`);
      return knownFact(yes(changedSinceGood(end) !== null), line);
    },
  },
  {
    name: 'changed-since-good',
    type: list,
    says: 'Settings of {end} that are others now than when the tunnel was last known to work, each with both values.',
    needs: ['before', 'config'],
    derive: ({ end }) => {
      const changed = changedSinceGood(end);
      if (end.before?.known === false) return fromGap(end.before);
      if (changed === null || !end.before?.known)
        return unknownFact(
          `Nothing that is kept of ${end.name} can be compared with its configuration.`,
          'The watch keeps it while the tunnel is up.',
        );
      const texts = changed.map((one) => differenceText(one, end.tunnel));
      const { until } = end.before.value;
      const words = texts.join('; ') || 'every setting that was read is as it was';
      return knownFact(texts, lineOf(end.before, `since ${until}: ${words}`));
    },
  },
  {
    name: 'changed-since-good.settings',
    type: list,
    says: 'The names of these settings at {end}, as `ike.local-id`.',
    needs: ['before', 'config'],
    from: ['changed-since-good'],
    derive: ({ end, own }) => {
      const texts = own('changed-since-good');
      if (!texts.known) return texts;
      const names = (changedSinceGood(end) ?? []).map(({ setting }) => setting);
      return knownFact([...new Set(names)], texts.evidence);
    },
  },
];

export const sinceGoodFacts = forEachEnd(perEnd);
