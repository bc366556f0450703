// News becomes notices: told once, gathered for a moment, changed while they stand, and over when the tunnel is back.

import { describe, expect, it } from 'vitest';
import { hear } from '../../../src/notices/hear.js';
import { hearDevice } from '../../../src/notices/hearDevice.js';
import type { TunnelNews } from '../../../src/notices/news.js';
import type { Notice } from '../../../src/notices/notice.js';
import { settle } from '../../../src/notices/settle.js';
import type { NoticeRow, NoticeWrites } from '../../../src/notices/store.js';
import { at, firewall, leaves, news } from '../doubles/notices.js';

/** The store in memory: what was written stands for the next piece of news. */
class Kept {
  readonly notices = new Map<string, Notice>();
  #ids = 0;
  readonly newId = () => {
    this.#ids += 1;
    return `n${this.#ids}`;
  };

  get open(): readonly Notice[] {
    return [...this.notices.values()].filter(({ phase }) => phase !== 'over');
  }

  hears(pieces: readonly TunnelNews[], when = at(0)): readonly NoticeRow[] {
    return this.write(hear(this.open, pieces, { at: when, gatherMs: 20_000, newId: this.newId }));
  }

  settles(id = 'n1', when = at(20), withIncident: readonly string[] = []): readonly NoticeRow[] {
    const settling = { at: when, newId: this.newId, withIncident: new Set(withIncident) };
    return this.write(settle(this.open, id, settling));
  }

  write({ notices, rows }: NoticeWrites): readonly NoticeRow[] {
    for (const notice of notices) this.notices.set(notice.id, notice);
    return rows;
  }

  tunnelsOf(id: string): readonly string[] {
    return this.notices.get(id)?.tunnels.map(({ tunnel }) => tunnel) ?? [];
  }
}

/** A message about these tunnels stands in the channel. */
function standing(...pieces: readonly TunnelNews[]): Kept {
  const kept = new Kept();
  kept.hears(pieces);
  kept.settles();
  return kept;
}

const replies = (rows: readonly NoticeRow[]) => rows.map(({ reply }) => reply);

describe('a tunnel that breaks', () => {
  it('is gathered for a moment, so that others may join', () => {
    const rows = new Kept().hears([news('a')]);
    expect(rows).toEqual([{ notice: 'n1', seq: 0, part: 'post', reply: null, notBefore: at(20) }]);
  });

  it.each(['maintenance', 'muted', 'first-look', 'not-an-alarm'] as const)(
    'is not told when it is quiet: %s',
    (quiet) => {
      expect(new Kept().hears([news('a', { quiet })])).toEqual([]);
    },
  );

  it.each([
    ['whose incident is open', { incident: 'inc-1' }],
    ['that has no channel', { channel: null }],
    ['of which a look cannot tell', { state: 'unknown' }],
    ['that is idle', { state: 'idle' }],
    ['that was switched off', { state: 'disabled' }],
    ['that is up', { state: 'up' }],
  ] as const)('%s is not told', (_, more) => {
    expect(new Kept().hears([news('a', more)])).toEqual([]);
  });

  it('gets worse: the message is drawn again, and one reply says so', () => {
    const kept = standing(news('a', { state: 'degraded' }));
    expect(replies(kept.hears([news('a', { at: at(60) })], at(60)))).toEqual([
      'a is down now, no longer degraded.',
    ]);
    expect(replies(kept.hears([news('a', { state: 'degraded', at: at(90) })], at(90)))).toEqual([null]);
  });

  it('comes back: one reply, and nothing of it is left to be changed', () => {
    const kept = standing(news('a'));
    expect(replies(kept.hears([news('a', { state: 'up', at: at(158) })], at(160)))).toEqual([
      'a: back up since 10:02:38 UTC, after 2 min.',
    ]);
    expect(kept.open).toEqual([]);
    expect(kept.hears([news('a', { state: 'up', at: at(200) })], at(200))).toEqual([]);
  });

  it('and comes back while it is gathered is told in one message, as what it was', () => {
    const kept = new Kept();
    kept.hears([news('a')]);
    expect(kept.hears([news('a', { state: 'up', at: at(9) })], at(10))).toEqual([]);
    kept.settles();
    expect(kept.notices.get('n1')).toMatchObject({ phase: 'over', tunnels: [{ state: 'up' }] });
  });

  it('and is idle then is not called back', () => {
    const kept = standing(news('a'));
    const idle = news('a', { state: 'idle', at: at(300), quiet: 'not-an-alarm' });
    expect(replies(kept.hears([idle], at(300)))).toEqual([null]);
    expect(replies(kept.hears([news('a', { state: 'up', at: at(600) })], at(600)))).toEqual([
      'a: back up since 10:10:00 UTC, after 10 min.',
    ]);
  });

  it('flaps: said once, and the single changes are not', () => {
    const kept = standing(news('a'));
    expect(replies(kept.hears([news('a', { state: 'flapping', at: at(60) })], at(60)))).toEqual([
      'a flaps: it comes and goes. Its single changes are not told until it is quiet.',
    ]);
    expect(replies(kept.hears([news('a', { state: 'up', at: at(2000) })], at(2000)))[0]).toContain('back up');
  });

  it('is not given back by a look that cannot tell', () => {
    expect(standing(news('a')).hears([news('a', { state: 'unknown', at: at(60) })], at(60))).toEqual([]);
  });

  it.each([
    ['muted meanwhile', { quiet: 'muted' }],
    ['given an incident, which says so itself', { incident: 'inc-1' }],
  ] as const)('and was %s: the message is true, without a reply', (_, more) => {
    const kept = standing(news('a'));
    const rows = kept.hears([news('a', { state: 'up', at: at(60), ...more })], at(60));
    expect(rows).toMatchObject([{ part: 'redraw', reply: null }]);
  });
});

