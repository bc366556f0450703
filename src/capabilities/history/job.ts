// Who set back what had broken a tunnel: asked of its device once, when the tunnel works again, beside the sweep that saw it.

import type { Clock } from '../../domain/clock.js';
import { setBackBy } from '../../facts/setBack.js';
import type { AskOptions, Desk } from '../../fleet/desk.js';
import type { Due, RoundJob } from '../../jobs/job.js';
import type { WatchStore } from '../../watch/store.js';
import { isBad } from '../../watch/stretches.js';
import type { SweepListener } from '../../watch/swept.js';

interface SetBackParts {
  readonly store: () => Promise<Pick<WatchStore, 'periods' | 'setBack'>>;
  readonly desk: Desk;
  /** The frame of a question. */
  readonly frame: (signal: AbortSignal) => AskOptions;
  readonly clock: Clock;
  readonly onFault: (error: unknown, what: string) => void;
}

export interface SetBackJob {
  /** Hears which tunnels work again. It asks nobody: a turn of the sweep must not wait for a device. */
  readonly listener: SweepListener;
  readonly job: RoundJob;
}

/** Tunnels of one device that work again at the same time share what it answers. */
const maxAgeMs = 60_000;

export function setBackJob({ store, desk, frame, clock, onFault }: SetBackParts): SetBackJob {
  let worksAgain: readonly Due[] = [];

  async function ask({ of: tunnel, at }: Due, signal: AbortSignal): Promise<void> {
    const kept = await store();
    const from = new Date(Date.parse(at) - 1000).toISOString();
    const periods = await kept.periods(tunnel, { from, to: at });
    const broken = periods.findLast(({ state, trigger }) => isBad(state) && trigger?.settings?.length);
    const trigger = broken?.trigger;
    if (!broken || !trigger || trigger.setBack) return;
    const scope = { from: trigger.at };
    const told = await desk.ask(trigger.device, 'changes', scope, { ...frame(signal), maxAgeMs });
    const by = told.known ? setBackBy(told.value, trigger, at) : null;
    if (by) await kept.setBack(tunnel, broken.from, by);
  }

  return {
    listener: {
      name: 'set-back',
      async swept({ changes }) {
        const again = changes.filter(({ from, to }) => isBad(from) && !isBad(to) && to !== 'unknown');
        worksAgain = [...worksAgain, ...again.map(({ tunnel, at }) => ({ of: tunnel, at }))];
      },
    },
    job: {
      name: 'set-back',
      expireInSeconds: 180,
      moments() {
        const now = clock.now().getTime();
        const due = worksAgain.map((one) => ({ ...one, inMs: Math.max(0, Date.parse(one.at) - now) }));
        worksAgain = [];
        return due;
      },
      async run(due, signal) {
        for (const one of due) {
          if (signal.aborted) return;
          await ask(one, signal).catch((error: unknown) => {
            if (!signal.aborted) onFault(error, `who set ${one.of} back could not be asked`);
          });
        }
      },
    },
  };
}
