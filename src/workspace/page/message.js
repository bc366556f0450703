// One message: author, time, text or blocks, files, reactions, the way into its thread, and its menu.
import { Blocks } from './blocks.js';
import { clock, fullTime, relative } from './dates.js';
import { QUICK_REACTIONS } from './emoji.js';
import { Emoji } from './emoji-view.js';
import { html, useEffect, useRef, useState } from './html.js';
import { Icon } from './icons.js';
import { Mrkdwn } from './nodes.js';
import { act, isMe, openThread, person, personName, repliesTo, set, showToast, store } from './store.js';

/** A square with initials; the app has its own mark. */
export function Avatar({ id, small }) {
  const name = personName(id) || id;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0])
    .join('');
  const tone = [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 6;
  if (id === store.bot) {
    return html`<img class=${`avatar ${small ? 'small' : ''}`} src="/page/icon.svg" alt="" />`;
  }
  return html`<span class=${`avatar tone-${tone} ${small ? 'small' : ''}`} aria-hidden="true">${initials}</span>`;
}

const size = (bytes) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${(bytes / 1024).toFixed(1)} kB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;

function File({ file }) {
  const open = () => set({ viewer: file });
  if (file.mimeType.startsWith('image/')) {
    return html`<figure class="file picture">
      <figcaption>${file.title}</figcaption>
      <button type="button" class="picture-button" onClick=${open} aria-label=${`Open the picture ${file.title}`}><img src=${file.url} alt=${file.altText || file.title} /></button>
    </figure>`;
  }
  return html`<button type="button" class="file card" onClick=${open} aria-label=${`Open the file ${file.title}`}>
    <span class="file-icon" aria-hidden="true">${file.name.split('.').at(-1).slice(0, 4)}</span>
    <span><strong>${file.title}</strong><small>${size(file.size)}</small></span>
  </button>`;
}

function Reactions({ message }) {
  if (message.reactions.length === 0) return null;
  return html`<div class="reactions">
    ${message.reactions.map((one) => {
      const mine = one.users.includes(store.me);
      const who = one.users.map(personName).join(', ');
      return html`<button
        type="button"
        class=${mine ? 'mine' : ''}
        aria-pressed=${mine}
        aria-label=${`${one.name.replaceAll('_', ' ')}: ${one.users.length}, ${who}`}
        title=${who}
        onClick=${() => act('react', { channel: message.channel, ts: message.ts, name: one.name })}
      ><${Emoji} name=${one.name} /> <b>${one.users.length}</b></button>`;
    })}
  </div>`;
}

function ThreadLink({ message }) {
  const replies = repliesTo(message.channel, message.ts).filter((one) => one.ephemeralTo === undefined);
  if (replies.length === 0) return null;
  const people = [...new Set(replies.map((one) => one.user))].slice(0, 4);
  return html`<button type="button" class="thread-link" onClick=${() => openThread(message.channel, message.ts)}>
    ${people.map((id) => html`<${Avatar} id=${id} small=${true} />`)}
    <b>${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</b>
    <span class="quiet">Last reply ${relative(replies.at(-1).ts)}</span>
  </button>`;
}

