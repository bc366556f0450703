// The embedded workspace: a local server that speaks the part of Slack's protocol that the app uses, and its web page.
import { randomBytes } from 'node:crypto';
import { type Click, click, type Suggestions, suggest, type Typing } from './acts/clicks.js';
import { type TypedCommand, typeCommand } from './acts/commands.js';
import {
  type MessageShortcut,
  mention,
  openHome,
  openMessages,
  type Post,
  postAs,
  type ReactionAct,
  react,
  runGlobalShortcut,
  runMessageShortcut,
  stopSession,
  type Upload,
  upload,
} from './acts/events.js';
import { type AppEdit, type AppPost, editAsOtherApp, postAsOtherApp } from './acts/other-apps.js';
import type { ActOutcome } from './acts/outcome.js';
import { personOf } from './acts/outcome.js';
import { closeView, type Submission, type SubmissionOutcome, submitView } from './acts/submissions.js';
import type { Context } from './context.js';
import { Delivery } from './delivery.js';
import { Faults } from './faults.js';
import { isForeign } from './gate.js';
import { readManifest } from './manifest-facts.js';
import type {
  AckRecord,
  AgentSession,
  AppClick,
  CallRecord,
  Channel,
  Message,
  Person,
  SlackFile,
  View,
} from './model.js';
import type { WorkspaceOptions } from './options.js';
import { Page } from './page-server.js';
import { Recorder } from './record.js';
import { seedWorld } from './seed.js';
import { listen, portOf } from './server.js';
import { SignedHttp } from './signed-http.js';
import { SocketMode } from './socket-mode.js';
import { Tickets } from './tickets.js';
import { ViewStore } from './view-store.js';
import { waitFor } from './wait-for.js';
import { WebApi } from './web-api.js';
import { World } from './world.js';

export type { Fields, Message } from './model.js';
export { DEFAULT_CHANNELS, type PersonSeed, type WorkspaceOptions } from './options.js';

export interface Workspace {
  /** The server's origin, without a slash at the end. */
  url: string;
  /** Where a person opens the page: with the key of this start, without which nothing is shown. */
  pageUrl: string;
  /** For Bolt's `clientOptions.slackApiUrl`; ends with `/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  people: readonly Person[];
  channels: readonly Channel[];
  /** Every call of the Web API, of a response_url (`response_url`) and of an upload address (`upload`). */
  calls: readonly CallRecord[];
  /** Every delivery to the app, with its acknowledgement and how long that took. */
  acks: readonly AckRecord[];
  faults: Faults;
  /** Open sockets in Socket Mode. */
  socketCount(): number;
  /** HTTP mode: sends url_verification and, when it is answered, delivers there from now on. */
  useRequestUrl(url: string): Promise<boolean>;

  typeCommand(typed: TypedCommand): Promise<ActOutcome>;
  click(made: Click): Promise<ActOutcome>;
  /** The same as `click`, for menus and pickers: `value` is the chosen option's value, or several. */
  select(made: Click): Promise<ActOutcome>;
  suggest(typing: Typing): Promise<Suggestions>;
  submitView(submission: Submission): Promise<SubmissionOutcome>;
  closeView(user: string): Promise<void>;
  runMessageShortcut(made: MessageShortcut): Promise<ActOutcome>;
  runGlobalShortcut(user: string, callbackId: string): Promise<ActOutcome>;
  post(post: Post): Promise<Message>;
  mention(post: Post): Promise<Message>;
  /** As another app, which `apps` of the options names. */
  postAsOtherApp(post: AppPost): Promise<Message>;
  editAsOtherApp(edit: AppEdit): Promise<void>;
  /** Hears of clicks in the messages of another app. */
  hearClicks(app: string, hear: (made: AppClick) => void): void;
  react(made: ReactionAct): Promise<void>;
  uploadFile(made: Upload): Promise<SlackFile>;
  openHome(user: string): Promise<void>;
  /** The messages tab of the app: an agent shows prompts there. */
  openMessages(user: string): Promise<void>;
  /** Slack's own Stop button in a thread that is being worked on. */
  stopSession(made: { user: string; channel: string; threadTs: string }): Promise<void>;
  /** Threads that are sessions of the app. */
  sessions(): readonly AgentSession[];
  prompts(channel: string): ReadonlyArray<{ title: string; message: string }>;

  /** What everybody sees in a channel, oldest first: no thread replies, nothing ephemeral. */
  messages(channel: string): Message[];
  /** Parent and replies, oldest first. */
  thread(channel: string, ts: string): Message[];
  /** What only this person sees, in any channel, oldest first. */
  ephemerals(user: string): Message[];
  homeOf(user: string): View | undefined;
  /** Open modals, the topmost last. */
  openViews(user: string): View[];
  file(id: string): SlackFile | undefined;
  waitFor<T>(predicate: () => T | undefined | null | false, timeoutMs?: number): Promise<T>;
  /** Closes every connection and frees the port. */
  stop(): Promise<void>;
}

