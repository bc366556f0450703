// A handoff is posted once, whole and as it was composed first, whatever breaks in between; its confirmation is drawn into it.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/domain/clock.js';
import type { Block, Report } from '../../../../src/domain/report.js';
import { StoreTrouble } from '../../../../src/domain/storeTrouble.js';
import type { SlackMessage } from '../../../../src/render/slack/index.js';
import { PassingTrouble } from '../../../../src/slack/failure.js';
import { Posting } from '../../../../src/slack/posting.js';
import { SendQueue } from '../../../../src/slack/sendQueue.js';
import type { IncidentParts, IncidentStores } from '../../../../src/slack/threads/ports.js';
import { Poster } from '../../../../src/slack/threads/poster.js';
import type { SlackWeb } from '../../../../src/slack/web.js';
import type { Database } from '../../../../src/stores/database.js';
import { systemClock } from '../../../../src/support/clock.js';
import { createLogger } from '../../../../src/support/logger.js';
import { openEmptyDatabase } from '../../../support/emptyDatabase.js';
import { incidentStoresOver } from '../../../support/incidentStores.js';
import { MovedClock } from '../../../support/movedClock.js';
import { Channel, type Trouble, until } from './channel.js';

let database: Database;
let stores: IncidentStores;
beforeAll(async () => {
  database = await openEmptyDatabase();
  stores = incidentStoresOver(database);
});
const posters: Poster[] = [];
afterEach(async () => {
  await Promise.all(posters.splice(0).map((poster) => poster.stop()));
  await database.sql.deleteFrom('outbox').execute();
  await database.sql.deleteFrom('handoffs').execute();
});
afterAll(() => database.close());

/** Long enough for a card and two messages in its thread. */
const long: Block[] = Array.from({ length: 9 }, (_, index) => ({
  kind: 'paragraph',
  text: `${index} ${'long '.repeat(560)}`,
}));

let composed = 0;
function report(summary: readonly Block[]): Report {
  composed += 1;
  return {
    kind: 'handoff',
    tone: 'warning',
    title: `Handoff of net, composed as number ${composed}`,
    summary,
    detail: [],
    actions: [
      { label: 'I take over', command: 'confirm "net 18"', style: 'primary' },
      { label: 'Add a remark', command: 'remark --team net' },
    ],
    choice: null,
    files: [],
    audience: 'everyone',
    json: {},
  };
}

function poster(web: SlackWeb, more: Partial<IncidentParts> = {}, clock: Clock = systemClock): Poster {
  const logger = createLogger('silent');
  const limits = { perChannel: 500, maxAgeMs: 60_000, firstWaitMs: 5, lastWaitMs: 100 };
  const queue = new SendQueue({ clock: systemClock, logger, limits });
  const made = new Poster({
    web,
    posting: new Posting({ web, queue, logger, planBlocks: true }),
    clock,
    logger,
    onLook: async () => undefined,
    incidents: {
      stores: async () => stores,
      owner: `poster ${posters.length}`,
      homeChannel: 'C1',
      composeHandoff: async () => report(long),
      diagnoseNotice: async () => null,
      newId: (prefix) => prefix,
      leaseMs: 30_000,
      lookMs: 20,
      ...more,
    },
  });
  posters.push(made);
  made.start();
  return made;
}

async function write(handoff = 'net 18', incoming: readonly string[] = ['U0BO']): Promise<void> {
  const frame = { team: 'net', from: '2026-03-01T06:00:00.000Z', to: '2026-03-01T18:00:00.000Z' };
  await stores.shifts.claimHandoff({ key: handoff, ...frame });
  const stream = `handoff:${handoff}`;
  const body = { kind: 'handoff' as const, handoff, ...frame, channel: 'C1', outgoing: ['U0ADA'], incoming };
  await stores.outbox.add({ key: stream, stream, body, at: systemClock.now().toISOString() });
}

const posted = async () => {
  const rows = await database.sql.selectFrom('outbox').select('state').execute();
  return rows.length > 0 && rows.every((row) => row.state === 'posted');
};
const titles = (web: Channel) =>
  new Set(web.standing.map(({ message }) => /number \d+/.exec(message.text)?.[0]));

function expectWhole(web: Channel): void {
  const keys = web.standing.map((one) => one.key);
  expect(keys).toEqual(['handoff:net 18', 'handoff:net 18/1', 'handoff:net 18/2']);
  expect(web.standing.map((one) => one.threadTs)).toEqual([null, '1.0', '1.0']);
  expect(titles(web).size).toBe(1);
  const shown = JSON.stringify(web.standing.map((one) => one.message.blocks));
  for (const block of long) expect(shown).toContain(JSON.stringify(block.kind === 'paragraph' && block.text));
}

