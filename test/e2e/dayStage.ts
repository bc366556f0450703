// A scripted day in seconds: the true rules, store, notices and diagnoses over simulated firewalls, and a clock that a test moves.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { Channel, until } from '../unit/slack/threads/channel.js';

/** Stands still while firewalls are asked; what waits for a moment waits for a moment, a deadline is one of true time. */
class DayClock implements Clock {
  #nowMs = Date.UTC(2026, 5, 15, 12);
  now(): Date {
    return new Date(this.#nowMs);
  }
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(milliseconds > 5000 ? milliseconds : Math.min(milliseconds, 5), signal);
  }
  advance(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }
}

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
  /** Lives through minutes up to this one, each with a look at every device. */
  until(minute: number): Promise<void>;
  /** The process ends and another one begins on what is kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
