// What is acknowledged is kept first: an act that a dead process left behind is done by the next one, once.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Receiver, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../domain/clock.js';
import type { Logger } from '../../support/logger.js';
import { Turns } from '../../support/turns.js';
import { LeftToSlack } from '../failure.js';
import type { SeenKeys } from '../seen.js';
import { keepable } from './keepable.js';
import { LeftActs } from './leftActs.js';
import { Patience } from './patience.js';
import type { IncidentParts, IncidentStores } from './ports.js';
import { givenUpSentence, unkeptAck, unkeptSentence } from './unkept.js';

export interface KeptParts {
  readonly incidents: IncidentParts;
  /** Of the payloads that are acts; null for the others. */
  readonly keyOf: (body: unknown) => string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells whoever clicked; called only where the acknowledgement itself cannot. */
  readonly tell: (body: unknown, sentence: string) => void;
}

interface Act {
  readonly key: string;
  /** Done by a process before us, which did not finish. */
  readonly again: boolean;
  /** Pieces of work that belong to it and still run. */
  running: number;
  /** Called when the last of them ended. */
  readonly ended: () => void;
}

interface Processing {
  processEvent(event: ReceiverEvent): Promise<void>;
}

/** Slack waits three seconds for an acknowledgement; a database that does not answer must not cost them. */
const storeMs = 2000;
const nothing = (): void => undefined;

export class Kept {
  readonly #acts = new AsyncLocalStorage<Act>();
  /** What is done here, with the moment (ms) since which the database knows that it is ours. */
  readonly #held = new Map<string, number>();
  readonly #left: LeftActs;
  readonly #turns = new Turns();
  readonly #patience: Patience;
  readonly #parts: KeptParts;
  #app: Processing | null = null;

