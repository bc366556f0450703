// One question from its words to its answer: progress while it runs, then card, thread, pictures and files, or words to the asker.

import { createHash } from 'node:crypto';
import type { Attachment, Dispatcher, RunOptions } from '../commands/dispatcher.js';
import { commandIn, isKept } from '../commands/understand.js';
import type { Clock } from '../domain/clock.js';
import type { Report } from '../domain/report.js';
import { removedSentence, scrub, secretsIn } from '../domain/secrets/index.js';
import { renderPrivate, renderSentence, type SlackOptions } from '../render/slack/index.js';
import { underFirstOf, untilAborted } from '../support/abort.js';
import { timeLimit } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import type { AgentView } from './agentView.js';
import type { Delivery } from './delivery.js';
import { SlackRefusal } from './failure.js';
import { askerAt, type Place } from './place.js';
import { ProgressMessage } from './progressMessage.js';
import type { ProgressWays } from './progressWays.js';
import type { ResponseUrl } from './responseUrl.js';
import { isOurPlaceMissing, refusalSentence, sentences } from './sentences.js';
import type { OfAct, Speaker } from './speaker.js';
import { DoneUntil, type Stoppable, Stops, stoppedReport } from './stops.js';
import type { Incidents } from './threads/index.js';
import { typedIn } from './typedIn.js';
import type { Posted } from './web.js';

export interface AnswerParts {
  readonly dispatcher: Dispatcher;
  readonly speaker: Speaker;
  readonly delivery: Delivery;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly commandTimeoutMs: number;
  readonly ways: ProgressWays;
  readonly agent: AgentView;
  /** Null without a store. */
  readonly incidents: Incidents | null;
}

/** What comes along with a command besides its words. */
export interface Along {
  /** Unique for what was clicked, typed or sent. */
  readonly key?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly attachments?: readonly Attachment[];
}

/** After this time without a sign of life, a message says that we work on it; it becomes the card. */
const NOTICE_MS = 1500;

