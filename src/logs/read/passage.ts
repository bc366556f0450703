// What the counters of status outputs prove: packets passed in both directions, in one alone, or nobody offered any.

import type { LogEvent } from '../../domain/log.js';
import { type Meaning, weak } from './weight.js';

/** Of one child SA. Null where its direction is not counted. */
interface Counters {
  readonly event: LogEvent;
  readonly came: number | null;
  readonly went: number | null;
}

/** Whether packets passed; `unknown` when not both directions are counted. */
export type Passage = 'both-ways' | 'out-only' | 'in-only' | 'none' | 'unknown';

/** What stands against the tunnel by its counters, with the line that shows it. Nothing either way proves nothing. */
export function oneWayTraffic(
  events: readonly LogEvent[],
): { readonly event: LogEvent; readonly meaning: Meaning } | null {
  const children = [...countersOf(events)];
  const outOnly = children.find((one) => passageOf(one) === 'out-only');
  if (outOnly)
    return {
      event: outOnly.event,
      meaning: weak(
        ['esp-blocked', 'routing-missing', 'policy-denied'],
        2,
        'Packets go out through the SA and not one came in.',
      ),
    };
  const inOnly = children.find((one) => passageOf(one) === 'in-only');
  if (!inOnly) return null;
  const why = 'Packets come in through the SA and not one goes out: no answer enters the tunnel here.';
  return { event: inOnly.event, meaning: weak(['routing-missing', 'policy-denied', 'esp-blocked'], 2, why) };
}

/** Over all child SAs that are counted: one that carried both ways proves that the path does. */
export function passage(events: readonly LogEvent[]): Passage {
  const found = new Set(countersOf(events).map(passageOf));
  for (const one of ['out-only', 'in-only', 'both-ways', 'none'] as const) if (found.has(one)) return one;
  return 'unknown';
}

function passageOf({ came, went }: Counters): Passage {
  if (came === null || went === null) return 'unknown';
  if (came > 0) return went > 0 ? 'both-ways' : 'in-only';
  return went > 0 ? 'out-only' : 'none';
}

/** A child SA is told by its name where the output has one. Its newest SA may be unused yet, so all of its SAs count together. */
function countersOf(events: readonly LogEvent[]): Counters[] {
  const children = new Map<string, Counters>();
  for (const event of events) {
    // What an SA carried is printed when it ends; a newer one proves itself.
    if (event.says === 'child-up' && event.readBy === 'signature') children.clear();
    const came = count(event, 'count-in');
    const went = count(event, 'count-out');
    if (came === null && went === null) continue;
    const key = event.captures.child ?? '';
    const before = children.get(key);
    children.set(key, {
      event: came !== null || before === undefined ? event : before.event,
      came: most(before?.came ?? null, came),
      went: most(before?.went ?? null, went),
    });
  }
  return [...children.values()];
}

function count(event: LogEvent, key: string): number | null {
  const read = Number.parseInt(event.captures[key] ?? '', 10);
  return Number.isNaN(read) ? null : read;
}

function most(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
