// The first diagnosis is begun once, waited for with patience, and never more of them at once than leave room for others.

import { describe, expect, it } from 'vitest';
import { firstDiagnoses } from '../../../../src/capabilities/notice/compose.js';
import type { Examined } from '../../../../src/diagnosis/examiner.js';
import { Problem } from '../../../../src/domain/problem.js';
import { fresh } from '../../../../src/notices/hear.js';
import type { Notice, NoticedTunnel } from '../../../../src/notices/notice.js';
import { ManualClock } from '../../../support/manualClock.js';
import { at } from '../../doubles/notices.js';

const notice = (id: string, state: NoticedTunnel['state'] = 'down'): Notice => ({
  ...fresh(id, 'C1', at(0)),
  phase: 'standing',
  tunnels: [
    {
      tunnel: id,
      state,
      since: at(0),
      changedAt: at(0),
      basis: '',
      shares: [],
      endedAt: null,
      incident: null,
    },
  ],
});
const never = new AbortController().signal;

function examining(examine: (tunnel: string) => Promise<Examined>) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const first = firstDiagnoses({
    clock,
    frame: (signal) => ({ signal, deadlineAt: at(60) }),
    keep: async () => undefined,
    examiner: {
      examine: (tunnel) => {
        asked.push(tunnel);
        return examine(tunnel);
      },
    },
  });
  return { clock, asked, first };
}

describe('the first diagnosis', () => {
  it('says why it could not be made', async () => {
    const { first } = examining(async () => {
      throw new Problem('unknown-tunnel', { name: 'a', hint: 'Ask `list`.' });
    });
    expect(await first(notice('a'), 20_000, never)).toMatchObject({
      tunnel: 'a',
      decision: null,
      says: 'No tunnel is called "a". Ask `list`.',
    });
  });

  it('that takes longer than the patience goes on, and is not begun again', async () => {
    let fail: (problem: Problem) => void = () => undefined;
    const slow = new Promise<Examined>((_, reject) => {
      fail = reject;
    });
    const { clock, asked, first } = examining(() => slow);
    const short = first(notice('a'), 20_000, never);
    await clock.advance(20_000);
    expect(await short).toBeNull();
    const long = first(notice('a'), 120_000, never);
    fail(new Problem('unknown-tunnel', { name: 'a', hint: '' }));
    expect(await long).toMatchObject({ decision: null });
    expect(asked).toEqual(['a']);
  });

  it('of a tunnel that is well again, or idle, is none', async () => {
    const { asked, first } = examining(async () => {
      throw new Error('nobody asks');
    });
    expect(await first(notice('a', 'idle'), 20_000, never)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('waits while enough others are under way', async () => {
    const { first } = examining(() => new Promise(() => undefined));
    const stop = new AbortController();
    const begun = ['a', 'b', 'c', 'd'].map((id) => first(notice(id), 20_000, stop.signal));
    expect(await first(notice('e'), 20_000, never)).toBe('busy');
    stop.abort();
    expect(await Promise.all(begun)).toEqual([null, null, null, null]);
  });
});
