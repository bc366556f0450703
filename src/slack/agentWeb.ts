// What newer workspaces of Slack take besides: messages that stream, threads that are sessions of an agent, prompts. Each may be refused.

import type { SlackBlock } from '../render/slack/index.js';

/** One piece of a message that grows; a task of the same id takes the place of the one before. */
export type StreamChunk =
  | {
      readonly type: 'task_update';
      readonly id: string;
      readonly title: string;
      readonly status: 'in_progress';
    }
  | { readonly type: 'blocks'; readonly blocks: readonly SlackBlock[] };

/** Something to ask, as a button says it and as it is then sent. */
export interface Prompt {
  readonly title: string;
  readonly message: string;
}

/** A message that streams. */
interface StreamPlace {
  readonly channel: string;
  readonly ts: string;
}

export interface AgentWeb {
  /** A reply that grows until it is stopped. @param to for whom: Slack wants to know in channels. */
  startStream(
    channel: string,
    threadTs: string,
    to: { readonly user: string; readonly team: string },
    chunks: readonly StreamChunk[],
  ): Promise<StreamPlace>;
  appendStream(stream: StreamPlace, chunks: readonly StreamChunk[]): Promise<void>;
  /** @param key from now on the message can be found by it; null for none. */
  stopStream(stream: StreamPlace, key: string | null): Promise<void>;
  /** Of the thread as a session of an agent. @param user who began it; null keeps who did. */
  setSession(
    channel: string,
    threadTs: string,
    status: 'processing' | 'active',
    user: string | null,
  ): Promise<void>;
  /** What stands behind our name while we work. */
  setStatus(channel: string, threadTs: string, text: string): Promise<void>;
  /** Four at most, where the direct message with us begins. */
  suggestPrompts(channel: string, prompts: readonly Prompt[]): Promise<void>;
}
