// The left column: who acts, the channels, the app.
import { html } from './html.js';
import { Icon } from './icons.js';
import { Avatar } from './message.js';
import { actAs, openChannel, personName, store, unreadCount } from './store.js';

function Place({ id, label, mark, current }) {
  const unread = id === 'home' ? 0 : unreadCount(id);
  const isUnread = unread > 0 && !current;
  return html`<li>
    <button
      type="button"
      class=${`place ${current ? 'current' : ''} ${isUnread ? 'unread' : ''}`}
      aria-current=${current ? 'page' : undefined}
      onClick=${() => openChannel(id)}
    >
      <span class="mark" aria-hidden="true">${mark}</span><span class="label">${label}</span>
      ${isUnread && html`<span class="count" aria-label=${`${unread} unread`}>${unread}</span>`}
    </button>
  </li>`;
}

export function Sidebar() {
  const { place } = store;
  const channels = store.channels.filter((one) => one.kind === 'channel');
  const direct = store.channels.find((one) => one.kind === 'dm' && one.members.includes(store.me));
  const app = personName(store.bot);
  const people = store.people.filter((one) => !one.isBot);
  const me = people.find((one) => one.id === store.me);
  return html`<nav class="sidebar" aria-label="Workspace">
    <header class="team">
      <b>${store.teamName}</b>
      <span class=${`presence ${store.connected ? 'on' : ''}`} role="status">${store.connected ? 'connected' : 'reconnecting'}</span>
    </header>
    <section>
      <h2>Channels</h2>
      <ul>${channels.map((one) => html`<${Place} key=${one.id} id=${one.id} label=${one.name} mark="#" current=${place === one.id} />`)}</ul>
    </section>
    <section>
      <h2>Apps</h2>
      <ul>
        <${Place} id="home" label=${`${app} home`} mark=${html`<${Icon} name="home" />`} current=${place === 'home'} />
        ${direct !== undefined && html`<${Place} id=${direct.id} label=${app} mark="@" current=${place === direct.id} />`}
      </ul>
    </section>
    <section>
      <h2>People</h2>
      <ul>
        ${people.map((one) => html`<li class="member" key=${one.id}><${Avatar} id=${one.id} small=${true} /><span>${one.realName}${one.id === store.me && html` <span class="quiet">you</span>`}</span></li>`)}
      </ul>
    </section>
    <footer class="acting">
      <label for="acting">Acting as</label>
      <select id="acting" value=${store.me} onChange=${(event) => actAs(event.currentTarget.value)}>
        ${people.map((one) => html`<option value=${one.id} selected=${one.id === store.me}>${one.realName}</option>`)}
      </select>
      <p class="quiet">${me?.title}</p>
    </footer>
  </nav>`;
}