export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const now = options.now ?? Date.now;
  const world = new World(now, options.messagesAChannel);
  const manifest = readManifest(options.manifest);
  seedWorld(world, options, manifest.appName);
  const recorder = new Recorder();
  const sockets = new SocketMode(world.appId, () => recorder.changed());
  // New at every start: a page that knows the product must not know them.
  const secret = () => randomBytes(24).toString('hex');
  const signingSecret = secret();
  const pageKey = secret();
  const http = new SignedHttp(signingSecret, now, options.requestUrl);
  const faults = new Faults(sockets);
  const delivery = new Delivery(options.mode === 'socket' ? sockets : http, recorder, faults, {
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
  });
  const host = options.host ?? '127.0.0.1';
  const context: Context = {
    world,
    views: new ViewStore(world),
    tickets: new Tickets(now),
    recorder,
    faults,
    delivery,
    manifest,
    botToken: `xoxb-${secret()}`,
    appToken: `xapp-1-${secret()}`,
    teamName: options.teamName ?? 'Local workspace',
    baseUrl: '',
    newConnectionUrl: () => `${context.baseUrl.replace(/^http/, 'ws')}/link?ticket=${sockets.newTicket()}`,
    now,
    enforceRateLimits: options.enforceRateLimits ?? false,
  };
  const page = new Page(context, options.notice ?? '', pageKey);
  const webApi = new WebApi(context);
  const routes = { context, webApi, page: page.handle.bind(page) };
  const server = await listen(() => routes, options.port ?? 0, host);
  context.baseUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${portOf(server)}`;
  server.on('upgrade', (request, socket, head) => {
    if (isForeign(request.headers, context.baseUrl))
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (!sockets.upgrade(request, socket, head)) socket.destroy();
  });
  const channelId = (reference: string): string => world.channel(reference)?.id ?? reference;
  const summary = (): string => {
    const last = recorder.calls.slice(-5).map((call) => `${call.method} ${call.status}`);
    return `The last calls were: ${last.join(', ') || 'none'}.`;
  };
  return {
    url: context.baseUrl,
    pageUrl: `${context.baseUrl}/?key=${pageKey}`,
    apiUrl: `${context.baseUrl}/api/`,
    botToken: context.botToken,
    appToken: context.appToken,
    signingSecret,
    botUserId: world.botUserId,
    people: world.people,
    channels: world.channels,
    calls: recorder.calls,
    acks: recorder.acks,
    faults,
    socketCount: () => sockets.count,
    async useRequestUrl(url) {
      http.requestUrl = url;
      return http.verify(world.newId('challenge'));
    },
    typeCommand: (typed) => typeCommand(context, typed),
    click: (made) => click(context, made),
    select: (made) => click(context, made),
    suggest: (typing) => suggest(context, typing),
    submitView: (submission) => submitView(context, submission),
    closeView: (user) => closeView(context, user),
    runMessageShortcut: (made) => runMessageShortcut(context, made),
    runGlobalShortcut: (user, callbackId) => runGlobalShortcut(context, user, callbackId),
    post: (post) => postAs(context, post),
    mention: (post) => mention(context, post),
    postAsOtherApp: (post) => postAsOtherApp(context, post),
    editAsOtherApp: (edit) => editAsOtherApp(context, edit),
    hearClicks: (app, hear) => void world.otherApps.set(personOf(context, app).id, hear),
    react: (made) => react(context, made),
    uploadFile: (made) => upload(context, made),
    openHome: (user) => openHome(context, user),
    openMessages: (user) => openMessages(context, user),
    stopSession: (made) => stopSession(context, made),
    sessions: () => [...world.sessions.values()],
    prompts: (channel) => world.prompts.get(channelId(channel)) ?? [],
    messages: (channel) =>
      world
        .all(channelId(channel))
        .filter((one) => one.ephemeralTo === undefined && (one.threadTs === undefined || one.broadcast)),
    thread: (channel, ts) => world.thread(channelId(channel), ts),
    ephemerals: (user) => {
      const { id } = personOf(context, user);
      return world.channels
        .flatMap((channel) => world.all(channel.id))
        .filter((one) => one.ephemeralTo === id)
        .sort((one, other) => Number(one.ts) - Number(other.ts));
    },
    homeOf: (user) => context.views.home(personOf(context, user).id),
    openViews: (user) => context.views.stack(personOf(context, user).id),
    file: (id) => world.files.get(id),
    waitFor: (predicate, timeoutMs = 60_000) => waitFor(predicate, timeoutMs, [world, recorder], summary),
    async stop() {
      delivery.stop();
      http.stop();
      await sockets.stop();
      page.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
