// The page's live feed: a picture of the workspace as one person sees it, then every change, as server-sent events.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';
import type { Change, Fields, Message, View } from './model.js';

interface Viewer {
  user: string;
  response: ServerResponse;
}

const MESSAGES_AT_START = 500;
const HEARTBEAT_MS = 20_000;

export class PageFeed {
  private readonly viewers = new Set<Viewer>();
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly context: Context,
    private readonly notice: string,
  ) {
    this.stopListening = context.world.listen((change) => this.pass(change));
    this.heartbeat = setInterval(() => {
      for (const { response } of this.viewers) response.write(': still here\n\n');
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** Opens a feed for a person; an unknown one becomes the first of the workspace. */
  open(user: string, request: IncomingMessage, response: ServerResponse): void {
    const { people } = this.context.world;
    const person = people.find((one) => one.id === user && !one.isBot) ?? people.find((one) => !one.isBot);
    if (person === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const viewer: Viewer = { user: person.id, response };
    this.viewers.add(viewer);
    request.on('close', () => this.viewers.delete(viewer));
    this.write(viewer, this.snapshot(person.id));
  }

  stop(): void {
    clearInterval(this.heartbeat);
    this.stopListening();
    for (const { response } of this.viewers) response.end();
    this.viewers.clear();
  }

  private write(viewer: Viewer, event: Fields): void {
    viewer.response.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  private snapshot(user: string): Fields {
    const { world, manifest, teamName, views } = this.context;
    const channels = world.channels.filter((one) => one.members.includes(user));
    const messages = channels.flatMap((channel) =>
      world
        .all(channel.id)
        .filter((one) => canSee(user, one))
        .slice(-MESSAGES_AT_START),
    );
    const home = views.home(user);
    return {
      type: 'snapshot',
      me: user,
      bot: world.botUserId,
      teamName,
      notice: this.notice,
      people: world.people,
      groups: world.userGroups,
      channels,
      commands: manifest.commands,
      shortcuts: manifest.shortcuts,
      sessions: [...world.sessions.values()].filter((one) => channels.some(({ id }) => id === one.channel)),
      prompts: Object.fromEntries(
        [...world.prompts].filter(([id]) => channels.some((channel) => channel.id === id)),
      ),
      messages: messages.map((message) => this.messageFor(message)),
      views: views.stack(user).map(viewFor),
      home: home === undefined ? null : viewFor(home),
    };
  }

  private messageFor(message: Message): Fields {
    const files = message.fileIds.flatMap((id) => {
      const file = this.context.world.files.get(id);
      if (file === undefined) return [];
      const { bytes, ...rest } = file;
      const url = `/page-files/${id}/${encodeURIComponent(file.name)}`;
      return [{ ...rest, size: bytes.length, url }];
    });
    return { ...message, files };
  }

  private pass(change: Change): void {
    for (const viewer of this.viewers) {
      const event = this.eventFor(viewer.user, change);
      if (event !== undefined) this.write(viewer, event);
    }
  }

  private eventFor(user: string, change: Change): Fields | undefined {
    const { world, views } = this.context;
    if (change.type === 'message') {
      const member = world.channel(change.message.channel)?.members.includes(user) === true;
      if (!member || !canSee(user, change.message)) return undefined;
      return { type: 'message', message: this.messageFor(change.message) };
    }
    if (change.type === 'removed') return { type: 'removed', channel: change.channel, ts: change.ts };
    if (change.type === 'channel') {
      return { type: 'channels', channels: world.channels.filter((one) => one.members.includes(user)) };
    }
    if (change.type === 'session' || change.type === 'prompts') {
      const id = change.type === 'session' ? change.session.channel : change.channel;
      if (world.channel(id)?.members.includes(user) !== true) return undefined;
      return change.type === 'session'
        ? { type: 'session', session: change.session }
        : { type: 'prompts', channel: id, prompts: world.prompts.get(id) ?? [] };
    }
    if (change.user !== user) return undefined;
    if (change.type === 'views') return { type: 'views', views: views.stack(user).map(viewFor) };
    const home = views.home(user);
    return { type: 'home', home: home === undefined ? null : viewFor(home) };
  }
}

function canSee(user: string, message: Message): boolean {
  return message.ephemeralTo === undefined || message.ephemeralTo === user;
}

function viewFor(view: View): Fields {
  return { id: view.id, hash: view.hash, body: view.body, values: view.values, errors: view.errors };
}
