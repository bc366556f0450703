// What was changed at the ends of a tunnel, from all that tells of it, in order and each thing once.

import type { KnownGoodVersion } from '../../domain/knownGood.js';
import { differencesOf, settingLabel } from '../../facts/differences.js';
import type { Outage } from '../../watch/outages.js';
import type { Mark } from '../../watch/state.js';
import type { TimeSpan } from '../../watch/store.js';

export interface Change {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly device: string;
  /** Whoever the device names; null when it names nobody. */
  readonly who: string | null;
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Telling {
  readonly marks: readonly Mark[];
  readonly outages: readonly Pick<Outage, 'trigger'>[];
  /** Of all ends, in any order. */
  readonly versions: readonly KnownGoodVersion[];
}

export function changesOf({ marks, outages, versions }: Telling, span: TimeSpan): readonly Change[] {
  const triggers = outages.flatMap(({ trigger }): Change[] =>
    trigger === null || trigger.kind === 'expiry'
      ? []
      : [
          {
            at: trigger.at,
            device: trigger.device,
            who: trigger.who,
            what: trigger.says,
            before: null,
            after: null,
          },
        ],
  );
  const marked = marks
    .filter(({ kind }) => kind !== 'rekey')
    .map(
      ({ at, device, text }): Change => ({ at, device, who: null, what: text, before: null, after: null }),
    );
  const all = [...triggers, ...marked, ...settingsChanged(versions)];
  const within = all.filter(
    ({ at }) => Date.parse(at) >= Date.parse(span.from) && Date.parse(at) <= Date.parse(span.to),
  );
  return once(within).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Between two versions of one end: seen when it was next up. */
function settingsChanged(versions: readonly KnownGoodVersion[]): readonly Change[] {
  const byEnd = new Map<string, KnownGoodVersion[]>();
  for (const one of versions) byEnd.set(one.device, [...(byEnd.get(one.device) ?? []), one]);
  return [...byEnd.values()].flatMap((some) => {
    const inOrder = some.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
    return inOrder.flatMap((now, index) => {
      const was = inOrder[index - 1];
      if (!was) return [];
      return differencesOf(was.good, now.good).map((one): Change => {
        const { before, after } = one;
        const what = settingLabel(one, now.tunnel);
        return { at: now.from, device: now.device, who: null, what, before, after };
      });
    });
  });
}

/** The same instant at the same device in the same words. */
function once(changes: readonly Change[]): readonly Change[] {
  const seen = new Map(changes.map((one) => [`${one.at}\n${one.device}\n${one.what}`, one]));
  return [...seen.values()];
}