describe('a handoff', () => {
  it('is posted with its thread, the people in front', async () => {
    const web = new Channel();
    await write();
    poster(web);
    await until(posted);
    expectWhole(web);
    expect(web.standing[0]?.message.text).toContain('Outgoing: <@U0ADA>  ·  Incoming: <@U0BO>');
  });

  const troubles: readonly (readonly [string, readonly Trouble[]])[] = [
    ['a lost reply to the card', [{ error: new SyntaxError('cut'), stands: true }]],
    ['no connection at the card', [{ error: new SyntaxError('cut'), stands: false }]],
    ['a lost reply in its thread', [null, { error: new SyntaxError('cut'), stands: true }]],
    [
      'a gateway that fails in its thread',
      [null, null, { error: new PassingTrouble('HTTP 502'), stands: false }],
    ],
    ['a rate limit in its thread', [null, { error: new PassingTrouble('rate limit', 5), stands: false }]],
  ];
  it.each(troubles)('stands there once and whole after %s', async (_, met) => {
    const web = new Channel();
    web.troubles.push(...met);
    await write();
    poster(web);
    await until(posted);
    expectWhole(web);
  });

  it.each([0, 1, 2])(
    'that a dead process left after %i messages is finished as it was begun',
    async (count) => {
      const web = new Channel();
      const never = new Promise<never>(() => undefined);
      const post = web.post.bind(web);
      let isDead = false;
      const dying = Object.assign(new Channel(), {
        post: async (...words: Parameters<SlackWeb['post']>) => {
          isDead = web.standing.length === count;
          return isDead ? await never : await post(...words);
        },
      });
      await write();
      const dead = poster(dying, { leaseMs: 50, stores: async () => (isDead ? await never : stores) });
      // As after kill -9: it is not stopped, and does nothing any more.
      posters.splice(posters.indexOf(dead), 1);
      await until(() => isDead);
      poster(web);
      await until(posted);
      expectWhole(web);
    },
  );

  it('does not hold up the threads while devices are asked', async () => {
    const web = new Channel();
    let answer: (report: Report) => void = () => undefined;
    const devices = new Promise<Report>((resolve) => {
      answer = resolve;
    });
    await write();
    poster(web, { composeHandoff: () => devices });
    const event = { by: { id: 'U1', name: 'Ada' }, at: systemClock.now().toISOString() };
    const opened = { kind: 'opened', tunnel: 'x', severity: 'normal', channel: 'C1' } as const;
    await stores.incidents.open('inc-1', { ...event, key: 'k1', what: opened });
    await until(() => web.standing.some((one) => one.key === 'inc-1:1'));
    expect(web.standing.some((one) => one.key?.startsWith('handoff'))).toBe(false);
    answer(report([]));
    await until(() => web.standing.some((one) => one.key === 'handoff:net 18'));
  });

  it('stays ours while devices take longer than a lease', async () => {
    const web = new Channel();
    let asked = 0;
    const heldUntil = async () => {
      const row = await database.sql.selectFrom('outbox').select('claimed_until').executeTakeFirst();
      return Date.parse(row?.claimed_until ?? '');
    };
    const composeHandoff = async () => {
      asked += 1;
      const first = await heldUntil();
      // The first lease is over, and the row is still held.
      await until(async () => systemClock.now().getTime() > first && (await heldUntil()) > first);
      return report([]);
    };
    await write();
    poster(web, { composeHandoff, leaseMs: 1500 });
    poster(web, { composeHandoff, leaseMs: 1500 });
    await until(posted);
    expect([asked, web.standing.length]).toEqual([1, 1]);
  });

  it('that was being composed when we were stopped is composed anew, not posted half blind', async () => {
    const web = new Channel();
    let begun = false;
    await write();
    const stopped = poster(web, {
      composeHandoff: async (_, signal) => {
        begun = true;
        await systemClock.sleep(60_000, signal).catch(() => undefined);
        return report([{ kind: 'paragraph', text: 'fw-a did not answer' }]);
      },
    });
    await until(() => begun);
    await stopped.stop();
    expect(web.standing).toEqual([]);
    poster(web, { composeHandoff: async () => report([]) });
    await until(posted);
    expect(JSON.stringify(web.standing)).not.toContain('did not answer');
  });
});

