// How messages reach a place: through the outbox, in a simpler form when Slack refuses the form, privately when only one may see.

import type { Clock } from '../domain/clock.js';
import { bare, type SlackMessage, withoutPlans } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import { isAmbiguous, SlackRefusal } from './failure.js';
import type { Outbox } from './outbox.js';
import type { Place } from './place.js';
import { type Post, ResponseUrl, trustedResponseUrl } from './responseUrl.js';
import type { SlackSettings } from './settings.js';
import type { Posted, SlackWeb, Upload } from './web.js';

export interface SpeakerParts {
  readonly web: SlackWeb;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: SlackSettings;
  readonly postJson: Post;
}

/** What one act posts has a key of its own: the act, done again after a crash, finds there what it posted already. */
export interface Once {
  readonly key: string;
  /** True when a process before us may have posted it. */
  readonly again: boolean;
}

/** An act that nobody finished for longer is history. */
const againMs = 3_600_000;

const refusedForms = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
]);

export class Speaker {
  /** False once Slack refused a plan block. */
  plan: boolean;
  #posts = 0;
  readonly #parts: SpeakerParts;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
    this.plan = parts.settings.planBlocks;
  }

  post(
    channel: string,
    message: SlackMessage,
    threadTs: string | null,
    once: Once | null = null,
  ): Promise<Posted> {
    return this.#inForm(message, (form) => this.#postOnce(channel, form, threadTs, once));
  }

  /** What an act that is done again posted before; null when it did not. */
  async find(channel: string, threadTs: string | null, { key, again }: Once): Promise<Posted | null> {
    if (!again) return null;
    const since = this.#longAgo();
    return await this.#send(channel, 'find', (web) => web.findByKey(channel, threadTs, key, since));
  }

  /** The names of the files that stand in a thread. */
  async fileNames(channel: string, threadTs: string): Promise<ReadonlySet<string>> {
    const messages = await this.#send(channel, 'replies', (web) => web.replies(channel, threadTs));
    return new Set(messages.flatMap(fileNamesOf));
  }

  #longAgo(): Date {
    return new Date(this.#parts.clock.now().getTime() - againMs);
  }

  /** When the connection broke, the message may stand there all the same: it is looked for by its key before it is sent again. */
  #postOnce(
    channel: string,
    form: SlackMessage,
    threadTs: string | null,
    once: Once | null,
  ): Promise<Posted> {
    const since = once?.again ? this.#longAgo() : this.#parts.clock.now();
    this.#posts += 1;
    const key = once?.key ?? `post-${since.getTime()}-${this.#posts}`;
    let mayStand = once?.again ?? false;
    return this.#send(channel, 'post', async (web) => {
      if (mayStand) {
        const found = await web.findByKey(channel, threadTs, key, since).catch(() => null);
        if (found !== null) return found;
      }
      try {
        return await web.post(channel, form, threadTs, key);
      } catch (error) {
        mayStand ||= isAmbiguous(error);
        throw error;
      }
    });
  }

  update(posted: Posted, message: SlackMessage): Promise<void> {
    const { channel, ts } = posted;
    return this.#inForm(message, (form) =>
      this.#send(channel, 'update', (web) => web.update(channel, ts, form)),
    );
  }

  remove(posted: Posted): Promise<void> {
    return this.#send(posted.channel, 'delete', (web) => web.remove(posted.channel, posted.ts));
  }

  upload(channel: string, threadTs: string, file: Upload): Promise<void> {
    return this.#send(channel, 'upload', (web) => web.upload(channel, threadTs, file));
  }

  /** A response_url object for a place, to be shared by everything that answers the same question. */
  responseUrl(place: Place): ResponseUrl | null {
    const { clock, settings, postJson } = this.#parts;
    if (place.responseUrl === null || !trustedResponseUrl(place.responseUrl, settings.apiUrl)) return null;
    return new ResponseUrl(place.responseUrl, { clock, post: postJson, timeoutMs: settings.callTimeoutMs });
  }

  /** Only the asker sees it. In a direct message it is an ordinary message. */
  async whisper(place: Place, message: SlackMessage, url: ResponseUrl | null): Promise<void> {
    if (place.direct) {
      await this.post(place.channel, message, place.threadTs);
      return;
    }
    // A response_url knows no thread; in a thread the Web API comes first.
    const ways = [() => this.#byUrl(place, message, url), () => this.#ephemeral(place, message)];
    if (place.threadTs !== null) ways.reverse();
    for (const way of ways) if (await way()) return;
    await this.post(place.user.id, message, null);
  }

  async #byUrl(place: Place, message: SlackMessage, url: ResponseUrl | null): Promise<boolean> {
    if (url === null || !url.usable) return false;
    return this.#send(`url:${place.user.id}`, 'response_url', () => url.send(message));
  }

  async #ephemeral(place: Place, message: SlackMessage): Promise<boolean> {
    const { channel, user, threadTs } = place;
    try {
      await this.#inForm(message, (form) =>
        this.#send(channel, 'ephemeral', (web) => web.postEphemeral(channel, user.id, form, threadTs)),
      );
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal) return false;
      throw error;
    }
  }

  #send<T>(channel: string, what: string, run: (web: SlackWeb) => Promise<T>): Promise<T> {
    return this.#parts.outbox.send(channel, what, () => run(this.#parts.web));
  }

  /** The message as drawn; without plan blocks when Slack refuses them; as words alone when Slack refuses that too. */
  async #inForm<T>(message: SlackMessage, send: (form: SlackMessage) => Promise<T>): Promise<T> {
    const forms = [this.plan ? message : withoutPlans(message), withoutPlans(message), bare(message)];
    for (const [index, form] of forms.entries()) {
      if (index > 0 && form === forms[index - 1]) continue;
      try {
        return await send(form);
      } catch (error) {
        const refused = error instanceof SlackRefusal && refusedForms.has(error.word);
        if (!refused || index === forms.length - 1) throw error;
        if (index === 0 && form !== forms[1]) this.plan = false;
        this.#parts.logger.warn({ word: error.word, form: index }, 'Slack refused the form of a message');
      }
    }
    throw new SlackRefusal('invalid_blocks');
  }
}

function fileNamesOf(message: unknown): string[] {
  const { files } = (message ?? {}) as { files?: readonly { name?: unknown }[] };
  return (files ?? []).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}