describe('many that break at once', () => {
  const hq = Array.from({ length: 6 }, (_, index) => news(`hq-${index}`, { shares: [firewall('fw-hq')] }));

  it('make one message that names what they share', () => {
    const kept = standing(...hq);
    expect(kept.open).toMatchObject([{ shares: [firewall('fw-hq')] }]);
    expect(kept.tunnelsOf('n1')).toHaveLength(6);
  });

  it('also when two replicas hear of them one behind the other', () => {
    const kept = new Kept();
    expect(kept.hears(hq.slice(0, 3))).toHaveLength(1);
    expect(kept.hears(hq.slice(3), at(15))).toEqual([]);
    kept.settles();
    expect(kept.tunnelsOf('n1')).toHaveLength(6);
  });

  it('leave those alone that share nothing with them, each with its own message', () => {
    const kept = new Kept();
    kept.hears([...hq, news('oslo', { shares: [firewall('fw-oslo')] })]);
    expect(kept.settles()).toMatchObject([{ notice: 'n2', part: 'post', notBefore: null }]);
    expect([kept.tunnelsOf('n1').length, kept.tunnelsOf('n2')]).toEqual([6, ['oslo']]);
  });

  it('are not put together when there are only two', () => {
    const kept = standing(...hq.slice(0, 2));
    expect(kept.open.map(({ tunnels }) => tunnels.length)).toEqual([1, 1]);
  });

  it('and share nothing that is known make one message where there would be too many', () => {
    const kept = standing(...Array.from({ length: 9 }, (_, index) => news(`t${index}`)));
    expect(kept.open).toMatchObject([{ shares: [] }]);
  });

  it('name the interface besides the firewall when all of them use it', () => {
    const shares = [firewall('fw-hq'), leaves('fw-hq', 'ethernet1/2')];
    const kept = standing(...hq.map((piece) => ({ ...piece, shares })));
    expect(kept.open[0]?.shares.map(({ kind }) => kind)).toEqual(['interface', 'device']);
  });

  it('take one in that breaks a little later, without a second message', () => {
    const kept = standing(...hq);
    const late = news('late', { at: at(60), shares: [firewall('fw-hq'), firewall('fw-oslo')] });
    expect(kept.hears([late], at(60))).toMatchObject([{ notice: 'n1', part: 'redraw', reply: null }]);
    expect(kept.tunnelsOf('n1')).toContain('late');
    expect(kept.hears([news('much-later', { shares: late.shares })], at(600))).toMatchObject([
      { part: 'post' },
    ]);
  });

  it('come back one by one without a reply each; the last one has one', () => {
    const kept = standing(...hq);
    const back = (index: number) => news(`hq-${index}`, { state: 'up', at: at(100 + index) });
    expect(replies(kept.hears([0, 1, 2, 3, 4].map(back), at(110)))).toEqual([null]);
    expect(replies(kept.hears([back(5)], at(120)))).toEqual([
      'All 6 tunnels are back, the last one at 10:01:45 UTC.',
    ]);
  });

  it('that have an incident by then are left to it', () => {
    const kept = new Kept();
    kept.hears([news('a')]);
    kept.settles('n1', at(20), ['a']);
    expect(kept.notices.get('n1')).toMatchObject({ phase: 'over', tunnels: [] });
  });

  it('are settled once, however often that is done', () => {
    const kept = standing(...hq);
    expect(kept.settles('n1', at(40))).toEqual([]);
  });
});

describe('a device that cannot be asked', () => {
  const says = { says: 'It does not answer.', remedy: 'Check the management network.' };
  const silent = (device: string, seconds = 0) => ({
    key: device,
    device,
    channel: 'C1',
    at: at(seconds),
    reachable: false,
    ...says,
  });
  const hearing = (kept: Kept, when: string) => ({ at: when, gatherMs: 20_000, newId: kept.newId });

  it('is a message of its own, not one of its tunnels, and says when it answers again', () => {
    const kept = new Kept();
    kept.hears([news('a')]);
    kept.write(hearDevice(kept.open, silent('fw-hq'), hearing(kept, at(0))));
    kept.write(hearDevice(kept.open, silent('fw-oslo'), hearing(kept, at(5))));
    kept.settles('n2');
    expect(kept.notices.get('n2')?.devices.map(({ device }) => device)).toEqual(['fw-hq', 'fw-oslo']);
    const back = (device: string) => ({ ...silent(device, 90), reachable: true });
    const first = kept.write(hearDevice(kept.open, back('fw-hq'), hearing(kept, at(90))));
    const last = kept.write(hearDevice(kept.open, back('fw-oslo'), hearing(kept, at(95))));
    expect(replies([...first, ...last])).toEqual([null, 'All 2 devices answer again.']);
  });
});