  constructor(parts: KeptParts) {
    this.#parts = parts;
    const { clock, logger } = parts;
    this.#patience = new Patience(clock, storeMs);
    const { owner, leaseMs, lookMs } = parts.incidents;
    this.#left = new LeftActs({
      clock,
      logger,
      owner,
      leaseMs,
      lookMs,
      doAgain: ({ key, body }) =>
        this.#runAgain(key, async () => {
          await this.#app?.processEvent({
            body: body as Record<string, unknown>,
            ack: async () => undefined,
          });
        }),
      giveUp: ({ key, body }) => this.#runAgain(key, async () => parts.tell(body, givenUpSentence(body))),
    });
  }

  /** Stands between the receiver and the app. */
  receiver(inner: Receiver): Receiver {
    return {
      init: (app) => {
        this.#app = app;
        inner.init({ processEvent: (event: ReceiverEvent) => this.#process(event) } as typeof app);
      },
      start: (...words) => inner.start(...words),
      stop: (...words) => inner.stop(...words),
    };
  }

  /** Called where work begins; the function it gives is called when that work ended. */
  begun(): () => void {
    const act = this.#acts.getStore();
    if (!act) return () => undefined;
    act.running += 1;
    return () => {
      act.running -= 1;
      if (act.running === 0) void this.#finish(act);
    };
  }

  /** True while something is done again that another process had begun. */
  get isAgain(): boolean {
    return this.#acts.getStore()?.again === true;
  }

  /** Keys that are claimed in the database; an act that is kept was claimed with its payload. */
  seen(shared: () => Promise<SeenKeys>): SeenKeys {
    return {
      claim: async (key, at) => {
        if (this.#acts.getStore()) return true;
        return await (await shared()).claim(key, at);
      },
    };
  }

  /** Keeps hold of what runs, and takes up what somebody else left behind. */
  async look({ inbox }: IncidentStores): Promise<void> {
    const { clock, incidents } = this.#parts;
    const now = clock.now();
    const nowMs = now.getTime();
    const aged = [...this.#held].filter(([, at]) => nowMs < at || nowMs - at >= incidents.leaseMs / 3);
    if (aged.length > 0) {
      const until = new Date(nowMs + incidents.leaseMs).toISOString();
      const keys = aged.map(([key]) => key);
      await inbox.keep(keys, incidents.owner, now.toISOString(), until);
      for (const key of keys) if (this.#held.has(key)) this.#held.set(key, nowMs);
    }
    await this.#left.look(inbox);
  }

  /** Ends when everything that belongs to it ended. */
  async #runAgain(key: string, work: () => Promise<void>): Promise<void> {
    if (this.#held.has(key)) return;
    await new Promise<void>((resolve, reject) => {
      this.#run({ key, again: true, running: 0, ended: resolve }, work).catch(reject);
    });
  }

  async #process(event: ReceiverEvent): Promise<void> {
    const key = this.#parts.keyOf(event.body);
    if (key === null) return await this.#app?.processEvent(event);
    const taken = key.startsWith('event ')
      ? await this.#takeEvent(key, event.body)
      : await this.#takeInTime(key, event.body);
    if (taken === 'ours') {
      const act = { key, again: false, running: 0, ended: nothing };
      const work = isModal(event.body) ? event : await this.#acknowledged(event);
      return await this.#run(act, async () => await this.#app?.processEvent(work));
    }
    // Delivered again, or to another replica: it is being done.
    if (taken === 'known') return await event.ack();
    const words = unkeptAck(event.body);
    await event.ack(words);
    if (!words) this.#parts.tell(event.body, unkeptSentence);
  }

  /** It is kept, so Slack hears it now; what is done about it comes in its turn, after the acknowledgements of a rush. */
  async #acknowledged(event: ReceiverEvent): Promise<ReceiverEvent> {
    await event.ack();
    await this.#turns.next();
    const ack = async (words?: unknown): Promise<void> => {
      const text = (words as { readonly text?: unknown } | undefined)?.text;
      if (typeof text === 'string') this.#parts.tell(event.body, text);
    };
    return { ...event, ack };
  }

  async #run(act: Act, work: () => Promise<void>): Promise<void> {
    this.#held.set(act.key, this.#parts.clock.now().getTime());
    act.running += 1;
    try {
      await this.#acts.run(act, work);
    } finally {
      act.running -= 1;
      if (act.running === 0) await this.#finish(act);
    }
  }

  async #take(key: string, body: unknown): Promise<'ours' | 'known'> {
    const { clock, incidents } = this.#parts;
    const now = clock.now();
    const until = new Date(now.getTime() + incidents.leaseMs).toISOString();
    const { inbox } = await incidents.stores();
    const isOurs = await inbox.take(key, keepable(body), incidents.owner, now.toISOString(), until);
    return isOurs ? 'ours' : 'known';
  }

  /**
   * Slack delivers an event again that nobody acknowledged, so it waits for the database as long as it takes.
   * @throws LeftToSlack when the database fails: the event is not acknowledged.
   */
  async #takeEvent(key: string, body: unknown): Promise<'ours' | 'known'> {
    try {
      return await this.#take(key, body);
    } catch (error) {
      this.#parts.logger.error({ error }, 'an event could not be kept; Slack will deliver it again');
      throw new LeftToSlack('an event could not be kept');
    }
  }

  /** Nobody delivers a click again: what cannot be kept in time is not begun, and the person is told. */
  async #takeInTime(key: string, body: unknown): Promise<'ours' | 'known' | 'unkept'> {
    const { incidents, logger } = this.#parts;
    let isLate = false;
    const patience = this.#patience.begin();
    const tooLate = patience.over.then((): 'unkept' => {
      isLate = true;
      return 'unkept';
    });
    const taking = this.#take(key, body).then(async (taken) => {
      // The person was told that nothing was done, so nobody may do it now; a modal is sent again under the same key.
      if (isLate && taken === 'ours') {
        const { inbox } = await incidents.stores();
        await inbox.release(key, incidents.owner);
      }
      return taken;
    });
    try {
      const taken = await Promise.race([taking, tooLate]);
      if (taken === 'unkept') {
        logger.error({ key: key.slice(0, 100) }, 'an act was refused: the database did not answer in time');
        taking.catch((error: unknown) => logger.error({ error }, 'an act could not be kept'));
      }
      return taken;
    } catch (error) {
      logger.error({ error }, 'an act was refused: it could not be kept');
      return 'unkept';
    } finally {
      patience.end();
    }
  }

  async #finish(act: Act): Promise<void> {
    this.#held.delete(act.key);
    try {
      const { inbox } = await this.#parts.incidents.stores();
      await inbox.done(act.key, this.#parts.incidents.owner);
    } catch (error) {
      this.#parts.logger.error({ error }, 'an act that is done could not be marked so');
    } finally {
      act.ended();
    }
  }
}

/** A modal is acknowledged with complaints about its fields, or with nothing: that is decided while it is read. */
function isModal(body: unknown): boolean {
  return (body as { readonly type?: unknown } | null)?.type === 'view_submission';
}
