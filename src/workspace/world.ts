// The state of the workspace: people, channels, messages, files. Every change is announced to whoever listens.
import type { AgentSession, AppClick, Change, Channel, Fields, Message, Person, SlackFile } from './model.js';

export interface NewMessage {
  channel: string;
  user: string;
  text: string;
  blocks?: Fields[];
  attachments?: Fields[];
  threadTs?: string;
  ephemeralTo?: string;
  metadata?: Fields;
  subtype?: string;
  fileIds?: string[];
  streaming?: boolean;
  broadcast?: boolean;
}

/** So that a long-running demo stays bounded. */
const MESSAGES_A_CHANNEL = 5000;

export class World {
  readonly teamId = 'T0LOCAL01';
  readonly appId = 'A0LOCAL01';
  readonly botUserId = 'U0APPBOT1';
  readonly botId = 'B0APPBOT1';
  readonly people: Person[] = [];
  readonly channels: Channel[] = [];
  readonly files = new Map<string, SlackFile>();
  readonly userGroups: Array<{ id: string; handle: string; name: string; users: string[] }> = [];
  /** Suggested prompts by channel. */
  readonly prompts = new Map<string, Array<{ title: string; message: string }>>();
  readonly sessions = new Map<string, AgentSession>();
  /** What other apps do when somebody clicks in their messages, by the id of their user. */
  readonly otherApps = new Map<string, (made: AppClick) => void>();
  private readonly messages = new Map<string, Message[]>();
  private readonly listeners = new Set<(change: Change) => void>();
  private lastMicros = 0;
  private counter = 0;

  constructor(
    readonly now: () => number,
    private readonly messagesAChannel = MESSAGES_A_CHANNEL,
  ) {}

  /** Calls `listener` at each change; the answer ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  announce(change: Change): void {
    for (const listener of [...this.listeners]) listener(change);
  }

  /** An id with Slack's letter in front, unique in this workspace. */
  newId(letter: string): string {
    this.counter += 1;
    return `${letter}0${this.counter.toString(36).toUpperCase().padStart(8, '0')}`;
  }

  /** A message timestamp: never twice the same, always later than the one before. */
  newTs(): string {
    this.lastMicros = Math.max(this.now() * 1000, this.lastMicros + 1);
    const seconds = Math.floor(this.lastMicros / 1_000_000);
    return `${seconds}.${String(this.lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  /** By id, or by name with or without `#`. */
  channel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '');
    return this.channels.find((channel) => channel.id === reference || channel.name === name);
  }

  /** The direct message between one person and the app; made when it is not there. */
  directMessage(person: string): Channel {
    const known = this.channels.find((channel) => channel.kind === 'dm' && channel.members.includes(person));
    if (known !== undefined) return known;
    const made: Channel = {
      id: this.newId('D'),
      name: `dm-${person.toLowerCase()}`,
      kind: 'dm',
      topic: '',
      members: [person, this.botUserId],
    };
    this.channels.push(made);
    this.announce({ type: 'channel', channel: made.id });
    return made;
  }

  /** The session of a thread; made when it is not there. */
  session(channel: string, threadTs: string): AgentSession {
    const key = `${channel} ${threadTs}`;
    const known = this.sessions.get(key) ?? { channel, threadTs, status: '', text: '' };
    this.sessions.set(key, known);
    return known;
  }

  add(message: NewMessage): Message {
    const added: Message = {
      blocks: [],
      attachments: [],
      fileIds: [],
      reactions: [],
      streaming: false,
      broadcast: false,
      ...message,
      ts: this.newTs(),
    };
    const list = this.messages.get(message.channel) ?? [];
    this.messages.set(message.channel, list);
    list.push(added);
    if (list.length > this.messagesAChannel) list.shift();
    this.changed(added);
    return added;
  }

  changed(message: Message): void {
    this.announce({ type: 'message', message });
  }

  /** All messages of a channel in their order, ephemeral ones and thread replies too. */
  all(channel: string): Message[] {
    return this.messages.get(channel) ?? [];
  }

  message(channel: string, ts: string): Message | undefined {
    return this.all(channel).find((message) => message.ts === ts);
  }

  /** The parent and its replies in order, without ephemeral messages. */
  thread(channel: string, ts: string): Message[] {
    return this.all(channel).filter(
      (message) => (message.ts === ts || message.threadTs === ts) && message.ephemeralTo === undefined,
    );
  }

  remove(message: Message): void {
    const list = this.all(message.channel);
    const at = list.indexOf(message);
    if (at < 0) return;
    list.splice(at, 1);
    this.announce({
      type: 'removed',
      channel: message.channel,
      ts: message.ts,
      ...(message.ephemeralTo === undefined ? {} : { ephemeralTo: message.ephemeralTo }),
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    });
  }
}
