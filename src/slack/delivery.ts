// How a report is put into a conversation: the card, its detail below it, pictures and files; or over the card it refreshes.

import type { Clock } from '../domain/clock.js';
import type { Picture } from '../domain/picture.js';
import type { Report } from '../domain/report.js';
import { renderMarkdown } from '../render/markdown.js';
import { type PlacedPicture, renderSlack, type SlackFile, type SlackMessage } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import type { Place } from './place.js';
import type { OfAct, Speaker } from './speaker.js';
import type { Posted } from './web.js';

const MOST_PICTURES = 5;
const MOST_FILES = 5;
const MOST_FILE_CHARACTERS = 20_000_000;

/** Cards whose detail messages we remember, so that a refresh edits them too. */
const REMEMBERED = 2000;

export class Delivery {
  readonly #details = new Map<string, readonly Posted[]>();

  constructor(
    private readonly parts: {
      speaker: Speaker;
      clock: Clock;
      logger: Logger;
      /** As PNG; null when it cannot be drawn. */
      drawPng: (picture: Picture) => Promise<Buffer | null>;
    },
  ) {}

  /**
   * @param progress the message that showed the progress; it becomes the card.
   * @param act what is posted for; each message has a key made from its key.
   */
  async deliver(
    report: Report,
    command: string,
    place: Place,
    progress: Posted | null,
    act: OfAct | null = null,
  ): Promise<void> {
    const { speaker } = this.parts;
    const part = (index: number) => act && { ...act, key: `${act.key}-${index}` };
    const asked = { userId: place.user.id, command };
    const rendered = renderSlack(report, { plan: speaker.plan, asked });
    const old = place.editTs === null ? null : { channel: place.channel, ts: place.editTs };
    const card = await this.#card(rendered.card, place, old ?? progress, act);
    const root = place.threadTs ?? card.ts;
    const known = old === null ? [] : (this.#details.get(keyOf(card)) ?? []);
    const details: Posted[] = [];
    // A refreshed card keeps the pictures and files it has: each refresh would add the same ones again.
    const pictures = old === null ? rendered.pictures.slice(0, MOST_PICTURES) : [];
    const show = async (after: number) => {
      for (const one of pictures.filter((picture) => picture.after === after))
        await this.#picture(one, card.channel, root);
    };
    await show(0);
    for (const [index, message] of rendered.thread.entries()) {
      const over = known[index];
      if (over !== undefined && (await this.#edited(over, message))) details.push(over);
      else details.push(await speaker.post(card.channel, message, root, part(index)));
      await show(index + 1);
    }
    for (const left of known.slice(rendered.thread.length)) await speaker.remove(left).catch(() => undefined);
    this.#remember(card, details);
    if (old !== null) return;
    const there = act?.again ? await speaker.filesSince(card.channel, root, card).catch(() => []) : [];
    const files = [...rendered.files, ...this.#ticket(report)];
    const missing = files.filter((file) => !there.includes(file.name));
    await this.#files(missing, card.channel, root);
  }

  /** Whoever pastes it is in no zone that we know. */
  #ticket(report: Report): readonly SlackFile[] {
    const { ticket: name } = report;
    if (name === undefined) return [];
    const text = renderMarkdown(report, { zone: 'utc', now: this.parts.clock.now() });
    return [{ name, title: `${report.title.slice(0, 150)} (Markdown for a ticket)`, text }];
  }

  async #card(message: SlackMessage, place: Place, over: Posted | null, act: OfAct | null): Promise<Posted> {
    if (over === null) return this.parts.speaker.post(place.channel, message, place.threadTs, act);
    await this.parts.speaker.update(over, message);
    return over;
  }

  /** False when the message is gone. */
  async #edited(posted: Posted, message: SlackMessage): Promise<boolean> {
    return this.parts.speaker.update(posted, message).then(
      () => true,
      () => false,
    );
  }

  async #picture({ picture, alt }: PlacedPicture, channel: string, root: string): Promise<void> {
    const bytes = await this.parts.drawPng(picture).catch((error: unknown) => {
      this.parts.logger.warn({ error }, 'a picture was not drawn');
      return null;
    });
    // The report is complete without pictures.
    if (bytes === null) return this.parts.logger.warn('a picture could not be drawn');
    const title = picture.title.slice(0, 200) || 'Picture';
    const file = { name: `${picture.kind}.png`, title, bytes, altText: alt.slice(0, 1000) || title };
    await this.parts.speaker.upload(channel, root, file);
  }

  async #files(files: readonly SlackFile[], channel: string, root: string): Promise<void> {
    for (const file of files.slice(0, MOST_FILES)) {
      const bytes = Buffer.from(file.text === '' ? '\n' : file.text.slice(0, MOST_FILE_CHARACTERS));
      await this.parts.speaker.upload(channel, root, {
        name: file.name,
        title: file.title,
        bytes,
        altText: null,
      });
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