describe('the confirmation of a handoff', () => {
  const bo = { id: 'U0BO', name: 'Bo *bold*' };
  const at = '2026-03-01T18:02:00.000Z';

  it('takes the button away and says who took over, and leaves everything else as it was', async () => {
    const web = new Channel();
    await write();
    poster(web);
    await until(posted);
    const before = web.standing.map((one) => one.message);
    await stores.shifts.confirm('net 18', bo, at);
    await until(() => web.updates > 0);
    const [card, ...thread] = web.standing.map((one) => one.message);
    expect(thread).toEqual(before.slice(1));
    expect(card?.text).toContain('✅ Confirmed by Bo');
    expect(JSON.stringify(card?.blocks)).toContain('<!date^1772388120^');
    expect(JSON.stringify(card?.blocks)).not.toContain('I take over');
    expect(JSON.stringify(card?.blocks)).not.toContain('not announced');
    expect(JSON.stringify(card?.blocks)).not.toContain('*bold*');
    expect(JSON.stringify(card?.blocks)).toContain('Add a remark');
    const content = (blocks: SlackMessage['blocks'] = []) =>
      blocks.filter((block) => block.type !== 'context' && block.type !== 'actions');
    expect(content(card?.blocks)).toEqual(content(before[0]?.blocks));
  });

  it('waits for a handoff that is not whole yet', async () => {
    const web = new Channel();
    web.troubles.push(null, { error: new PassingTrouble('HTTP 502'), stands: false });
    await write();
    await stores.shifts.confirm('net 18', bo, at);
    poster(web);
    await until(posted);
    expectWhole(web);
    expect(web.standing[0]?.message.text).toContain('Confirmed by Bo');
  });

  it.each([
    [['U0EVA'], true],
    [['U0EVA', 'S0NIGHT'], false],
    [[], false],
  ])('by somebody else counts; with %j announced it is said: %s', async (incoming, said) => {
    const web = new Channel();
    await write('net 18', incoming);
    poster(web);
    await until(posted);
    await stores.shifts.confirm('net 18', bo, at);
    await until(() => web.updates > 0);
    expect(/who was not announced for this shift/.test(web.standing[0]?.message.text ?? '')).toBe(said);
  });

  it('of a message that somebody deleted is no fault', async () => {
    const web = new Channel();
    await write();
    poster(web);
    await until(posted);
    web.standing.splice(0);
    await stores.shifts.confirm('net 18', bo, at);
    await until(() => web.updates > 0);
    await until(posted);
    expect(web.standing).toEqual([]);
  });
});

describe('an event', () => {
  it('whose reply was lost stands there once, although Slack is busy when it is looked for', async () => {
    const web = new Channel();
    web.troubles.push({ error: new SyntaxError('cut'), stands: true });
    web.searchTroubles.push(new PassingTrouble('rate limit', 5, false));
    poster(web);
    const event = { by: { id: 'U1', name: 'Ada' }, at: systemClock.now().toISOString() };
    const opened = { kind: 'opened', tunnel: 'y', severity: 'normal', channel: 'C1' } as const;
    await stores.incidents.open('inc-2', { ...event, key: 'k2', what: opened });
    await until(posted);
    expect(web.searchTroubles).toEqual([]);
    expect(web.standing.filter((one) => one.key === 'inc-2:1')).toHaveLength(1);
  });

  const event = { by: { id: 'U1', name: 'Ada' }, at: '2026-03-01T18:00:00.000Z' };
  const note = { kind: 'note', text: 'line card swapped', source: null } as const;
  /** An incident with a note, whose events cannot be read as often as there are troubles. */
  async function unreadable(id: string, troubles: Error[]): Promise<IncidentStores> {
    const opened = { kind: 'opened', tunnel: id, severity: 'normal', channel: 'C1' } as const;
    await stores.incidents.open(id, { ...event, key: `${id} k1`, what: opened });
    await stores.incidents.append(id, { ...event, key: `${id} k2`, what: note }, null);
    const events = async (incident: string) => {
      const trouble = troubles.shift();
      if (trouble) throw trouble;
      return await stores.incidents.events(incident);
    };
    return { ...stores, incidents: { ...stores.incidents, events } };
  }
  /** Says it with a clock that goes on by itself: each look finds that the waits are over. */
  async function saidWith(web: Channel, troubled: IncidentStores): Promise<readonly string[]> {
    const clock = new MovedClock();
    poster(web, { stores: async () => troubled, leaseMs: 3_600_000 }, clock);
    const states = async () => {
      clock.moveAhead(20_000);
      const rows = await database.sql.selectFrom('outbox').select('state').orderBy('id').execute();
      return rows.map(({ state }) => state);
    };
    await until(async () => (await states()).every((state) => state === 'posted' || state === 'refused'));
    return await states();
  }
  const noted = (web: Channel) => web.standing.filter(({ message }) => message.text.includes('swapped'));

  it('waits for a database that cannot be used, however often it is tried, and is never given up for that', async () => {
    const web = new Channel();
    const full = Object.assign(new Error('could not extend file: No space left on device'), {
      code: '53100',
    });
    const troubles = Array.from({ length: 7 }, () => new StoreTrouble(full));
    const troubled = await unreadable('inc-3', troubles);
    expect(await saidWith(web, troubled)).not.toContain('refused');
    expect([noted(web).length, troubles.length]).toEqual([1, 0]);
  });

  it('that waited for Slack for long has five tries left when we cannot draw it', async () => {
    const web = new Channel();
    const troubles: Error[] = [
      ...Array.from({ length: 6 }, () => new PassingTrouble('HTTP 502', 5)),
      ...Array.from({ length: 4 }, () => new TypeError('a fault of ours')),
    ];
    const troubled = await unreadable('inc-4', troubles);
    expect(await saidWith(web, troubled)).not.toContain('refused');
    expect(noted(web)).toHaveLength(1);
  });

  it('that can never be drawn is given up, and what stands behind it is said', async () => {
    const web = new Channel();
    const troubled = await unreadable(
      'inc-5',
      Array.from({ length: 5 }, () => new TypeError('a fault of ours')),
    );
    expect((await saidWith(web, troubled))[0]).toBe('refused');
  });
});
