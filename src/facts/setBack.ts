// Who gave settings back the values that they had before an outage, by what the device tells of its changes.

import type { SetBack, Trigger } from '../domain/decision.js';
import type { ChangeHistory, ConfigChange } from '../domain/device.js';
import { knownValue } from '../domain/observation.js';
import { isAboutTunnels, isInForce } from './changes.js';

/**
 * An edit that tells the values decides. Without one it is whoever made all changes after the one that broke it; with several people
 * nobody is named.
 * @param until when the tunnel worked again (ISO 8601 UTC)
 */
export function setBackBy(
  { edits, commits }: ChangeHistory,
  { at, settings = [] }: Trigger,
  until: string,
): SetBack | null {
  const after = (all: readonly ConfigChange[] | null): readonly ConfigChange[] =>
    (all ?? []).filter(
      (one) => Date.parse(one.at) > Date.parse(at) && Date.parse(one.at) <= Date.parse(until) + clocksMs,
    );
  const edited = after(knownValue(edits)).filter(isAboutTunnels);
  const exact = edited.filter((edit) =>
    edit.settings?.some((one) =>
      settings.some(
        (broken) =>
          one.setting === broken.setting && one.child === broken.child && one.after === broken.before,
      ),
    ),
  );
  if (exact.length > 0) return lastOf(exact);
  return lastOf(edited.length > 0 ? edited : after(knownValue(commits)).filter(isInForce));
}

/** Clocks differ a little. */
const clocksMs = 30_000;

function lastOf(changes: readonly ConfigChange[]): SetBack | null {
  const last = changes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  if (!last || last.who === '' || changes.some(({ who }) => who !== last.who)) return null;
  return { at: last.at, who: last.who };
}
