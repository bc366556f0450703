// A scripted day in seconds: the true rules, store, notices and diagnoses over simulated firewalls, and a clock that a test moves.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { listenersOver } from '../../src/app/listeners.js';
import { sweepsOver } from '../../src/app/sweeps.js';
import { type Wired, wire } from '../../src/app/wiring.js';
import { loadSettings } from '../../src/config/settings.js';
import { writeFleetConfig } from '../../src/demo/demo.js';
import type { Clock } from '../../src/domain/clock.js';
import type { SlackMessage } from '../../src/render/slack/index.js';
import { type DayStep, type FleetSpec, type RunningFleet, startFleet } from '../../src/simulator/index.js';
import { Posting } from '../../src/slack/posting.js';
import { SendQueue } from '../../src/slack/sendQueue.js';
import type { IncidentStores } from '../../src/slack/threads/ports.js';
import { Poster } from '../../src/slack/threads/poster.js';
import type { Posted } from '../../src/slack/web.js';
import { createCardStore } from '../../src/stores/cardStore.js';
import { createInboxStore } from '../../src/stores/inbox.js';
import { createOutboxStore } from '../../src/stores/outbox.js';
import { systemClock } from '../../src/support/clock.js';
import { createLogger } from '../../src/support/logger.js';
import { Channel, until } from '../contract/slack/threads/channel.js';
import { noonMs } from './dayFleet.js';

/**
 * Stands still while firewalls are asked; what waits for a moment waits for a moment, a deadline is one of true time. What asks for the
 * time beside the port (a package) must see the same day.
 */
class DayClock implements Clock {
  constructor() {
    vi.useFakeTimers({ toFake: ['Date'], now: noonMs });
  }
  now(): Date {
    return new Date();
  }
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(
      milliseconds > longestPauseMs ? milliseconds : Math.min(milliseconds, 5),
      signal,
    );
  }
  advance(seconds: number): void {
    vi.setSystemTime(Date.now() + seconds * 1000);
  }
  stop(): void {
    vi.useRealTimers();
  }
}

/** Pauses between two questions are shorter, deadlines longer. */
const longestPauseMs = 3500;

/** What the bot did in the channel. */
export interface Told {
  /** Minute of the day. */
  readonly minute: number;
  readonly how: 'message' | 'edit' | 'reply';
  readonly text: string;
}

class Recording extends Channel {
  readonly told: Told[] = [];
  minute = 0;
  override async post(...words: Parameters<Channel['post']>): Promise<Posted> {
    const posted = await super.post(...words);
    const [, message, threadTs] = words;
    this.#note(threadTs === null ? 'message' : 'reply', message);
    return posted;
  }
  override async update(...words: Parameters<Channel['update']>): Promise<void> {
    await super.update(...words);
    this.#note('edit', words[2]);
  }
  #note(how: Told['how'], { text }: SlackMessage): void {
    this.told.push({ minute: this.minute, how, text });
  }
}

export interface Day {
  readonly told: readonly Told[];
  readonly web: Channel;
  readonly wired: Wired;
  readonly fleet: RunningFleet;
  readonly clock: Clock;
  /** Lives through minutes up to this one, each with a look at every device. */
  until(minute: number): Promise<void>;
  /** The process ends, and another one begins on what is kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const never = new AbortController().signal;
const lookSeconds = 60;

export async function openDay(
  spec: FleetSpec,
  steps: readonly DayStep[],
  tunnels: Readonly<Record<string, unknown>> = {},
): Promise<Day> {
  // The network knows only the true time.
  const certificatesFrom = new Date();
  const clock = new DayClock();
  const fleet = await startFleet(spec, { now: () => clock.now(), certificatesFrom });
  fleet.schedule(steps);
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-day-'));
  const web = new Recording();
  const config = await writeFleetConfig(fleet, folder, tunnels, {
    teams: { netops: { channel: 'C0NETOPS', timeZone: 'UTC', shifts: [{ start: '00:00' }] } },
    store: { dataFolder: join(folder, 'data') },
    watch: { everySeconds: lookSeconds },
    sampleSeconds: 0,
  });
  const settings = await loadSettings(config, {});
  const devices = settings.devices.map(({ name }) => name);
  const logger = createLogger('silent');
  /** What is found in one look is heard before anything of it is said. */
  let looking = Promise.resolve();
  let alive = await begin();

  async function begin() {
    const log = createLogger('error');
    const wired = wire(settings, { clock, log });
    const { database, incidents, shifts, notices } = await wired.stores.open();
    const stores: IncidentStores = {
      incidents,
      shifts,
      notices,
      outbox: createOutboxStore(database.sql),
      inbox: createInboxStore(database.sql),
      cards: createCardStore(database.sql),
    };
    const open = () => wired.stores.open();
    const listeners = listenersOver({ settings, wired, clock, open, also: [] });
    const sweeps = sweepsOver({ settings, wired, clock, log, listeners });
    if (sweeps === null) throw new Error('Nothing is watched.');
    const limits = { perChannel: 500, maxAgeMs: 60_000, firstWaitMs: 5, lastWaitMs: 100 };
    const poster = new Poster({
      web,
      posting: new Posting({
        web,
        queue: new SendQueue({ clock, logger, limits }),
        logger,
        planBlocks: true,
      }),
      clock,
      logger: createLogger('error'),
      onLook: () => looking,
      incidents: {
        stores: async () => stores,
        owner: 'the day',
        homeChannel: 'C0NETOPS',
        composeHandoff: () => Promise.reject(new Error('nobody asked for a handoff')),
        diagnoseNotice: wired.diagnoseNotice,
        newId: wired.newId,
        leaseMs: 3_600_000,
        lookMs: 3_600_000,
      },
    });
    poster.start();
    const isSaid = async (): Promise<boolean> => {
      const waiting = await database.sql
        .selectFrom('outbox')
        .select('id')
        .where('state', 'in', ['waiting', 'posting'])
        .where((row) =>
          row.or([
            row('state', '=', 'posting'),
            row('claimed_until', 'is', null),
            row('claimed_until', '<=', clock.now().toISOString()),
          ]),
        )
        .execute();
      return waiting.length === 0;
    };
    return { wired, sweeps, poster, isSaid };
  }

  async function end(): Promise<void> {
    await alive.poster.stop();
    await alive.wired.close();
  }

  return {
    told: web.told,
    web,
    get wired() {
      return alive.wired;
    },
    fleet,
    clock,
    async until(last) {
      while (web.minute < last) {
        web.minute += 1;
        clock.advance(lookSeconds);
        const at = clock.now().toISOString();
        let looked: () => void = () => undefined;
        looking = new Promise((resolve) => {
          looked = resolve;
        });
        await alive.sweeps.run(
          devices.map((of) => ({ of, at })),
          never,
        );
        looked();
        alive.poster.poke();
        await until(alive.isSaid);
      }
    },
    async restart() {
      await end();
      alive = await begin();
    },
    async close() {
      await end();
      await fleet.stop();
      clock.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
