// How what is answered reaches a place: in its turn, again in the message that stands there, privately when only one may see.

import type { Clock } from '../domain/clock.js';
import type { SlackMessage } from '../render/slack/index.js';
import { SlackRefusal } from './failure.js';
import { isSlackAddress } from './hosts.js';
import type { Place } from './place.js';
import type { Posting } from './posting.js';
import { type Post, ResponseUrl } from './responseUrl.js';
import type { SendQueue } from './sendQueue.js';
import type { SlackSettings } from './settings.js';
import type { Posted, SlackWeb, Upload } from './web.js';

export interface SpeakerParts {
  readonly web: SlackWeb;
  readonly queue: SendQueue;
  readonly posting: Posting;
  readonly clock: Clock;
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

export class Speaker {
  #posts = 0;
  readonly #parts: SpeakerParts;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  /** False once Slack refused a plan block. */
  get plan(): boolean {
    return this.#parts.posting.plan;
  }

  post(
    channel: string,
    message: SlackMessage,
    threadTs: string | null,
    act: OfAct | null = null,
  ): Promise<Posted> {
    const now = this.#parts.clock.now();
    this.#posts += 1;
    const mayStand = act?.again === true;
    return this.#parts.posting.post(
      {
        channel,
        threadTs,
        key: act?.key ?? `post-${now.getTime()}-${this.#posts}`,
        since: mayStand ? new Date(now.getTime() - againMs) : now,
        mayStand,
      },
      message,
    );
  }

  update(posted: Posted, message: SlackMessage): Promise<void> {
    return this.#parts.posting.update(posted, message);
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
      await this.#parts.posting.whisper(channel, user.id, message, threadTs);
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal) return false;
      throw error;
    }
  }

  #send<T>(channel: string, what: string, run: (web: SlackWeb) => Promise<T>): Promise<T> {
    return this.#parts.queue.send(channel, what, () => run(this.#parts.web));
  }
}
