// What the page knows: the live picture of the workspace, where the person is, and how to act.

/**
 * @typedef {import('../model.js').Person} Person
 * @typedef {import('../model.js').Channel} Channel
 * @type {{
 *   ready: boolean, connected: boolean, me: string, bot: string, teamName: string, notice: string,
 *   people: Person[], groups: any[], channels: Channel[], commands: any[], shortcuts: any[],
 *   messages: Map<string, any[]>, views: any[], home: any,
 *   place: string, thread: { channel: string, ts: string } | null, pane: string, viewer: any, toast: string,
 *   sessions: any[], prompts: Record<string, any[]>,
 *   read: Map<string, string>, newAfter: Map<string, string>,
 * }}
 */
const state = {
  ready: false,
  connected: false,
  me: '',
  bot: '',
  teamName: '',
  notice: '',
  people: [],
  groups: [],
  channels: [],
  commands: [],
  shortcuts: [],
  /** channel id -> messages in order of time */
  messages: new Map(),
  views: [],
  home: null,
  /** Threads that the app works on, as sessions of an agent. */
  sessions: [],
  /** channel id -> what the agent offers to ask there */
  prompts: {},
  /** A channel id, or `home`. */
  place: '',
  thread: null,
  pane: 'main',
  viewer: null,
  toast: '',
  /** channel id -> ts of the last message that was looked at */
  read: new Map(),
  /** channel id -> ts after which "New" stands, fixed while one is in the channel */
  newAfter: new Map(),
};

const listeners = new Set();
/** @type {EventSource | null} */
let feed = null;

export const store = state;

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function set(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

export const person = (id) => state.people.find((one) => one.id === id);
export const personName = (id) => person(id)?.realName ?? '';
export const groupHandle = (id) => state.groups.find((one) => one.id === id)?.handle ?? '';
export const isMe = (id) => id === state.me;
export const channel = (id) => state.channels.find((one) => one.id === id);
export const appPerson = () => person(state.bot);

export function channelName(id) {
  const found = channel(id);
  if (found === undefined) return '';
  return found.kind === 'dm' ? (appPerson()?.realName ?? 'app') : found.name;
}

export const allMessages = (id) => state.messages.get(id) ?? [];
export const topMessages = (id) =>
  allMessages(id).filter((one) => one.threadTs === undefined || one.broadcast);
export const repliesTo = (id, ts) => allMessages(id).filter((one) => one.threadTs === ts && one.ts !== ts);

/** Where the app works now, as an agent: in a thread, or in any of a channel. */
export const workingIn = (id, threadTs) =>
  state.sessions.find(
    (one) =>
      one.channel === id &&
      one.status === 'processing' &&
      (threadTs === undefined || one.threadTs === threadTs),
  );

function latest(id) {
  return allMessages(id).at(-1)?.ts ?? '0';
}

/** Marks a channel as looked at. */
export function markRead(id) {
  if (!document.hidden) state.read.set(id, latest(id));
}

export function unreadCount(id) {
  const since = Number(state.read.get(id) ?? 0);
  return allMessages(id).filter((one) => Number(one.ts) > since && one.user !== state.me).length;
}

function remember() {
  const thread = state.thread === null ? '' : `/${state.thread.ts}`;
  history.replaceState(null, '', `#${state.place}${thread}`);
}

/** Goes to a channel, or to `home`. */
export function openChannel(id) {
  if (id !== 'home' && channel(id) === undefined) return;
  if (id !== 'home') {
    state.newAfter.set(id, state.read.get(id) ?? latest(id));
    markRead(id);
  }
  set({ place: id, thread: null, pane: 'main' });
  remember();
  if (id === 'home') act('home');
  if (channel(id)?.kind === 'dm') act('messages');
}

export function openThread(channelId, ts) {
  set({ thread: { channel: channelId, ts }, pane: 'thread' });
  remember();
}

export function closeThread() {
  set({ thread: null, pane: 'main' });
  remember();
}

export const showToast = (toast) => set({ toast });

/** Asks the server to do something as the acting person. Answers the result, or undefined after telling what went wrong. */
export async function act(name, args = {}) {
  try {
    const reply = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: state.me, act: name, ...args }),
    });
    const body = await reply.json();
    if (body.ok) return body.result ?? {};
    showToast(body.sentence ?? 'That did not work.');
  } catch {
    showToast('The workspace cannot be reached. It may have been stopped.');
  }
  return undefined;
}

