// What was changed at the ends of a tunnel, from all that tells of it, in order and each thing once.

import type { Trigger } from '../../domain/decision.js';
import type { KnownGoodVersion, SettingDifference } from '../../domain/knownGood.js';
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
  readonly outages: readonly Pick<Outage, 'trigger' | 'to'>[];
  /** Of all ends, in any order. */
  readonly versions: readonly KnownGoodVersion[];
}

export function changesOf({ marks, outages, versions }: Telling, span: TimeSpan): readonly Change[] {
  const triggers = outages.flatMap(({ trigger, to }) =>
    trigger === null || trigger.kind === 'expiry'
      ? []
      : [...triggered(trigger, versions), ...setBack(trigger, to, versions)],
  );
  // What was changed is told by the outages and the versions, with its values.
  const marked = marks
    .filter(({ kind }) => kind !== 'rekey' && kind !== 'change')
    .map(
      ({ at, device, text }): Change => ({ at, device, who: null, what: text, before: null, after: null }),
    );
  const all = [...triggers, ...marked, ...settingsChanged(versions)];
  const within = all.filter(
    ({ at }) => Date.parse(at) >= Date.parse(span.from) && Date.parse(at) <= Date.parse(span.to),
  );
  return once(within).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Each setting that it changed, else its sentence. */
function triggered(trigger: Trigger, versions: readonly KnownGoodVersion[]): readonly Change[] {
  const { at, device, who, says, settings = [] } = trigger;
  if (settings.length === 0) return [{ at, device, who, what: says, before: null, after: null }];
  return settings.map((one) => changeOf(trigger, one, versions, at, who));
}

/** After the outage the end was seen up with the value of before; who set it back is known where the device named one person. */
function setBack(
  trigger: Trigger,
  to: string | null,
  versions: readonly KnownGoodVersion[],
): readonly Change[] {
  if (to === null) return [];
  const after = versions
    .filter(({ device, last }) => device === trigger.device && Date.parse(last) >= Date.parse(to))
    .toSorted((a, b) => Date.parse(a.last) - Date.parse(b.last))[0];
  return (trigger.settings ?? [])
    .filter(({ setting, child, before }) =>
      after?.good.settings.some((one) => one.name === setting && one.child === child && one.value === before),
    )
    .map((one) => {
      const { at, who } = trigger.setBack ?? { at: to, who: null };
      return changeOf(trigger, { ...one, before: one.after, after: one.before }, versions, at, who);
    });
}

function changeOf(
  { device }: Trigger,
  one: SettingDifference,
  versions: readonly KnownGoodVersion[],
  at: string,
  who: string | null,
): Change {
  const tunnel = versions.find((version) => version.device === device)?.tunnel ?? null;
  const { before, after } = one;
  return { at, device, who, what: settingLabel(one, tunnel), before, after };
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
