// Says in Slack what was written down: each row once, in order, found again after a crash before it is said again.

import type { Clock } from '../../domain/clock.js';
import { StoreTrouble } from '../../domain/storeTrouble.js';
import type { OutboxRow } from '../../incidents/outbox.js';
import { underFirstOf } from '../../support/abort.js';
import type { Logger } from '../../support/logger.js';
import { PassingTrouble, refusalOf } from '../failure.js';
import { isOurPlaceMissing } from '../sentences.js';
import type { IncidentParts, IncidentStores } from './ports.js';
import type { SayParts } from './post.js';
import { say, sayCard } from './say.js';

export interface PosterParts extends Omit<SayParts, 'stores'> {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly incidents: IncidentParts;
  /** Called with every look, for instance to keep what is being acted on. */
  readonly onLook: (stores: IncidentStores) => Promise<void>;
}

const atATime = 10;
/** Messages of one thread, one behind the other, before other threads have a turn. */
const mostInTurn = 10;
const cardEveryMs = 1000;
const longestWaitMs = 15_000;
/** A fault of ours in drawing a message must not hold up its thread for ever. */
const mostFaults = 5;
/** In a place that does not take us we try again: somebody may invite us. */
const uninvitedWaitMs = 60_000;

export class Poster {
  readonly #parts: PosterParts;
  readonly #stopping = new AbortController();
  #wake: () => void = () => undefined;
  #loop: Promise<void> | null = null;
  /** What is being said or redrawn, by row or incident: what hangs holds up its own channel until its call is given up, and no other. */
  readonly #doing = new Map<string, Promise<void>>();
  /** Faults of ours by row; a wait for Slack or for the database is none. */
  readonly #faults = new Map<number, number>();

  constructor(parts: PosterParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Something was written: look now. */
  poke(): void {
    this.#wake();
  }

  /** Finishes what it holds, then lets go. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#loop;
    await Promise.all(this.#doing.values());
  }

  async #run(): Promise<void> {
    const { logger, incidents } = this.#parts;
    while (!this.#stopping.signal.aborted) {
      const poked = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        await this.#round(await incidents.stores());
      } catch (error) {
        logger.error({ error }, 'the outbox could not be looked at');
      }
      await this.#pause(incidents.lookMs, poked);
    }
  }

  /** Begins what waits; each that ends looks again at once, because what follows in its thread waited for it. */
  async #round(stores: IncidentStores): Promise<void> {
    const { clock, incidents, onLook } = this.#parts;
    await onLook(stores);
    const now = clock.now();
    const until = after(now, incidents.leaseMs);
    const free = atATime - this.#doing.size;
    if (free <= 0) return;
    const rows = await stores.outbox.claim(incidents.owner, now.toISOString(), until, free);
    for (const row of rows) this.#begin(`row ${row.id}`, () => this.#postStream(stores, row));
    const cards = await stores.cards.claim(incidents.owner, now.toISOString(), until, free);
    for (const card of cards) this.#begin(`card ${card.incident}`, () => this.#draw(stores, card));
  }

  #begin(what: string, work: () => Promise<void>): void {
    if (this.#doing.has(what)) return;
    const done = work()
      .catch((error: unknown) => this.#parts.logger.error({ error, what }, 'the outbox failed'))
      .finally(() => {
        this.#doing.delete(what);
        this.poke();
      });
    this.#doing.set(what, done);
  }

  /** A row, and what waits behind it in its thread; a long thread lets others have a turn. */
  async #postStream(stores: IncidentStores, first: OutboxRow): Promise<void> {
    let row: OutboxRow | null = first;
    for (let left = mostInTurn; row !== null && left > 0; left -= 1) {
      row = await this.#post(stores, row, left > 1 && !this.#stopping.signal.aborted);
    }
  }