function Toolbar({ message, inThread }) {
  const [open, setOpen] = useState('');
  const box = useRef(/** @type {any} */ (null));
  useEffect(() => {
    if (open === '') return undefined;
    const away = (event) => {
      if (!box.current?.contains(event.target)) setOpen('');
    };
    const leave = (event) => event.key === 'Escape' && setOpen('');
    document.addEventListener('mousedown', away);
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('mousedown', away);
      document.removeEventListener('keydown', leave);
    };
  }, [open]);
  const place = { channel: message.channel, ts: message.ts };
  const shortcuts = store.shortcuts.filter((one) => one.type === 'message');
  const run = async (callbackId) => {
    setOpen('');
    const result = await act('message-shortcut', { ...place, callbackId });
    if (result !== undefined && result.state !== 'acked') showToast('The app did not answer.');
  };
  const copy = () => {
    setOpen('');
    navigator.clipboard?.writeText(
      `${location.origin}/archives/${message.channel}/p${message.ts.replace('.', '')}`,
    );
  };
  const toggle = (name) => setOpen(open === name ? '' : name);
  return html`<div class=${`toolbar ${open === '' ? '' : 'open'}`} ref=${box}>
    <button type="button" class="tool" aria-label="Add reaction" aria-expanded=${open === 'react'} onClick=${() => toggle('react')}><${Icon} name="smile" /></button>
    ${!inThread && html`<button type="button" class="tool" aria-label="Reply in thread" onClick=${() => openThread(message.channel, message.threadTs ?? message.ts)}><${Icon} name="thread" /></button>`}
    <button type="button" class="tool" aria-label="More actions for this message" aria-haspopup="menu" aria-expanded=${open === 'more'} onClick=${() => toggle('more')}><${Icon} name="dots" /></button>
    ${
      open === 'react' &&
      html`<div class="tool-menu quick" role="menu" aria-label="Reactions">
        ${QUICK_REACTIONS.map(
          (name) =>
            html`<button type="button" role="menuitem" aria-label=${name} onClick=${() => {
              setOpen('');
              act('react', { ...place, name });
            }}><${Emoji} name=${name} /></button>`,
        )}
      </div>`
    }
    ${
      open === 'more' &&
      html`<div class="tool-menu" role="menu" aria-label="Message actions">
        ${shortcuts.map((one) => html`<button type="button" role="menuitem" onClick=${() => run(one.callbackId)}>${one.name}<small>${personName(store.bot)}</small></button>`)}
        <button type="button" role="menuitem" onClick=${copy}>Copy link</button>
      </div>`
    }
  </div>`;
}

function Attachment({ attachment, place }) {
  const color = /^#[0-9a-f]{6}$/i.test(attachment.color ?? '') ? attachment.color : undefined;
  return html`<div class="attachment" style=${color === undefined ? '' : `border-left-color: ${color}`}>
    ${attachment.title !== undefined && html`<strong>${attachment.title}</strong>`}
    ${attachment.text !== undefined && html`<div><${Mrkdwn} text=${attachment.text} /></div>`}
    ${attachment.fields?.length > 0 && html`<dl class="attachment-fields">${attachment.fields.map((one) => html`<div class=${one.short === true ? 'short' : ''}><dt>${one.title}</dt><dd><${Mrkdwn} text=${one.value} /></dd></div>`)}</dl>`}
    <${Blocks} blocks=${attachment.blocks} place=${place} />
    ${attachment.blocks === undefined && attachment.text === undefined && html`<span>${attachment.fallback ?? ''}</span>`}
  </div>`;
}

export function Message({ message, grouped, inThread }) {
  const author = person(message.user);
  const place = { reference: { channel: message.channel, ts: message.ts } };
  const only = message.ephemeralTo !== undefined;
  const time = html`<time title=${fullTime(message.ts)}>${clock(message.ts)}</time>`;
  const body =
    message.blocks.length > 0
      ? html`<${Blocks} blocks=${message.blocks} place=${place} />`
      : html`<div class="text"><${Mrkdwn} text=${message.text} /></div>`;
  return html`<article
    class=${`message ${grouped ? 'grouped' : ''} ${only ? 'ephemeral' : ''}`}
    aria-label=${`${author?.realName ?? message.user}, ${clock(message.ts)}`}
    data-ts=${message.ts}
  >
    <div class="gutter">${grouped ? time : html`<${Avatar} id=${message.user} />`}</div>
    <div class="content">
      ${only && html`<p class="only-you"><${Icon} name="eye" /> Only visible to you</p>`}
      ${
        !grouped &&
        html`<p class="byline">
          <b>${author?.realName ?? message.user}</b>
          ${author?.isBot === true && html`<span class="app-tag">APP</span>`}
          ${isMe(message.user) && html`<span class="visually-hidden">(you)</span>`}
          ${time}
        </p>`
      }
      ${(message.text !== '' || message.blocks.length > 0) && body}
      ${message.editedTs !== undefined && message.blocks.length === 0 && html`<span class="edited" title=${fullTime(message.editedTs)}>(edited)</span>`}
      ${message.attachments.map((one) => html`<${Attachment} attachment=${one} place=${place} />`)}
      ${message.files.map((file) => html`<${File} key=${file.id} file=${file} />`)}
      ${message.streaming && html`<p class="streaming" role="status">Working<span class="pulse">…</span></p>`}
      <${Reactions} message=${message} />
      ${!inThread && html`<${ThreadLink} message=${message} />`}
    </div>
    ${!only && html`<${Toolbar} message=${message} inThread=${inThread} />`}
  </article>`;
}
