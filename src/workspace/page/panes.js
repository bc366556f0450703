// The channel with its messages, the thread at its right, and the home tab.
import { Blocks } from './blocks.js';
import { Composer } from './composer.js';
import { dayKey, dayTitle } from './dates.js';
import { html, useEffect, useLayoutEffect, useRef } from './html.js';
import { Icon } from './icons.js';
import { Avatar, Message } from './message.js';
import {
  act,
  allMessages,
  channelName,
  channel as channelOf,
  closeThread,
  personName,
  repliesTo,
  set,
  store,
  topMessages,
  workingIn,
} from './store.js';

const CLOSE_TOGETHER_SECONDS = 300;

/** Keeps a list at its end while new messages arrive, unless the person has scrolled up to read. */
function useStickToEnd(key) {
  const box = useRef(/** @type {any} */ (null));
  const stuck = useRef(true);
  useLayoutEffect(() => {
    stuck.current = true;
  }, [key]);
  useLayoutEffect(() => {
    if (stuck.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  });
  useEffect(() => {
    const list = box.current;
    if (list === null) return undefined;
    const content = new ResizeObserver(() => {
      if (stuck.current) list.scrollTop = list.scrollHeight;
    });
    for (const child of list.children) content.observe(child);
    return () => content.disconnect();
  }, [key]);
  const onScroll = () => {
    const list = box.current;
    stuck.current = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  };
  return { ref: box, onScroll };
}

function isGrouped(message, before) {
  return (
    before !== undefined &&
    before.user === message.user &&
    before.ephemeralTo === message.ephemeralTo &&
    message.ephemeralTo === undefined &&
    dayKey(before.ts) === dayKey(message.ts) &&
    Number(message.ts) - Number(before.ts) < CLOSE_TOGETHER_SECONDS
  );
}

function List({ messages, newAfter }) {
  let marked = false;
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = before === undefined || dayKey(before.ts) !== dayKey(message.ts);
    const isNew =
      !marked && newAfter !== undefined && Number(message.ts) > Number(newAfter) && message.user !== store.me;
    if (isNew) marked = true;
    return html`
      ${newDay && html`<div class="day" role="separator" key=${`day${message.ts}`}><span>${dayTitle(message.ts)}</span></div>`}
      ${isNew && html`<div class="new-line" role="separator" aria-label="New messages"><span>New</span></div>`}
      <${Message} key=${message.ts} message=${message} grouped=${!newDay && !isNew && isGrouped(message, before)} />
    `;
  });
}

/** What an agent says that it does, and Slack's own Stop button. */
function Working({ session }) {
  if (session === undefined) return null;
  const { channel, threadTs, text } = session;
  return html`<div class="working" role="status">
    <span>${personName(store.bot)} ${text || 'is working …'}</span>
    <button type="button" class="button" onClick=${() => act('stop', { channel, threadTs })}>Stop</button>
  </div>`;
}

/** What an agent offers to ask: each is sent as if it had been typed. */
function Prompts({ channel }) {
  const prompts = store.prompts[channel] ?? [];
  if (prompts.length === 0) return null;
  return html`<div class="prompts" role="group" aria-label="Suggested prompts">
    ${prompts.map((one) => html`<button type="button" class="button" key=${one.title} onClick=${() => act('post', { channel, text: one.message })}>${one.title}</button>`)}
  </div>`;
}

export function ChannelPane() {
  const channel = channelOf(store.place);
  const messages = topMessages(store.place);
  const stick = useStickToEnd(store.place);
  if (channel === undefined) return null;
  const name = channelName(channel.id);
  const isDm = channel.kind === 'dm';
  const people = channel.members.filter((id) => id !== store.bot).length;
  return html`<main class="channel" aria-label=${isDm ? `Direct message with ${name}` : `Channel ${name}`}>
    <header class="bar">
      <button type="button" class="tool only-phone" aria-label="Show channels" onClick=${() => set({ pane: 'sidebar' })}><${Icon} name="bars" /></button>
      <div class="bar-title">
        <h1>${isDm ? html`<${Avatar} id=${store.bot} small=${true} /> ${name}` : html`<span class="hash">#</span>${name}`}</h1>
        ${channel.topic !== '' && html`<p class="quiet topic">${channel.topic}</p>`}
      </div>
      ${!isDm && html`<span class="quiet members">${people} ${people === 1 ? 'person' : 'people'}</span>`}
    </header>
    <div class="messages" role="log" aria-label="Messages" tabindex="0" ...${stick}>
      <div class="messages-inner">
        ${messages.length === 0 && html`<p class="empty">This is the very beginning of ${isDm ? `your conversation with ${name}` : `#${name}`}.${store.commands.length > 0 && ` Type ${store.commands[0].command} to ask.`}</p>`}
        <${List} messages=${messages} newAfter=${store.newAfter.get(store.place)} />
      </div>
    </div>
    ${isDm && html`<${Prompts} channel=${channel.id} />`}
    <${Working} session=${workingIn(channel.id)} />
    <${Composer} channel=${channel.id} label=${isDm ? `Message ${name}` : `Message #${name}`} />
  </main>`;
}

export function ThreadPane() {
  const { thread } = store;
  const stick = useStickToEnd(thread?.ts);
  if (thread === null) return null;
  const parent = allMessages(thread.channel).find((one) => one.ts === thread.ts);
  const replies = repliesTo(thread.channel, thread.ts);
  return html`<aside class="thread" aria-label="Thread">
    <header class="bar">
      <button type="button" class="tool only-phone" aria-label="Back to the channel" onClick=${closeThread}><${Icon} name="back" /></button>
      <div class="bar-title"><h2>Thread <span class="quiet">#${channelName(thread.channel)}</span></h2></div>
      <button type="button" class="tool not-phone" aria-label="Close thread" onClick=${closeThread}><${Icon} name="close" /></button>
    </header>
    <div class="messages" role="log" aria-label="Replies" tabindex="0" ...${stick}>
      <div class="messages-inner">
        ${parent !== undefined && html`<${Message} key=${parent.ts} message=${parent} inThread=${true} />`}
        ${replies.length > 0 && html`<div class="replies" role="separator"><span>${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</span></div>`}
        ${replies.map((one, index) => html`<${Message} key=${one.ts} message=${one} inThread=${true} grouped=${isGrouped(one, replies[index - 1])} />`)}
      </div>
    </div>
    <${Working} session=${workingIn(thread.channel, thread.ts)} />
    <${Composer} channel=${thread.channel} threadTs=${thread.ts} label="Reply…" />
  </aside>`;
}

export function HomePane() {
  const name = personName(store.bot);
  useEffect(() => {
    if (store.home === null) act('home');
  }, [store.me]);
  const view = store.home;
  return html`<main class="channel" aria-label=${`${name} home`}>
    <header class="bar">
      <button type="button" class="tool only-phone" aria-label="Show channels" onClick=${() => set({ pane: 'sidebar' })}><${Icon} name="bars" /></button>
      <div class="bar-title"><h1><${Avatar} id=${store.bot} small=${true} /> ${name}</h1><p class="quiet topic">Home</p></div>
    </header>
    <div class="messages home" tabindex="0">
      <div class="home-inner">
        ${
          view === null
            ? html`<p class="empty">The app has not shown its home tab yet.</p>`
            : html`<${Blocks} key=${view.id} blocks=${view.body.blocks} place=${{ reference: { viewId: view.id } }} />`
        }
      </div>
    </div>
  </main>`;
}
