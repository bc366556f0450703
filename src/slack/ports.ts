// What the listeners share: how a question is put, and what Slack must be asked at once because its tickets live three seconds.

import type { Dispatcher } from '../commands/dispatcher.js';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { Logger } from '../support/logger.js';
import type { AgentView } from './agentView.js';
import type { Answering } from './answer.js';
import type { Home } from './home.js';
import { eventEnvelope, readPayload } from './payloads.js';
import type { Running } from './running.js';
import type { ClickGuard, SeenKeys } from './seen.js';
import type { SendQueue } from './sendQueue.js';
import type { SlackSettings } from './settings.js';
import type { Incidents } from './threads/index.js';
import type { SlackWeb } from './web.js';

/** A message that another app posted into a channel. */
export interface AppMessage {
  readonly channel: string;
  /** An edit keeps it. */
  readonly ts: string;
  readonly app: {
    /** Of the app, of its bot, and of its bot's user, as far as Slack tells. */
    readonly ids: readonly string[];
    /** As people see it. */
    readonly name: string;
  };
  /** All its texts, also of attachments and blocks, as people wrote them. */
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface HeardApps {
  /** Whether what this app says in this channel matters at all. */
  isHeard(message: Pick<AppMessage, 'channel' | 'app'>): boolean;
  /** @param link to the message; null when Slack does not tell */
  hear(message: AppMessage, link: string | null): Promise<void>;
}

export interface Parts {
  readonly dispatcher: Dispatcher;
  readonly answering: Answering;
  readonly agent: AgentView;
  readonly home: Home;
  readonly web: SlackWeb;
  readonly queue: SendQueue;
  readonly running: Running;
  readonly seen: SeenKeys;
  readonly clicks: ClickGuard;
  /** Null without a store: then nothing is kept. */
  readonly incidents: Incidents | null;
  /** Null where nobody listens to other apps. */
  readonly apps: HeardApps | null;
  /** Whether one of these is us, by what Slack told. */
  readonly isOurs: (ids: readonly string[]) => boolean;
  readonly settings: Pick<SlackSettings, 'apiUrl' | 'botToken' | 'callTimeoutMs' | 'proxy'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What Slack is told at once; nothing for most things. */
export type Ack = (response?: object) => Promise<void>;

/** One thing that Slack sent, as Bolt hands it over; the body is read with care by each listener. */
export interface Arrival {
  readonly ack: Ack;
  readonly body: unknown;
  /** The event inside an events_api body. */
  readonly event: unknown;
}

type Listener = (arrival: Arrival) => Promise<void>;

/** The part of Bolt that listeners are registered with; a test records what is registered. */
export interface Listening {
  command(name: string, listener: Listener): void;
  event(name: string, listener: Listener): void;
  shortcut(callbackId: string, listener: Listener): void;
  view(callbackId: string, listener: Listener): void;
  action(id: string | RegExp, listener: Listener): void;
  options(actionId: string, listener: Listener): void;
}

/** True when this key was never acted on; when the store fails, acting twice is better than not at all. */
export async function isFirst(parts: Parts, key: string): Promise<boolean> {
  try {
    return await parts.seen.claim(key, parts.clock.now().toISOString());
  } catch (error) {
    parts.logger.error({ error }, 'the store of seen payloads failed');
    return true;
  }
}

/** True for an event that was not delivered before. */
export async function isNew(parts: Parts, arrival: Arrival, messageKey: string | null): Promise<boolean> {
  const envelope = readPayload(eventEnvelope, arrival.body);
  const id = envelope instanceof Problem ? undefined : envelope.event_id;
  if (id !== undefined && !(await isFirst(parts, `event ${id}`))) return false;
  // A mention in a direct message comes as two events with two ids.
  return messageKey === null || (await isFirst(parts, `message ${messageKey}`));
}
