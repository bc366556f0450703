// What the watch looks at, as a report: how many tunnels in which state, what is muted, what people chose.

import { plural } from '../../commands/phrases.js';
import { type Block, bareReport, type Report, type Text } from '../../domain/report.js';
import type { WatchedState, WatchedTunnel } from '../../watch/state.js';
import type { Chosen, Mute } from '../../watch/store.js';

export interface WatchView {
  readonly states: readonly WatchedTunnel[];
  readonly choices: readonly Chosen[];
  readonly mutes: readonly Mute[];
  /** ISO 8601 UTC. */
  readonly at: string;
}

const order: readonly WatchedState[] = ['down', 'flapping', 'degraded', 'unknown', 'idle', 'disabled', 'up'];
const mostRows = 30;

export function composeWatch({ states, choices, mutes }: WatchView): Report {
  const left = choices.filter(({ watched }) => !watched);
  const added = choices.filter(({ watched }) => watched);
  return {
    ...bareReport,
    kind: 'watch',
    tone: 'quiet',
    title: states.length === 0 ? 'Nothing is watched yet' : `${plural(states.length, 'tunnel')} watched`,
    summary: [
      { kind: 'paragraph', text: states.length === 0 ? nothingYet : countsOf(states) },
      ...listOf(
        'Muted',
        mutes.map(
          (mute): Text => [
            mute.tunnel,
            ' until ',
            { at: mute.until, as: 'date-time' },
            `, by ${mute.by.name}: ${mute.why}`,
          ],
        ),
      ),
      ...listOf('Left out', left.map(chosenText)),
      ...listOf('Watched because somebody asked for it', added.map(chosenText)),
    ],
    audience: 'asker',
    json: {
      schema: 1,
      states: states.map(({ tunnel, state, since, sinceAtLeast, lookedAt }) => ({
        tunnel,
        state,
        since,
        sinceAtLeast,
        lookedAt,
      })),
      choices,
      mutes: mutes.map(({ tunnel, by, from, until, why }) => ({ tunnel, by, from, until, why })),
    },
  };
}

const nothingYet =
  'The running service looks at its tunnels by itself, unless the configuration says `watch: { enabled: false }`. It has not looked yet.';

function countsOf(states: readonly WatchedTunnel[]): Text {
  const counts = order.flatMap((state) => {
    const count = states.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const newest =
    states
      .map(({ lookedAt }) => lookedAt)
      .toSorted()
      .at(-1) ?? '';
  return [`${counts.join(', ')}. Looked at last `, { at: newest, as: 'age' }, '.'];
}

function chosenText({ tunnel, by, at }: Chosen): Text {
  return [tunnel, `, by ${by.name}, `, { at, as: 'date-time' }];
}

function listOf(title: string, items: readonly Text[]): readonly Block[] {
  if (items.length === 0) return [];
  const more = items.length - mostRows;
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: items.slice(0, mostRows) },
    ...(more > 0 ? [{ kind: 'note', text: `${more} more.` } satisfies Block] : []),
  ];
}
