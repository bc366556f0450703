// A notice is posted once with its first diagnosis, drawn again when it changes, and found again after a crash.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noticeListener } from '../../../../src/capabilities/notice/listener.js';
import type { FleetTunnel } from '../../../../src/fleet/fleetTunnel.js';
import type { FirstDiagnosis } from '../../../../src/notices/notice.js';
import { PassingTrouble } from '../../../../src/slack/failure.js';
import { Posting } from '../../../../src/slack/posting.js';
import { SendQueue } from '../../../../src/slack/sendQueue.js';
import type { IncidentParts, IncidentStores } from '../../../../src/slack/threads/ports.js';
import { Poster } from '../../../../src/slack/threads/poster.js';
import type { SlackWeb } from '../../../../src/slack/web.js';
import type { Database } from '../../../../src/stores/database.js';
import { systemClock } from '../../../../src/support/clock.js';
import { createLogger } from '../../../../src/support/logger.js';
import type { TunnelChange } from '../../../../src/watch/state.js';
import type { SweepListener } from '../../../../src/watch/swept.js';
import { openEmptyDatabase } from '../../../support/emptyDatabase.js';
import { incidentStoresOver } from '../../../support/incidentStores.js';
import { at, change, fleetTunnel, mismatch, swept } from '../../../unit/doubles/notices.js';
import { Channel, until } from './channel.js';

let database: Database;
let stores: IncidentStores;
beforeAll(async () => {
  database = await openEmptyDatabase();
  stores = incidentStoresOver(database);
});
const posters: Poster[] = [];
afterEach(async () => {
  await Promise.all(posters.splice(0).map((poster) => poster.stop()));
  for (const table of ['outbox', 'notices', 'seen', 'incidents'] as const)
    await database.sql.deleteFrom(table).execute();
});
afterAll(() => database.close());

let ids = 0;
const newId = (prefix: string) => {
  ids += 1;
  return `${prefix}-${ids}`;
};

function listener(
  gatherMs = 0,
  channel: string | null = 'C1',
  tunnels: readonly FleetTunnel[] = [],
): Required<SweepListener> {
  const team = { channel, tunnels: [] };
  return noticeListener({
    stores: async () => stores,
    fleet: { declared: () => [], view: async () => ({ tunnels, gaps: [], devices: ['fw-hq'] }) },
    frame: (signal) => ({ signal, deadlineAt: at(0) }),
    channels: { ofTunnels: new Map(), teams: [team], watch: null },
    marks: async () => [],
    clock: systemClock,
    newId,
    gatherMs,
  }) as Required<SweepListener>;
}

const never = new AbortController().signal;
const tells = (changes: readonly TunnelChange[], gatherMs = 0, channel: string | null = 'C1') => {
  const tunnels = changes.map((one) => fleetTunnel(one.tunnel));
  return listener(gatherMs, channel, tunnels).swept(swept(tunnels, changes), never);
};
const back = (tunnel: string) => change(tunnel, { from: 'down', to: 'up', at: at(158) });

const opened = { kind: 'opened', tunnel: 'paris-hq', severity: 'normal', channel: 'C1' } as const;
const by = { id: 'U1', name: 'Ada' };

const diagnosed = (tunnel: string): FirstDiagnosis => ({
  tunnel,
  at: at(30),
  decision: mismatch,
  happened: null,
  says: '',
});

function poster(web: SlackWeb, more: Partial<IncidentParts> = {}): Poster {
  const logger = createLogger('silent');
  const limits = { perChannel: 500, maxAgeMs: 60_000, firstWaitMs: 5, lastWaitMs: 100 };
  const queue = new SendQueue({ clock: systemClock, logger, limits });
  const made = new Poster({
    web,
    posting: new Posting({ web, queue, logger, planBlocks: true }),
    clock: systemClock,
    logger,
    onLook: async () => undefined,
    incidents: {
      stores: async () => stores,
      owner: `poster ${posters.length}`,
      homeChannel: 'C1',
      composeHandoff: async () => {
        throw new Error('nobody asked for a handoff');
      },
      diagnoseNotice: async ({ tunnels }) => diagnosed(tunnels[0]?.tunnel ?? ''),
      newId,
      leaseMs: 30_000,
      lookMs: 20,
      ...more,
    },
  });
  posters.push(made);
  made.start();
  return made;
}

