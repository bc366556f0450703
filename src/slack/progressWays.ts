// How progress reaches a place: as the status of an agent's thread, as a streamed message, or as one that is edited; what Slack refuses is not tried again.

import type { Progress } from '../domain/report.js';
import { renderProgress, type SlackOptions, stopBlock } from '../render/slack/index.js';
import type { Logger } from '../support/logger.js';
import type { AgentView } from './agentView.js';
import type { AgentWeb, StreamChunk } from './agentWeb.js';
import { SlackRefusal } from './failure.js';
import type { Place } from './place.js';
import type { ProgressPort } from './progressMessage.js';
import type { SendQueue } from './sendQueue.js';
import type { OfAct, Speaker } from './speaker.js';
import type { Posted } from './web.js';

export interface ProgressWaysParts {
  readonly web: Pick<AgentWeb, 'startStream' | 'appendStream' | 'stopStream'>;
  readonly queue: SendQueue;
  readonly speaker: Speaker;
  readonly agent: AgentView;
  readonly logger: Logger;
  /** Of the workspace; empty while Slack did not tell. */
  readonly teamId: () => string;
}

/** What a place is, and who asked there. */
export interface ProgressOf {
  readonly place: Place;
  readonly options: SlackOptions;
  readonly act: OfAct | null;
  /** Of what runs, for a Stop button; null where Slack has its own, or nothing can be stopped. */
  readonly stopId: string | null;
}

/** The workspace does not have it, or does not let us: trying again changes nothing. Source: the errors of docs.slack.dev/reference/methods/chat.startStream. */
const never = new Set([
  'unknown_method',
  'method_deprecated',
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'access_denied',
  'feature_not_enabled',
  'team_access_not_granted',
]);

export class ProgressWays {
  readonly #parts: ProgressWaysParts;
  #streams = true;

  constructor(parts: ProgressWaysParts) {
    this.#parts = parts;
  }

  portFor(of: ProgressOf): ProgressPort {
    let streaming = false;
    return {
      post: async (shown) => {
        const { place } = of;
        if (await this.#asStatus(place, shown)) return null;
        const streamed = await this.#stream(of, shown);
        streaming = streamed !== null;
        return streamed ?? (await this.#edited(of, shown));
      },
      update: async (posted, shown) => {
        if (streaming && (await this.#append(posted, shown))) return;
        if (streaming) await this.#stop(posted, of.act);
        streaming = false;
        await this.#parts.speaker.update(posted, this.#message(of, shown));
      },
      end: async (posted) => {
        if (streaming) await this.#stop(posted, of.act);
      },
    };
  }

  /** A thread of the agent view needs no message for it: the line stands above the composer until the answer comes. */
  async #asStatus({ channel, threadTs, direct }: Place, { title }: Progress): Promise<boolean> {
    const { agent } = this.#parts;
    if (!direct || threadTs === null || !agent.isOpen(channel, threadTs)) return false;
    return await agent.status(channel, threadTs, statusText(title));
  }

  /** Only below a message: Slack streams replies. What may stand there already is found by its key, which a stream gets at its end. */
  async #stream(of: ProgressOf, shown: Progress): Promise<Posted | null> {
    const { channel, threadTs, user } = of.place;
    const { web, queue, teamId } = this.#parts;
    const team = teamId();
    if (!this.#streams || threadTs === null || team === '' || of.act?.again) return null;
    const chunks = [...chunksOf(shown), ...stopChunks(of)];
    try {
      return await queue.sendOnce(channel, 'stream', () =>
        web.startStream(channel, threadTs, { user: user.id, team }, chunks),
      );
    } catch (error) {
      this.#learn(error);
      return null;
    }
  }

  /** False when it streams no more, for example because somebody stopped it there. */
  async #append(posted: Posted, shown: Progress): Promise<boolean> {
    const { web, queue } = this.#parts;
    return await queue
      .sendOnce(posted.channel, 'stream', () => web.appendStream(posted, chunksOf(shown)))
      .then(
        () => true,
        // A limit is no end: the next line comes a second later.
        (error: unknown) => !(error instanceof SlackRefusal),
      );
  }

  /** A message that streams cannot be edited into the answer; a process that takes over finds it by its key. */
  async #stop(posted: Posted, act: OfAct | null): Promise<void> {
    const { web, queue, logger } = this.#parts;
    await queue
      .send(posted.channel, 'stream', () => web.stopStream(posted, act?.key ?? null))
      .catch((error: unknown) => logger.debug({ error }, 'a stream had ended already'));
  }

  #edited(of: ProgressOf, shown: Progress): Promise<Posted> {
    const { place, act } = of;
    return this.#parts.speaker.post(place.channel, this.#message(of, shown), place.threadTs, act);
  }

  #message({ options, stopId }: ProgressOf, shown: Progress) {
    const message = renderProgress(shown, options);
    if (stopId === null) return message;
    return { ...message, blocks: [...message.blocks, stopBlock(stopId)] };
  }

  #learn(error: unknown): void {
    if (!(error instanceof SlackRefusal) || !never.has(error.word)) return;
    this.#streams = false;
    this.#parts.logger.info(
      { word: error.word },
      'this workspace does not let us stream; progress is edited',
    );
  }
}

/** One task whose title is the line of now: no list that grows. */
function chunksOf({ title }: Progress): readonly StreamChunk[] {
  const shown = title.slice(0, 200) || 'Working';
  return [{ type: 'task_update', id: 'progress', title: shown, status: 'in_progress' }];
}

function stopChunks({ stopId }: ProgressOf): readonly StreamChunk[] {
  return stopId === null ? [] : [{ type: 'blocks', blocks: [stopBlock(stopId)] }];
}

/** Slack puts our name before it. */
function statusText(title: string): string {
  const line = title.trim().replace(/[\s…]+$/, '');
  return `is ${line.charAt(0).toLowerCase()}${line.slice(1, 100)} …`;
}
