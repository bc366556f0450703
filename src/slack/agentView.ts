// Slack's agent view: the session of a thread with Slack's own Stop button, the line that says what is being done, and the prompts that are offered.

import type { Logger } from '../support/logger.js';
import type { AgentWeb, Prompt } from './agentWeb.js';
import { SlackRefusal } from './failure.js';

export interface AgentViewParts {
  readonly web: Pick<AgentWeb, 'setSession' | 'setStatus' | 'suggestPrompts'>;
  readonly logger: Logger;
}

/** Refusals that are about this conversation alone. */
const ofThisPlace = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'thread_not_found',
  'message_not_found',
  'invalid_thread_ts',
  'user_not_found',
  'channel_type_not_supported',
]);

/** A courtesy: no answer waits for it to be tried again, and a workspace that refuses it is not asked a second time. */
export class AgentView {
  readonly #parts: AgentViewParts;
  /** Null until Slack was asked. */
  #works: boolean | null = null;
  /** Threads with a session, and how many answers are on their way there. */
  readonly #open = new Map<string, number>();

  constructor(parts: AgentViewParts) {
    this.#parts = parts;
  }

  /** True when the thread is a session now, in which Slack shows that we work and a Stop button. */
  async begin(channel: string, threadTs: string, user: string): Promise<boolean> {
    const key = `${channel} ${threadTs}`;
    const count = this.#open.get(key) ?? 0;
    if (count > 0 || (await this.#try((web) => web.setSession(channel, threadTs, 'processing', user)))) {
      this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
      return true;
    }
    return false;
  }

  async end(channel: string, threadTs: string): Promise<void> {
    const key = `${channel} ${threadTs}`;
    const count = this.#open.get(key) ?? 0;
    if (count > 1) this.#open.set(key, count - 1);
    else if (this.#open.delete(key))
      await this.#try((web) => web.setSession(channel, threadTs, 'active', null));
  }

  isOpen(channel: string, threadTs: string): boolean {
    return this.#open.has(`${channel} ${threadTs}`);
  }

  /** `is reading the log of fw-hq …`, behind our name. */
  status(channel: string, threadTs: string, text: string): Promise<boolean> {
    return this.#try((web) => web.setStatus(channel, threadTs, text));
  }

  suggest(channel: string, prompts: readonly Prompt[]): Promise<boolean> {
    return this.#try((web) => web.suggestPrompts(channel, prompts));
  }

  async #try(call: (web: AgentViewParts['web']) => Promise<void>): Promise<boolean> {
    if (this.#works === false) return false;
    try {
      await call(this.#parts.web);
      this.#works = true;
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal && !ofThisPlace.has(error.word) && this.#works === null) {
        this.#works = false;
        this.#parts.logger.info({ word: error.word }, 'this workspace has no agent view for us');
      }
      return false;
    }
  }
}
