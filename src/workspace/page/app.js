// The page: notice, sidebar, channel or home, thread, and what lies over them.
import { FileViewer, Modals, Toast } from './dialogs.js';
import { html, render, useEffect, useLayoutEffect, useState } from './html.js';
import { ChannelPane, HomePane, ThreadPane } from './panes.js';
import { Sidebar } from './sidebar.js';
import { channelName, start, store, subscribe } from './store.js';

/** Past channels, people and messages, for whoever has only a keyboard. */
function toComposer(event) {
  event.preventDefault();
  const boxes = [...document.querySelectorAll('.composer textarea')];
  const seen = boxes.filter((box) => /** @type {HTMLElement} */ (box).offsetParent !== null);
  /** @type {HTMLElement | undefined} */ (seen[0])?.focus();
}

function App() {
  const [, redraw] = useState(0);
  // Before the first paint: a picture of the workspace that arrives earlier than an effect runs must not be missed.
  useLayoutEffect(() => subscribe(() => redraw((count) => count + 1)), []);
  useEffect(() => {
    const place = store.place === 'home' ? 'Home' : `#${channelName(store.place)}`;
    document.title = store.ready ? `${place} · ${store.teamName}` : 'Local workspace';
  });
  if (!store.ready) return html`<p class="loading" role="status">Opening the workspace…</p>`;
  return html`
    <a class="skip" href="#message-box" onClick=${toComposer}>Skip to the message box</a>
    ${store.notice !== '' && html`<p class="notice" role="note">${store.notice}</p>`}
    <div class=${`frame pane-${store.pane} ${store.thread === null ? '' : 'with-thread'}`}>
      <${Sidebar} />
      ${store.place === 'home' ? html`<${HomePane} />` : html`<${ChannelPane} />`}
      <${ThreadPane} />
    </div>
    <${Modals} />
    <${FileViewer} />
    <${Toast} />
  `;
}

// The key stays in the cookie, not in the address that people copy.
if (location.search !== '') history.replaceState(null, '', `${location.pathname}${location.hash}`);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
root.replaceChildren();
render(html`<${App} />`, root);
start();