const TROUBLE = {
  operation_timeout: 'The app did not answer within 3 seconds.',
  no_socket: 'The app is not connected.',
  connection_failed: 'The app cannot be reached.',
  http_error: 'The app answered with an error.',
};

/** A click or a choice; says so when the app does not answer, as Slack does with its warning sign. */
export async function operate(args) {
  const result = await act('click', args);
  if (result?.state === 'timeout' || result?.state === 'failed') {
    showToast(TROUBLE[result.error] ?? 'The app did not answer.');
  }
  return result;
}

export async function upload(files, place) {
  for (const file of files) {
    if (file.size > 8 * 1024 * 1024) {
      showToast(`${file.name} is larger than 8 MB.`);
      continue;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000)
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    await act('upload', { ...place, name: file.name, base64: btoa(binary) });
  }
}

function place(message) {
  const list = allMessages(message.channel).filter((one) => one.ts !== message.ts);
  list.push(message);
  list.sort((one, other) => Number(one.ts) - Number(other.ts));
  state.messages.set(message.channel, list);
}

function takeSnapshot(event) {
  const messages = new Map();
  for (const message of event.messages) {
    const list = messages.get(message.channel) ?? [];
    messages.set(message.channel, list);
    list.push(message);
  }
  const isOther = state.me !== '' && state.me !== event.me;
  const first = !state.ready || isOther;
  const { type: _type, messages: _messages, ...facts } = event;
  set({ ...facts, messages, ready: true, connected: true });
  if (first) {
    for (const one of event.channels) state.read.set(one.id, messages.get(one.id)?.at(-1)?.ts ?? '0');
    const [wanted = '', thread = ''] = location.hash.slice(1).split('/');
    const there =
      wanted === 'home' || channel(wanted)?.kind === 'channel' || channel(wanted)?.members.includes(event.me);
    openChannel(there ? wanted : (event.channels[0]?.id ?? 'home'));
    if (there && thread !== '' && !isOther) openThread(wanted, thread);
  }
}

function take(event) {
  if (event.type === 'snapshot') takeSnapshot(event);
  else if (event.type === 'message') {
    place(event.message);
    if (event.message.channel === state.place) markRead(state.place);
    set({});
  } else if (event.type === 'removed') {
    state.messages.set(
      event.channel,
      allMessages(event.channel).filter((one) => one.ts !== event.ts),
    );
    set(state.thread?.ts === event.ts ? { thread: null, pane: 'main' } : {});
  } else if (event.type === 'channels') set({ channels: event.channels });
  else if (event.type === 'views') set({ views: event.views });
  else if (event.type === 'home') set({ home: event.home });
  else if (event.type === 'prompts') set({ prompts: { ...state.prompts, [event.channel]: event.prompts } });
  else if (event.type === 'session') {
    const { channel: place, threadTs } = event.session;
    const others = state.sessions.filter((one) => one.channel !== place || one.threadTs !== threadTs);
    set({ sessions: [...others, event.session] });
  }
}

/** Follows the workspace as this person sees it; the browser reconnects by itself and then gets a new picture. */
export function follow(user) {
  feed?.close();
  feed = new EventSource(`/feed?as=${encodeURIComponent(user)}`);
  feed.onmessage = (message) => take(JSON.parse(message.data));
  feed.onerror = () => set({ connected: false });
  feed.onopen = () => set({ connected: true });
}

export function actAs(user) {
  sessionStorage.setItem('person', user);
  set({ views: [], home: null, thread: null });
  follow(user);
}

export function start() {
  follow(sessionStorage.getItem('person') ?? '');
  document.addEventListener('visibilitychange', () => {
    if (state.place !== '' && state.place !== 'home') markRead(state.place);
    set({});
  });
}
