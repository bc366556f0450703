// How messages reach a place: through the outbox, in a simpler form when Slack refuses the form, privately when only one may see.

import type { Clock } from '../domain/clock.js';
import { bare, type SlackMessage, withoutPlans } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import { isAmbiguous, SlackRefusal } from './failure.js';
import { isSlackAddress } from './hosts.js';
import type { Outbox } from './outbox.js';
import type { Place } from './place.js';
import { type Post, ResponseUrl } from './responseUrl.js';
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

/** A message of an act that is kept. Whoever does the act again finds the message by its key and only puts the words of now into it. */
export interface OfAct {
  readonly key: string;
  /** A process before us began the act and did not finish it. */
  readonly again: boolean;
}

/** What was begun longer ago is not looked for. */
const againMs = 86_400_000;

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
    act: OfAct | null = null,
  ): Promise<Posted> {
    return this.#inForm(message, (form) => this.#postOnce(channel, form, threadTs, act));
  }

  /** When the connection broke, the message may stand there all the same: it is looked for by its key before it is sent again. */
  #postOnce(
    channel: string,
    form: SlackMessage,
    threadTs: string | null,
    act: OfAct | null,
  ): Promise<Posted> {
    const now = this.#parts.clock.now();
    this.#posts += 1;
    const key = act?.key ?? `post-${now.getTime()}-${this.#posts}`;
    const again = act?.again === true;
    const since = again ? new Date(now.getTime() - againMs) : now;
    let mayStand = again;
    return this.#send(channel, 'post', async (web) => {
      if (mayStand) {
        const found = await web.findByKey(channel, threadTs, key, since).catch(() => null);
        if (found !== null && again) await web.update(found.channel, found.ts, form);
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

  /** Names of the files that stand in a thread since one of its messages. */
  filesSince(channel: string, threadTs: string, since: Posted): Promise<readonly string[]> {
    return this.#send(channel, 'replies', (web) => web.filesSince(channel, threadTs, since.ts));
  }

  upload(channel: string, threadTs: string, file: Upload): Promise<void> {
    return this.#send(channel, 'upload', (web) => web.upload(channel, threadTs, file));
  }

  /** A response_url object for a place, to be shared by everything that answers the same question. */
  responseUrl(place: Place): ResponseUrl | null {
    const { clock, settings, postJson } = this.#parts;
    if (place.responseUrl === null || !isSlackAddress(place.responseUrl, settings.apiUrl)) return null;
    return new ResponseUrl(place.responseUrl, { clock, post: postJson, timeoutMs: settings.callTimeoutMs });
  }

  /** Only the asker sees it. In a direct message it is an ordinary message. */
  async whisper(place: Place, message: SlackMessage, url: ResponseUrl | null): Promise<void> {
    if (place.direct) {
      await this.post(place.channel, message, place.threadTs);
      return;
    }
    // A response_url knows no thread; in a thread the Web API comes first.
    const threadTs = place.newThread ? null : place.threadTs;
    const ways = [() => this.#byUrl(place, message, url), () => this.#ephemeral(place, threadTs, message)];
    if (threadTs !== null) ways.reverse();
    for (const way of ways) if (await way()) return;
    await this.post(place.user.id, message, null);
  }

  async #byUrl(place: Place, message: SlackMessage, url: ResponseUrl | null): Promise<boolean> {
    if (url === null || !url.usable) return false;
    return this.#send(`url:${place.user.id}`, 'response_url', () => url.send(message));
  }

  async #ephemeral(place: Place, threadTs: string | null, message: SlackMessage): Promise<boolean> {
    const { channel, user } = place;
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