export class Answering {
  readonly #parts: AnswerParts;
  readonly #stops = new Stops();

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  /** Runs what was asked and answers in its place. Never rejects: what cannot be delivered is logged. */
  async answer(text: string, place: Place, signal: AbortSignal, along: Along = {}): Promise<void> {
    const { speaker, clock, logger, incidents, ways, agent } = this.#parts;
    // What is written into an incident shows in its thread, and nowhere else.
    const isQuiet = place.editTs !== null || incidents?.isQuiet(text) === true;
    const url = speaker.responseUrl(place);
    const act = this.#actOf(along);
    const asked = shownCommand(text);
    const options: SlackOptions = { plan: speaker.plan, asked: { userId: place.user.id, command: asked } };
    // What writes is not ended in the middle: its own diagnosis would then be kept without its evidence.
    const run = isQuiet || this.#isKept(text) ? null : this.#stops.begin(place);
    const done = new DoneUntil();
    const hasOwnStop = place.threadTs !== null && agent.isOpen(place.channel, place.threadTs);
    const stopId = hasOwnStop ? null : (run?.id ?? null);
    const progress = new ProgressMessage(ways.portFor({ place, options, act, stopId }), clock);
    let shows = false;
    const answered = new AbortController();
    void this.#notice(answered.signal, () => {
      if (!shows && !isQuiet) progress.show({ title: sentences.working(asked.slice(0, 200)) });
    });
    try {
      const stops = run === null ? [signal] : [signal, run.signal];
      const running = this.#run(text, place, stops, along, (shown) => {
        shows = true;
        done.show(shown);
        // An edit in place needs no second message beside the card.
        if (!isQuiet) progress.show(shown);
      });
      const report = await running.catch((error: unknown) => {
        const by = run?.stoppedBy ?? null;
        if (by === null) throw error;
        return stoppedReport(by, done.lines, asked);
      });
      answered.abort();
      const posted = await progress.finish();
      await this.#show(report, asked, place, url, posted, act);
      if (holdsSecret(text, along) && !this.#tellsOfSecrets(text))
        await this.#tell(place, url, removedSentence);
    } catch (error) {
      answered.abort();
      await progress.finish();
      const command = asked.slice(0, 100);
      if (signal.aborted) {
        logger.warn({ command }, 'a command was cut off by the stop');
        // An act is done by whoever comes next.
        if (!this.#isKept(text)) await this.#tell(place, url, sentences.stopping);
        return;
      }
      logger.error({ error, command }, 'an answer could not be given');
      await this.#tell(place, url, sentences.broken);
    } finally {
      run?.end();
    }
  }

  /** Ends what runs there for whoever asked, or for who may work on incidents. Each of them is answered where it was asked. */
  async stop(which: (stops: Stops) => readonly Stoppable[], place: Place): Promise<void> {
    const found = which(this.#stops);
    const asker = askerAt(place, (await this.#parts.incidents?.names.of(place.user)) ?? place.user.name);
    const mine = found.filter((run) => run.place.user.id === place.user.id);
    const may = mine.length === found.length || (await this.#parts.dispatcher.mayStop(asker));
    for (const run of may ? found : mine) run.stop(asker.name || asker.id);
    if (found.length === 0) await this.say(place, sentences.nothingRuns);
    else if (!may && mine.length === 0) await this.say(place, sentences.mayNotStop);
  }

  #isKept(text: string): boolean {
    return isKept(text, this.#parts.dispatcher.commands);
  }

  /** A pasted log says so itself, to everybody. */
  #tellsOfSecrets(text: string): boolean {
    return commandIn(text, this.#parts.dispatcher.commands)?.tellsOfSecrets === true;
  }

  /** One sentence for the asker alone. */
  async say(place: Place, sentence: string): Promise<void> {
    await this.#tell(place, this.#parts.speaker.responseUrl(place), sentence);
  }

  /** Takes away the message that was clicked there. */
  async used(place: Place): Promise<void> {
    await this.#parts.speaker
      .responseUrl(place)
      ?.deleteOriginal()
      .catch(() => false);
  }

  /** A report that was not asked by a command, for example a choice. */
  async show(report: Report, place: Place): Promise<void> {
    await this.#whisper(report, place, this.#parts.speaker.responseUrl(place));
  }

  /** The same payload names its messages alike in every process that works on it. */
  #actOf({ key }: Along): OfAct | null {
    if (key === undefined) return null;
    const name = createHash('sha256').update(key).digest('hex').slice(0, 24);
    return { key: `act-${name}`, again: this.#parts.incidents?.kept.isAgain === true };
  }

  async #run(
    text: string,
    place: Place,
    stops: readonly AbortSignal[],
    along: Along,
    onProgress: (shown: Parameters<ProgressMessage['show']>[0]) => void,
  ): Promise<Report> {
    const { dispatcher, commandTimeoutMs, incidents } = this.#parts;
    const asker = askerAt(place, await incidents?.names.of(place.user));
    const thread = await incidents?.threadFor(text, place);
    const fields = await incidents?.named(text);
    return await underFirstOf([...stops, timeLimit(commandTimeoutMs)], (signal) => {
      const options: RunOptions = {
        asker,
        signal,
        onProgress,
        ...along,
        fields: { ...along.fields, ...fields },
        ...(thread ? { thread } : {}),
      };
      return untilAborted(dispatcher.run(typedIn(text), options), signal);
    });
  }

  async #show(
    report: Report,
    asked: string,
    place: Place,
    url: ResponseUrl | null,
    posted: Posted | null,
    act: OfAct | null,
  ) {
    const told = (await this.#parts.incidents?.settle(asked, report, place)) ?? null;
    if (told !== null) {
      if (posted !== null) await this.#parts.speaker.remove(posted).catch(() => undefined);
      if (told.kind === 'report') await this.#whisper(told.report, place, url);
      if (told.kind === 'sentence') await this.#tell(place, url, told.text);
      return;
    }
    if (report.audience === 'asker') {
      if (posted !== null) await this.#parts.speaker.remove(posted).catch(() => undefined);
      await this.#whisper(report, place, url);
      return;
    }
    const home = (await this.#parts.incidents?.placeFor(report, place)) ?? { ...place, link: null };
    const isElsewhere = home.channel !== place.channel || home.threadTs !== place.threadTs;
    try {
      if (isElsewhere && posted !== null) await this.#parts.speaker.remove(posted).catch(() => undefined);
      await this.#parts.delivery.deliver(report, asked, home, isElsewhere ? null : posted, act);
      if (isElsewhere)
        await this.#tell(place, url, `It stands in the thread of the incident: ${home.link ?? ''}`);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      await this.#tell(place, url, refusalSentence(error.word));
      if (isOurPlaceMissing(error.word)) await this.#whisper(report, place, url);
    }
  }

  async #whisper(report: Report, place: Place, url: ResponseUrl | null): Promise<void> {
    const messages = renderPrivate(report, { plan: this.#parts.speaker.plan, asked: null });
    for (const message of messages) await this.#parts.speaker.whisper(place, message, url);
  }

  async #tell(place: Place, url: ResponseUrl | null, sentence: string): Promise<void> {
    try {
      await this.#parts.speaker.whisper(place, renderSentence(sentence), url);
    } catch (error) {
      this.#parts.logger.error({ error }, 'the asker could not be told');
    }
  }

  async #notice(answered: AbortSignal, tell: () => void): Promise<void> {
    await this.#parts.clock.sleep(NOTICE_MS, answered).then(tell, () => undefined);
  }
}

/** What people wrote into a command or a form. */
function holdsSecret(text: string, { fields }: Along): boolean {
  return secretsIn([text, ...Object.values(fields ?? {})].join('\n')) > 0;
}

/** What was asked as others may see it: as it was typed, but for secrets. */
function shownCommand(text: string): string {
  return scrub(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).text;
}
