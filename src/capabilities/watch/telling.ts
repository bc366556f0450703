// Everybody who remembers something of a sweep is told, each by itself; what a death left untold is told by whoever comes next.

import type { Clock } from '../../domain/clock.js';
import { underFirstOf } from '../../support/abort.js';
import { timeLimit } from '../../support/clock.js';
import type { WatchStore } from '../../watch/store.js';
import type { DeviceChange, SweepListener, Swept } from '../../watch/swept.js';

interface TellingParts {
  readonly clock: Clock;
  /** Milliseconds that only grow. */
  readonly elapsed: () => number;
  readonly store: () => Promise<Pick<WatchStore, 'told' | 'untold'>>;
  readonly listeners: readonly SweepListener[];
  readonly onFault: (error: unknown, what: string) => void;
}

interface Told {
  readonly device: string;
  readonly turn: number;
  readonly swept: Swept | null;
  readonly deviceChange: DeviceChange | null;
}

interface Telling {
  tell(told: Told, signal: AbortSignal): Promise<void>;
  tellAgain(signal: AbortSignal): Promise<void>;
}

const listenMs = 25_000;
/** Whoever found it has told it by then, or never will. */
const givenUpMs = 120_000;
const lookAgainMs = 30_000;

export function createTelling({ clock, elapsed, store, listeners, onFault }: TellingParts): Telling {
  let looked = Number.NEGATIVE_INFINITY;

  async function tell({ device, turn, swept, deviceChange }: Told, signal: AbortSignal): Promise<void> {
    const heard = await underFirstOf([signal, timeLimit(listenMs)], (within) =>
      Promise.all(
        listeners.map(async (listener) => {
          try {
            if (deviceChange) await listener.device?.(deviceChange, within);
            if (swept) await listener.swept?.(swept, within);
            return true;
          } catch (error) {
            onFault(error, `${listener.name} could not hear of ${device}`);
            return false;
          }
        }),
      ),
    );
    const isNews = deviceChange !== null || (swept !== null && swept.changes.length + swept.marks.length > 0);
    if (isNews && heard.every(Boolean)) await (await store()).told({ device, turn });
  }

  return {
    tell,
    async tellAgain(signal) {
      const now = elapsed();
      if (now - looked < lookAgainMs) return;
      looked = now;
      for (const one of await (await store()).untold(clock.now().toISOString(), givenUpMs)) {
        const { device, turn, at, beforeAt, unit, changes, marks, deviceChange } = one;
        const swept = { device, at, beforeAt, unit, ends: [], changes, marks };
        await tell({ device, turn, swept, deviceChange }, signal);
      }
    },
  };
}