const said = async () => {
  const rows = await database.sql.selectFrom('outbox').select('state').execute();
  return rows.length > 0 && rows.every((row) => row.state === 'posted');
};
const texts = (web: Channel) => web.standing.map(({ message }) => message.text);

describe('a tunnel that breaks', () => {
  it('is one message with state and cause; when it is back that message says so, and one reply', async () => {
    const web = new Channel();
    await tells([change('paris-hq')]);
    await tells([change('paris-hq')]);
    poster(web);
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('paris-hq: down, IKE proposal mismatch')]);
    expect(JSON.stringify(web.standing[0]?.message.blocks)).toMatch(/Triage.*triage paris-hq/);
    await tells([back('paris-hq')]);
    await until(() => web.standing.length === 2);
    await until(said);
    expect(texts(web)[0]).toContain('paris-hq: back up');
    expect(texts(web)[1]).toBe(
      'paris-hq: back up since 10:02:38 UTC, after 2 min. It was: IKE proposal mismatch.',
    );
    expect(web.standing[1]?.threadTs).toBe(web.standing[0]?.ts);
  });

  it('is told by its state alone when the diagnosis takes long, and then with the cause', async () => {
    const web = new Channel();
    let finish: (found: FirstDiagnosis) => void = () => undefined;
    const slow = new Promise<FirstDiagnosis>((resolve) => {
      finish = resolve;
    });
    await tells([change('paris-hq')]);
    poster(web, { diagnoseNotice: (_, patienceMs) => (patienceMs > 20_000 ? slow : Promise.resolve(null)) });
    await until(() => web.standing.length === 1);
    expect(JSON.stringify(web.standing)).toContain('The diagnosis is under way.');
    finish(diagnosed('paris-hq'));
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('IKE proposal mismatch')]);
  });

  it.each([
    ['before its message stands there', false],
    ['after its message stands there', true],
  ])('is told once when the process dies %s', async (_, stands) => {
    const web = new Channel();
    const hung = new Promise<never>(() => undefined);
    let isDead = false;
    const dying = Object.assign(new Channel(), {
      post: async (...words: Parameters<SlackWeb['post']>) => {
        if (stands) await web.post(...words);
        isDead = true;
        return await hung;
      },
    });
    await tells([change('paris-hq')]);
    const dead = poster(dying, { leaseMs: 50, stores: async () => (isDead ? await hung : stores) });
    posters.splice(posters.indexOf(dead), 1);
    await until(() => isDead);
    poster(web);
    await until(said);
    expect(texts(web)).toHaveLength(1);
  });

  it('and whose diagnosis was stopped with us is diagnosed by the next process, not told half', async () => {
    const web = new Channel();
    let begun = false;
    await tells([change('paris-hq')]);
    const stopped = poster(web, {
      diagnoseNotice: async (_, __, signal) => {
        begun = true;
        await systemClock.sleep(60_000, signal).catch(() => undefined);
        return null;
      },
    });
    await until(() => begun);
    await stopped.stop();
    expect(web.standing).toEqual([]);
    poster(web);
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('IKE proposal mismatch')]);
  });

  it('stands there once after a reply that was lost', async () => {
    const web = new Channel();
    web.troubles.push({ error: new PassingTrouble('HTTP 502'), stands: true });
    await tells([change('paris-hq')]);
    poster(web);
    await until(said);
    expect(texts(web)).toHaveLength(1);
  });

  it('that is back before its message stands there is said once: no edit with the same words, and no reply', async () => {
    const web = new Channel();
    let finish: (found: FirstDiagnosis) => void = () => undefined;
    let begun = false;
    await tells([change('paris-hq')]);
    poster(web, {
      diagnoseNotice: () => {
        begun = true;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    });
    await until(() => begun);
    await tells([back('paris-hq')]);
    finish(diagnosed('paris-hq'));
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('paris-hq: back up')]);
    expect(web.updates).toBe(0);
  });

  it('and changes twice before either is drawn is edited once, with a reply for each', async () => {
    const web = new Channel();
    await tells([change('paris-hq', { to: 'degraded' })]);
    const first = poster(web);
    await until(said);
    await first.stop();
    await tells([change('paris-hq', { from: 'degraded', to: 'down', at: at(60) })]);
    await tells([back('paris-hq')]);
    poster(web);
    await until(said);
    expect(texts(web)).toEqual([
      expect.stringContaining('paris-hq: back up'),
      'paris-hq is down now, no longer degraded.',
      expect.stringContaining('paris-hq: back up since'),
    ]);
    expect(web.updates).toBe(1);
  });

  it('for which somebody opens an incident leads there at once, and offers no second one', async () => {
    const web = new Channel();
    await tells([change('paris-hq')]);
    poster(web);
    await until(said);
    const thread = { channel: 'C1', ts: web.standing[0]?.ts ?? '', link: null };
    await stores.incidents.open('inc-7', { by, at: at(60), key: 'opened-7', what: opened });
    await stores.incidents.append(
      'inc-7',
      { by, at: at(60), key: 'thread-7', what: { kind: 'thread', place: thread } },
      null,
    );
    await until(said);
    const shown = JSON.stringify(web.standing[0]?.message.blocks);
    expect(shown).toMatch(/Incident inc-7 tells the rest/);
    expect(shown).toMatch(/incident inc-7/);
    expect(shown).not.toMatch(/triage paris-hq/);
    // The card of the incident may be drawn again besides.
    expect(web.edited.filter((ts) => ts === thread.ts)).toHaveLength(1);
    await tells([back('paris-hq')]);
    await until(said);
    expect(texts(web)[0]).toContain('paris-hq: back up');
  });

  it('whose incident is open is not told beside it', async () => {
    await stores.incidents.open('inc-9', { by, at: at(0), key: 'opened-9', what: opened });
    await tells([change('paris-hq')]);
    expect(await database.sql.selectFrom('notices').selectAll().execute()).toEqual([]);
  });

  it('of a team without a channel is told to nobody', async () => {
    await tells([change('paris-hq')], 0, null);
    expect(await database.sql.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });
});

