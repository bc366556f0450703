// Who set a change back is asked of the device that was changed, once the tunnel works again.

import { describe, expect, it } from 'vitest';
import { setBackJob } from '../../../../src/capabilities/history/job.js';
import type { ChangeHistory } from '../../../../src/domain/device.js';
import { known } from '../../../../src/domain/observation.js';
import type { Desk } from '../../../../src/fleet/desk.js';
import type { Period, TunnelChange, WatchedState } from '../../../../src/watch/state.js';
import { ManualClock } from '../../../support/manualClock.js';
import { periodOf } from '../../doubles/periods.js';

const id = { setting: 'ike.local-id' as const, child: null };
const trigger = {
  kind: 'change' as const,
  says: 'admin edited it',
  at: '2026-11-22T09:00:00.000Z',
  device: 'fw-hq',
  who: 'admin',
  settings: [{ ...id, before: 'a', after: 'b' }],
};
const again = '2026-11-22T09:30:00.000Z';
const period = periodOf('down', '2026-11-22T09:00:11.000Z', again, { trigger });

/** @param broken tunnels of which the store cannot be read. */
function stage(periods: readonly Period[], broken: ReadonlySet<string> = new Set()) {
  const asked: string[] = [];
  const kept: unknown[] = [];
  const value: ChangeHistory = (() => {
    const told = <T>(one: T) =>
      known(one, { device: 'fw-hq', request: 'log', at: again, fromCache: false, calls: 1 });
    const settings = [{ ...id, before: 'b', after: 'a' }];
    const edit = {
      kind: 'edit' as const,
      at: '2026-11-22T09:29:00.000Z',
      who: 'maria',
      command: 'set',
      path: 'ike',
      settings,
    };
    return { edits: told([edit]), commits: told([]), pending: told(false) };
  })();
  const desk = {
    async ask(device: string, kind: string, scope: { from?: string }) {
      asked.push(`${device} ${kind} ${scope.from}`);
      return known(value, { device, request: 'log', at: again, fromCache: false, calls: 1 });
    },
  } as unknown as Desk;
  const faults: string[] = [];
  const { listener, job } = setBackJob({
    store: async () => ({
      periods: async (tunnel) => {
        if (broken.has(tunnel ?? '')) throw new Error('the store is away');
        return periods;
      },
      setBack: async (tunnel, from, by) => void kept.push({ tunnel, from, by }),
    }),
    desk,
    frame: (signal) => ({ signal, deadlineAt: again }),
    clock: new ManualClock(again),
    onFault: (_, what) => void faults.push(what),
  });
  const { signal } = new AbortController();
  const sweep = async (from: WatchedState, to: WatchedState, tunnels = ['paris']): Promise<void> => {
    const changes = tunnels.map(
      (tunnel): TunnelChange => ({ tunnel, from, to, at: again, basis: '', quiet: null }),
    );
    const swept = {
      device: 'fw-paris',
      at: again,
      beforeAt: null,
      unit: null,
      ends: [],
      changes,
      marks: [],
    };
    await listener.swept?.(swept, signal);
  };
  const work = async (): Promise<void> => await job.run(job.moments(), signal);
  return { asked, kept, faults, sweep, work };
}

describe('when a tunnel works again', () => {
  it('the device that was changed tells who set it back', async () => {
    const { asked, kept, sweep, work } = stage([period]);
    await sweep('down', 'up');
    await work();
    expect(asked).toEqual([`fw-hq changes ${trigger.at}`]);
    expect(kept).toEqual([
      { tunnel: 'paris', from: period.from, by: { at: '2026-11-22T09:29:00.000Z', who: 'maria' } },
    ]);
  });

  it('the turn of the sweep that saw it asks nobody, and each tunnel is asked about once', async () => {
    const { asked, sweep, work } = stage([period]);
    await sweep('down', 'up');
    expect(asked).toEqual([]);
    await work();
    await work();
    expect(asked).toHaveLength(1);
  });

  it('what cannot be read of one tunnel keeps no other one waiting', async () => {
    const { asked, faults, sweep, work } = stage([period], new Set(['lyon']));
    await sweep('down', 'up', ['lyon', 'paris']);
    await work();
    expect(faults).toEqual(['who set lyon back could not be asked']);
    expect(asked).toHaveLength(1);
  });

  it('nothing is asked where no setting had broken it, where that is known, or where it does not work yet', async () => {
    const known = { ...trigger, setBack: { at: again, who: 'li' } };
    for (const one of [
      { ...period, trigger: null },
      { ...period, trigger: known },
    ]) {
      const { asked, sweep, work } = stage([one]);
      await sweep('down', 'up');
      await work();
      expect(asked).toEqual([]);
    }
    for (const [from, to] of [
      ['down', 'degraded'],
      ['down', 'unknown'],
      ['up', 'down'],
      ['idle', 'up'],
    ] as const) {
      const { asked, sweep, work } = stage([period]);
      await sweep(from, to);
      await work();
      expect(asked).toEqual([]);
    }
  });
});
