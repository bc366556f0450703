// The words of the embedded workspace: people, channels, messages, files, views, and what is recorded for tests.

/** A JSON object as it travels in Slack's protocol; every value is read through `fields.ts`. */
export type Fields = Record<string, unknown>;

export interface Person {
  /** `U…`, as Slack numbers people. */
  id: string;
  /** The handle, unique, lower case: what `@` completes. */
  name: string;
  realName: string;
  title: string;
  /** IANA zone name, for example `Europe/Berlin`. */
  timeZone: string;
  isBot: boolean;
  /** Of an app that is another one than ours: `A…` and `B…`. */
  app?: { id: string; botId: string };
}

export interface Channel {
  /** `C…` for a channel, `D…` for the direct message between one person and the app. */
  id: string;
  name: string;
  kind: 'channel' | 'dm';
  topic: string;
  members: string[];
}

interface Reaction {
  name: string;
  users: string[];
}

export interface Message {
  channel: string;
  /** Seconds and microseconds since 1970 as Slack prints them: the message's identity within its channel. */
  ts: string;
  user: string;
  text: string;
  blocks: Fields[];
  attachments: Fields[];
  threadTs?: string;
  /** Only this person sees it. It never appears in history, and it cannot be read back by the app. */
  ephemeralTo?: string;
  editedTs?: string;
  metadata?: Fields;
  subtype?: string;
  fileIds: string[];
  reactions: Reaction[];
  /** True between chat.startStream and chat.stopStream. */
  streaming: boolean;
  /** Sent to the channel as well although it belongs to a thread. */
  broadcast: boolean;
}

/** A click on a message of another app: our app hears nothing of it. */
export interface AppClick {
  user: string;
  actionId: string;
  message: Message;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimeType: string;
  altText: string;
  user: string;
  bytes: Buffer;
  /** The length that getUploadURLExternal announced, in bytes. */
  announcedBytes: number;
  state: 'awaiting-bytes' | 'awaiting-completion' | 'shared';
  createdAtSeconds: number;
  channels: string[];
}

export interface View {
  id: string;
  user: string;
  type: 'modal' | 'home';
  hash: string;
  rootId: string;
  previousId: string | null;
  externalId: string;
  /** What the app sent: title, blocks, submit, close, callback_id, private_metadata and so on. */
  body: Fields;
  /** What the person has entered so far: block_id, action_id, value object. */
  values: Record<string, Record<string, Fields>>;
  /** Validation errors by block_id, as the last submission answered. */
  errors: Record<string, string>;
}

/** One call of the Web API, a response_url or an upload address, in the order of arrival. */
export interface CallRecord {
  method: string;
  args: Fields;
  token: string;
  /** Milliseconds of the workspace's clock. */
  at: number;
  status: number;
  reply: Fields;
  /** The fault that answered instead of the method, when one was injected. */
  fault?: string;
}

export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

/** One delivery to the app and how it was acknowledged. */
export interface AckRecord {
  id: string;
  kind: DeliveryKind;
  /** `slash_commands`, the interactive payload's type, or the event's type. */
  type: string;
  retryAttempt: number;
  acked: boolean;
  /** Milliseconds from sending to the acknowledgement, or to giving up. */
  latencyMs: number;
  /** True when the acknowledgement came after Slack's three seconds. */
  late: boolean;
  payload: Fields;
  response: Fields;
}

/** A thread as a session of the app, which is declared an agent. */
export interface AgentSession {
  channel: string;
  threadTs: string;
  /** `active`, `processing`, `suspended` or `closed`; empty before the first status. */
  status: string;
  /** What stands behind the app's name while it works; empty for nothing. */
  text: string;
}

/** What changed, for the page's live feed. */
export type Change =
  | { type: 'message'; message: Message }
  | { type: 'removed'; channel: string; ts: string; ephemeralTo?: string; threadTs?: string }
  | { type: 'views'; user: string }
  | { type: 'home'; user: string }
  | { type: 'channel'; channel: string }
  | { type: 'session'; session: AgentSession }
  | { type: 'prompts'; channel: string };