describe('many that break at once', () => {
  it('are one message, of which one is diagnosed', async () => {
    const web = new Channel();
    const asked: string[] = [];
    const all = Array.from({ length: 6 }, (_, index) => change(`hq-${index}`));
    await tells(all.slice(0, 3));
    await tells(all.slice(3));
    poster(web, {
      diagnoseNotice: async ({ tunnels }) => {
        asked.push(tunnels[0]?.tunnel ?? '');
        return diagnosed('hq-0');
      },
    });
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('6 tunnels down to 203.0.113.9')]);
    expect(asked).toEqual(['hq-0']);
    await tells(all.slice(0, 4).map(({ tunnel }) => back(tunnel)));
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('4 of 6 back')]);
  });
});

describe('a device that cannot be asked', () => {
  const silent = { device: 'fw-hq', at: at(0), says: 'No answer.', remedy: 'Check the management network.' };

  it('is its own message, without a diagnosis, and says when it answers again', async () => {
    const web = new Channel();
    await listener().device({ ...silent, reachable: false }, never);
    poster(web, {
      diagnoseNotice: async () => {
        throw new Error('nothing to diagnose');
      },
    });
    await until(said);
    expect(texts(web)).toEqual([expect.stringContaining('fw-hq cannot be asked')]);
    await listener().device({ ...silent, at: at(300), reachable: true }, never);
    await until(() => web.standing.length === 2);
    expect(texts(web)).toEqual([
      expect.stringContaining('fw-hq answers again'),
      'fw-hq answers again since 10:05:00 UTC.',
    ]);
  });
});
