// Draws the nodes of mrkdwn, Markdown and rich text. Every string becomes a text node, so nothing in a message is markup.
import { formatDate, fullTime } from './dates.js';
import { Emoji, SignedText } from './emoji-view.js';
import { html } from './html.js';
import { parseMarkdown } from './markdown.js';
import { parseMrkdwn } from './mrkdwn.js';
import { parseRichText } from './rich-text.js';
import { channelName, groupHandle, isMe, openChannel, personName } from './store.js';

function Date_({ node }) {
  const shown = formatDate(node.seconds, node.pattern) ?? node.fallback;
  const time = html`<time title=${fullTime(node.seconds)}>${shown}</time>`;
  return node.url === ''
    ? time
    : html`<a href=${node.url} target="_blank" rel="noreferrer noopener">${time}</a>`;
}

function Table({ node }) {
  return html`<div class="table-scroll">
    <table>
      <thead>
        <tr>${node.head.map((cell) => html`<th>${draw(cell)}</th>`)}</tr>
      </thead>
      <tbody>
        ${node.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${draw(cell)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function List({ node }) {
  const items = node.items.map((item) => html`<li>${draw(item)}</li>`);
  const level = `list level-${Math.min(node.indent ?? 0, 4)}`;
  return node.ordered
    ? html`<ol class=${level} start=${node.start}>${items}</ol>`
    : html`<ul class=${level}>${items}</ul>`;
}

const DRAW = {
  text: (node) => html`<${SignedText} text=${node.text} />`,
  break: () => html`<br />`,
  bold: (node) => html`<strong>${draw(node.children)}</strong>`,
  italic: (node) => html`<em>${draw(node.children)}</em>`,
  strike: (node) => html`<s>${draw(node.children)}</s>`,
  code: (node) => html`<code class=${node.text.length <= 28 ? 'short' : ''}>${node.text}</code>`,
  pre: (node) => html`<pre tabindex="0">${node.text}</pre>`,
  quote: (node) => html`<blockquote>${draw(node.children)}</blockquote>`,
  link: (node) =>
    html`<a href=${node.url} target="_blank" rel="noreferrer noopener">${draw(node.children)}</a>`,
  user: (node) =>
    html`<span class=${`mention ${isMe(node.id) ? 'me' : ''}`}>@${personName(node.id) || node.text || node.id}</span>`,
  group: (node) => html`<span class="mention">@${groupHandle(node.id) || node.text || node.id}</span>`,
  channel: (node) =>
    html`<button type="button" class="mention link" onClick=${() => openChannel(node.id)}>#${channelName(node.id) || node.text || node.id}</button>`,
  broadcast: (node) => html`<span class="mention me">@${node.range}</span>`,
  date: (node) => html`<${Date_} node=${node} />`,
  emoji: (node) => html`<${Emoji} name=${node.name} />`,
  paragraph: (node) => html`<p>${draw(node.children)}</p>`,
  heading: (node) =>
    html`<p class=${`heading h${node.level}`} role="heading" aria-level=${Math.min(6, node.level + 2)}>${draw(node.children)}</p>`,
  list: (node) => html`<${List} node=${node} />`,
  rule: () => html`<hr />`,
  table: (node) => html`<${Table} node=${node} />`,
};

export function draw(nodes) {
  return nodes.map((node) => DRAW[node.kind]?.(node) ?? null);
}

export const Mrkdwn = ({ text }) => html`<span class="mrkdwn">${draw(parseMrkdwn(text ?? ''))}</span>`;
export const Markdown = ({ text }) => html`<div class="markdown">${draw(parseMarkdown(text ?? ''))}</div>`;
export const RichText = ({ block }) => html`<div class="rich-text">${draw(parseRichText(block))}</div>`;
