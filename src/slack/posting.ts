// How a message gets into its channel: in its turn, found by its key where it may stand already, in a simpler form when Slack refuses the form.

import { bare, type SlackMessage, withoutFeedback, withoutPlans } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import { PassingTrouble, SlackRefusal } from './failure.js';
import type { SendQueue } from './sendQueue.js';
import type { Posted, SlackWeb } from './web.js';

export interface PostingParts {
  readonly web: SlackWeb;
  readonly queue: SendQueue;
  readonly logger: Logger;
  /** Whether Slack takes plan blocks, as far as is known. */
  readonly planBlocks: boolean;
}

/** A message that can be found again. */
export interface Wanted {
  readonly channel: string;
  readonly threadTs: string | null;
  /** Travels with the message. */
  readonly key: string;
  /** It is not looked for before then. */
  readonly since: Date;
  /** Somebody began to post it, and nobody knows whether it stands there. */
  readonly mayStand: boolean;
}

/** So far may our clock be off. */
const mostWrongMs = 2 * 3_600_000;

const refusedForms = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
]);

export class Posting {
  /** False once Slack refused a plan block. */
  plan: boolean;
  /** False once Slack refused feedback buttons. */
  #feedback = true;
  readonly #parts: PostingParts;

  constructor(parts: PostingParts) {
    this.#parts = parts;
    this.plan = parts.planBlocks;
  }

  /** Waits out limits and outages. One that stands there already gets the words of now. */
  post(wanted: Wanted, message: SlackMessage): Promise<Posted> {
    const { web, queue } = this.#parts;
    let { mayStand } = wanted;
    return queue.send(wanted.channel, 'post', async () => {
      const found = mayStand ? await this.#find(wanted).catch(unlessPassing) : null;
      if (found !== null) {
        if (wanted.mayStand) await this.#inForm(message, (form) => web.update(found.channel, found.ts, form));
        return found;
      }
      try {
        return await this.#send(wanted, message);
      } catch (error) {
        mayStand ||= error instanceof PassingTrouble && error.mayStand;
        throw error;
      }
    });
  }

  /**
   * One attempt, for what is written down and comes again: it is not posted while nobody can tell whether it stands there.
   * @param hold false when somebody else has the message now; asked right before it is posted.
   * @returns null then.
   * @throws PassingTrouble when Slack cannot take it now.
   */
  postOnce(wanted: Wanted, message: SlackMessage, hold: () => Promise<boolean>): Promise<Posted | null> {
    return this.#parts.queue.sendOnce(wanted.channel, 'post', async () => {
      const found = wanted.mayStand ? await this.#find(wanted) : null;
      if (found !== null) return found;
      return (await hold()) ? await this.#send(wanted, message) : null;
    });
  }

  update({ channel, ts }: Posted, message: SlackMessage): Promise<void> {
    const { web, queue } = this.#parts;
    return queue.send(channel, 'update', () =>
      this.#inForm(message, (form) => web.update(channel, ts, form)),
    );
  }

  /** One attempt. */
  updateOnce({ channel, ts }: Posted, message: SlackMessage): Promise<void> {
    const { web, queue } = this.#parts;
    return queue.sendOnce(channel, 'update', () =>
      this.#inForm(message, (form) => web.update(channel, ts, form)),
    );
  }

  /** Only this person sees it. */
  whisper(channel: string, user: string, message: SlackMessage, threadTs: string | null): Promise<void> {
    const { web, queue } = this.#parts;
    return queue.send(channel, 'ephemeral', () =>
      this.#inForm(message, (form) => web.postEphemeral(channel, user, form, threadTs)),
    );
  }

  /** What stands there has Slack's time, and `since` is ours: a clock that was wrong then, or was set meanwhile, must not make us say it again. */
  async #find({ channel, threadTs, key, since }: Wanted): Promise<Posted | null> {
    const { web } = this.#parts;
    const near = await web.findByKey(channel, threadTs, key, since);
    return near ?? (await web.findByKey(channel, threadTs, key, new Date(since.getTime() - mostWrongMs)));
  }

  #send({ channel, threadTs, key }: Wanted, message: SlackMessage): Promise<Posted> {
    return this.#inForm(message, (form) => this.#parts.web.post(channel, form, threadTs, key));
  }

  /** The message as drawn; without what Slack refuses, one kind of block after the other; as words alone when Slack refuses that too. */
  async #inForm<T>(message: SlackMessage, send: (form: SlackMessage) => Promise<T>): Promise<T> {
    const forms = this.#formsOf(message);
    for (const [index, { form, lacks }] of forms.entries()) {
      try {
        const sent = await send(form);
        // The form that Slack takes tells which block it was.
        if (lacks === 'plan') this.plan = false;
        if (lacks === 'feedback') this.#feedback = false;
        return sent;
      } catch (error) {
        const refused = error instanceof SlackRefusal && refusedForms.has(error.word);
        if (!refused || index === forms.length - 1) throw error;
        this.#parts.logger.warn({ word: error.word, form: index }, 'Slack refused the form of a message');
      }
    }
    throw new SlackRefusal('invalid_blocks');
  }

  /** What is known to be refused is not tried again. */
  #formsOf(message: SlackMessage): readonly Form[] {
    const planned = this.plan ? message : withoutPlans(message);
    const drawn = this.#feedback ? planned : withoutFeedback(planned);
    const noPlans = withoutPlans(drawn);
    const plain = withoutFeedback(noPlans);
    return [
      { form: drawn, lacks: null },
      ...(noPlans === drawn ? [] : [{ form: noPlans, lacks: 'plan' } as const]),
      ...(plain === noPlans ? [] : [{ form: plain, lacks: 'feedback' } as const]),
      { form: bare(message), lacks: null },
    ];
  }
}

interface Form {
  readonly form: SlackMessage;
  /** What this one leaves out that the one before it had. */
  readonly lacks: 'plan' | 'feedback' | null;
}

/** A place that may not be searched is no reason to say nothing. */
function unlessPassing(error: unknown): null {
  if (error instanceof PassingTrouble) throw error;
  return null;
}
