// How a report is put into a conversation: the card, its detail below it, pictures and files; or over the card it refreshes.

import type { Report } from '../domain/report.js';
import { drawPng } from '../render/plot/index.js';
import { type RenderedReport, renderSlack, type SlackMessage } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import type { Place } from './place.js';
import type { Speaker } from './speaker.js';
import type { Posted } from './web.js';

/** Cards whose detail messages we remember, so that a refresh edits them too. */
const REMEMBERED = 2000;

export class Delivery {
  readonly #details = new Map<string, readonly Posted[]>();

  constructor(private readonly parts: { speaker: Speaker; logger: Logger }) {}

  /** @param progress the message that showed the progress; it becomes the card. */
  async deliver(report: Report, command: string, place: Place, progress: Posted | null): Promise<void> {
    const { speaker } = this.parts;
    const asked = { userId: place.user.id, command };
    const rendered = renderSlack(report, { plan: speaker.plan, asked });
    const old = place.editTs === null ? null : { channel: place.channel, ts: place.editTs };
    const card = await this.#card(rendered.card, place, old ?? progress);
    const root = place.threadTs ?? card.ts;
    const known = old === null ? [] : (this.#details.get(keyOf(card)) ?? []);
    const details = await this.#thread(rendered.thread, card.channel, root, known);
    this.#remember(card, details);
    // A refreshed card keeps the files it has: each refresh would add the same ones again.
    if (old === null) await this.#attach(rendered, card.channel, root);
  }

  async #card(message: SlackMessage, place: Place, over: Posted | null): Promise<Posted> {
    if (over === null) return this.parts.speaker.post(place.channel, message, place.threadTs);
    await this.parts.speaker.update(over, message);
    return over;
  }

  async #thread(messages: readonly SlackMessage[], channel: string, root: string, known: readonly Posted[]) {
    const details: Posted[] = [];
    for (const [index, message] of messages.entries()) {
      const over = known[index];
      if (over !== undefined && (await this.#edited(over, message))) details.push(over);
      else details.push(await this.parts.speaker.post(channel, message, root));
    }
    for (const left of known.slice(messages.length))
      await this.parts.speaker.remove(left).catch(() => undefined);
    return details;
  }

  /** False when the message is gone. */
  async #edited(posted: Posted, message: SlackMessage): Promise<boolean> {
    return this.parts.speaker.update(posted, message).then(
      () => true,
      () => false,
    );
  }

  async #attach(rendered: RenderedReport, channel: string, root: string): Promise<void> {
    const { speaker, logger } = this.parts;
    for (const [index, { picture, alt }] of rendered.pictures.slice(0, 5).entries()) {
      const bytes = drawPng(picture);
      if (bytes === null) logger.warn('a picture could not be drawn');
      else {
        const title = picture.title.slice(0, 200) || 'Picture';
        const name = `${picture.kind}-${index + 1}.png`;
        await speaker.upload(channel, root, { name, title, bytes, altText: alt.slice(0, 1000) || title });
      }
    }
    for (const file of rendered.files.slice(0, 5)) {
      const bytes = Buffer.from(file.text === '' ? '\n' : file.text.slice(0, 20_000_000));
      await speaker.upload(channel, root, { name: file.name, title: file.title, bytes, altText: null });
    }
  }

  #remember(card: Posted, details: readonly Posted[]): void {
    const key = keyOf(card);
    this.#details.delete(key);
    this.#details.set(key, details);
    const [oldest] = this.#details.keys();
    if (this.#details.size > REMEMBERED && oldest !== undefined) this.#details.delete(oldest);
  }
}

function keyOf(posted: Posted): string {
  return `${posted.channel} ${posted.ts}`;
}
