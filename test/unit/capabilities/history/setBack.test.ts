// Who set a change back is asked of the device that was changed, once the tunnel works again.

import { describe, expect, it } from 'vitest';
import { setBackListener } from '../../../../src/capabilities/history/setBack.js';
import type { ChangeHistory } from '../../../../src/domain/device.js';
import { known } from '../../../../src/domain/observation.js';
import type { Desk } from '../../../../src/fleet/desk.js';
import type { Period, TunnelChange, WatchedState } from '../../../../src/watch/state.js';

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
const period: Period = {
  tunnel: 'paris',
  state: 'down',
  from: '2026-11-22T09:00:11.000Z',
  to: again,
  basis: 'no SA',
  cause: 'peer-id-mismatch',
  confidence: 'certain',
  trigger,
  planned: false,
};

function stage(periods: readonly Period[]) {
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
  const listener = setBackListener({
    store: async () => ({
      periods: async () => periods,
      setBack: async (tunnel, from, by) => void kept.push({ tunnel, from, by }),
    }),
    desk,
    frame: (signal) => ({ signal, deadlineAt: again }),
  });
  const sweep = async (from: WatchedState, to: WatchedState): Promise<void> => {
    const change: TunnelChange = { tunnel: 'paris', from, to, at: again, basis: '', quiet: null };
    const swept = {
      device: 'fw-paris',
      at: again,
      beforeAt: null,
      unit: null,
      ends: [],
      changes: [change],
      marks: [],
    };
    await listener.swept?.(swept, new AbortController().signal);
  };
  return { asked, kept, sweep };
}

describe('when a tunnel works again', () => {
  it('the device that was changed tells who set it back', async () => {
    const { asked, kept, sweep } = stage([period]);
    await sweep('down', 'up');
    expect(asked).toEqual([`fw-hq changes ${trigger.at}`]);
    expect(kept).toEqual([
      { tunnel: 'paris', from: period.from, by: { at: '2026-11-22T09:29:00.000Z', who: 'maria' } },
    ]);
  });

  it('nothing is asked where no setting had broken it, where that is known, or where it does not work yet', async () => {
    const known = { ...trigger, setBack: { at: again, who: 'li' } };
    for (const one of [
      { ...period, trigger: null },
      { ...period, trigger: known },
    ]) {
      const { asked, sweep } = stage([one]);
      await sweep('down', 'up');
      expect(asked).toEqual([]);
    }
    for (const [from, to] of [
      ['down', 'degraded'],
      ['down', 'unknown'],
      ['up', 'down'],
      ['idle', 'up'],
    ] as const) {
      const { asked, sweep } = stage([period]);
      await sweep(from, to);
      expect(asked).toEqual([]);
    }
  });
});