  /** @returns what is to be said next in this thread, ours already; null when nothing is, or not now. */
  async #post(stores: IncidentStores, row: OutboxRow, goesOn: boolean): Promise<OutboxRow | null> {
    const { incidents, logger } = this.#parts;
    const { owner } = incidents;
    // What was begun once may stand there until it is found; a handoff is several messages, of which some may.
    const begun = row.begun || row.body.kind === 'handoff';
    const later = async (waitMs: number, mayStand: boolean): Promise<null> => {
      const now = this.#parts.clock.now();
      await stores.outbox.later(row.id, owner, now.toISOString(), after(now, waitMs), mayStand);
      return null;
    };
    try {
      const said = await say(
        { ...this.#parts, stores },
        row,
        this.#holdOf(stores, row),
        this.#stopping.signal,
      );
      this.#faults.delete(row.id);
      if ('wait' in said) return await later(said.wait, row.begun);
      if ('lost' in said) return null;
      const now = this.#parts.clock.now();
      const until = after(now, incidents.leaseMs);
      if (goesOn)
        return await stores.outbox.postedAndNext(row.id, owner, said.place, now.toISOString(), until);
      await stores.outbox.posted(row.id, owner, said.place);
      return null;
    } catch (error) {
      const wait = Math.min(500 * 2 ** Math.min(row.attempts, 10), longestWaitMs);
      if (error instanceof PassingTrouble) {
        logger.warn({ what: row.key, why: error.message }, 'Slack is delayed; waiting');
        return await later(error.waitMs ?? wait, begun || error.mayStand);
      }
      if (error instanceof StoreTrouble) {
        logger.warn({ error, what: row.key }, 'the database cannot be used for a message; waiting');
        return await later(wait, true);
      }
      const { word } = refusalOf(error);
      if (isOurPlaceMissing(word)) {
        logger.warn({ what: row.key, word }, 'Slack does not let us into the channel of an incident');
        return await later(uninvitedWaitMs, begun);
      }
      logger.error({ error, what: row.key, word }, 'the message of an event could not be posted');
      const faults = (this.#faults.get(row.id) ?? 0) + 1;
      const isOurs = word === 'unexpected_error';
      if (isOurs && faults < mostFaults) {
        this.#faults.set(row.id, faults);
        return await later(wait, true);
      }
      await stores.outbox.refused(row.id, owner);
      this.#faults.delete(row.id);
      return null;
    }
  }

  /** The row was claimed just now: the database is asked again only when a good part of that time is over. */
  #holdOf(stores: IncidentStores, row: OutboxRow): () => Promise<boolean> {
    const { clock, incidents } = this.#parts;
    const { owner, leaseMs } = incidents;
    let heldAt = clock.now().getTime();
    return async () => {
      const now = clock.now();
      const sinceMs = now.getTime() - heldAt;
      if (sinceMs >= 0 && sinceMs < leaseMs / 3) return true;
      if (!(await stores.outbox.keep(row.id, owner, now.toISOString(), after(now, leaseMs)))) return false;
      heldAt = now.getTime();
      return true;
    };
  }

  async #draw(
    stores: IncidentStores,
    card: { readonly incident: string; readonly place: { readonly channel: string; readonly ts: string } },
  ): Promise<void> {
    const { clock, incidents, logger } = this.#parts;
    const events = await stores.incidents.events(card.incident);
    const seq = events.at(-1)?.seq ?? 0;
    const drawn = async (upTo: number, restMs: number): Promise<void> => {
      const now = clock.now();
      const { owner } = incidents;
      await stores.cards.drawn(card.incident, owner, upTo, now.toISOString(), after(now, restMs));
    };
    try {
      await sayCard({ ...this.#parts, stores }, events, card.place);
      await drawn(seq, cardEveryMs);
    } catch (error) {
      // A card that somebody deleted is not drawn again until something happens; a delay only delays it.
      if (error instanceof PassingTrouble) {
        logger.warn({ why: error.message, incident: card.incident }, 'Slack is delayed; a card waits');
        await drawn(0, error.waitMs ?? longestWaitMs);
        return;
      }
      logger.warn({ error, incident: card.incident }, 'the card of an incident could not be redrawn');
      await drawn(seq, cardEveryMs);
    }
  }

  async #pause(milliseconds: number, poked: Promise<void>): Promise<void> {
    const ended = new AbortController();
    const slept = underFirstOf([ended.signal, this.#stopping.signal], (signal) =>
      this.#parts.clock.sleep(milliseconds, signal),
    ).catch(() => undefined);
    await Promise.race([slept, poked]);
    ended.abort();
  }
}

function after(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}
