// Who set back what had broken a tunnel: asked of its device once, when the tunnel works again.

import type { ChangeHistory } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { setBackBy } from '../../facts/setBack.js';
import type { AskOptions, Desk } from '../../fleet/desk.js';
import type { WatchStore } from '../../watch/store.js';
import { isBad } from '../../watch/stretches.js';
import type { SweepListener } from '../../watch/swept.js';

export interface SetBackParts {
  readonly store: () => Promise<Pick<WatchStore, 'periods' | 'setBack'>>;
  readonly desk: Desk;
  /** The frame of a question. */
  readonly frame: (signal: AbortSignal) => AskOptions;
}

/** Tunnels of one device that work again at the same time share what it answers. */
const maxAgeMs = 60_000;

export function setBackListener({ store, desk, frame }: SetBackParts): SweepListener {
  return {
    name: 'set-back',
    async swept({ changes }, signal) {
      const again = changes.filter(({ from, to }) => isBad(from) && !isBad(to) && to !== 'unknown');
      for (const { tunnel, at } of again) {
        if (signal.aborted) return;
        const kept = await store();
        const periods = await kept.periods(tunnel, {
          from: new Date(Date.parse(at) - 1000).toISOString(),
          to: at,
        });
        const broken = periods.findLast(({ state, trigger }) => isBad(state) && trigger?.settings?.length);
        const trigger = broken?.trigger;
        if (!broken || !trigger || trigger.setBack) continue;
        const told: Observation<ChangeHistory> = await desk.ask(
          trigger.device,
          'changes',
          { from: trigger.at },
          { ...frame(signal), maxAgeMs },
        );
        const by = told.known ? setBackBy(told.value, trigger, at) : null;
        if (by) await kept.setBack(tunnel, broken.from, by);
      }
    },
  };
}
