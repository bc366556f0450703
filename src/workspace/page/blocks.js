// Draws Block Kit blocks: in messages, in modals and on the home tab.
import { Element, pictureUrl, plain } from './elements.js';
import { PlainText, SignedText } from './emoji-view.js';
import { html, useState } from './html.js';
import { Markdown, Mrkdwn, RichText } from './nodes.js';
import { set } from './store.js';

/** A text object of either kind. */
export const Text = ({ object }) =>
  object?.type === 'mrkdwn'
    ? html`<${Mrkdwn} text=${object.text} />`
    : html`<span class="plain"><${PlainText} text=${object?.text} /></span>`;

function Section({ block, place }) {
  const fields = block.fields ?? [];
  return html`<div class="block section">
    <div class="section-body">
      ${block.text === undefined ? null : html`<div class="section-text"><${Text} object=${block.text} /></div>`}
      ${fields.length > 0 && html`<div class="fields">${fields.map((field) => html`<div><${Text} object=${field} /></div>`)}</div>`}
    </div>
    ${block.accessory !== undefined && html`<div class="accessory"><${Element} element=${block.accessory} block=${block} place=${place} /></div>`}
  </div>`;
}

function Context({ block }) {
  return html`<div class="block context">
    ${block.elements.map((one) =>
      one.type === 'image'
        ? html`<${Element} element=${one} block=${block} place=${{}} />`
        : html`<span><${Text} object=${one} /></span>`,
    )}
  </div>`;
}

function Actions({ block, place }) {
  return html`<div class="block actions" role="group" aria-label="Actions">
    ${block.elements.map((element) => html`<${Element} key=${element.action_id} element=${element} block=${block} place=${place} />`)}
  </div>`;
}

function Picture({ block }) {
  const url = pictureUrl(block);
  const view = () =>
    set({ viewer: { url, name: block.alt_text, mimeType: 'image/png', altText: block.alt_text } });
  return html`<figure class="block picture">
    ${block.title === undefined ? null : html`<figcaption>${plain(block.title)}</figcaption>`}
    ${
      url === undefined
        ? html`<p class="no-picture">${block.alt_text} (a picture from elsewhere, not loaded here)</p>`
        : html`<button type="button" class="picture-button" onClick=${view} aria-label=${`Open the picture: ${block.alt_text}`}><img src=${url} alt=${block.alt_text} /></button>`
    }
  </figure>`;
}

function Input({ block, place }) {
  const id = `input-${block.block_id}`;
  const problem = place.errors?.[block.block_id];
  const label = plain(block.label);
  return html`<div class=${`block input ${problem === undefined ? '' : 'wrong'}`}>
    <label for=${id}>${label}${block.optional === true ? html` <span class="optional">(optional)</span>` : null}</label>
    <${Element} element=${block.element} block=${block} place=${{ ...place, local: true }} label=${label} id=${id} described=${`${id}-note`} />
    <div id=${`${id}-note`}>
      ${problem !== undefined && html`<p class="error" role="alert">${problem}</p>`}
      ${block.hint !== undefined && html`<p class="hint">${plain(block.hint)}</p>`}
    </div>
  </div>`;
}

function Cell({ cell }) {
  if (cell?.type === 'rich_text') return html`<${RichText} block=${cell} />`;
  return html`<${SignedText} text=${cell?.text ?? cell?.value ?? ''} />`;
}

function Table({ block }) {
  const settings = block.column_settings ?? [];
  const [head = [], ...rows] = block.rows;
  const look = (column, cell) => {
    const align = settings[column]?.align ?? (cell?.type === 'raw_number' ? 'right' : 'left');
    return `align-${align} ${settings[column]?.is_wrapped === true ? 'wraps' : ''}`;
  };
  return html`<div class="block table-scroll" role="region" aria-label=${block.caption ?? 'Table'} tabindex="0">
    <table>
      ${block.caption === undefined ? null : html`<caption>${block.caption}</caption>`}
      <thead>
        <tr>${head.map((cell, column) => html`<th scope="col" class=${look(column, cell)}><${Cell} cell=${cell} /></th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td class=${look(column, cell)}><${Cell} cell=${cell} /></td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

const STATUS = {
  pending: ['Pending', '○'],
  in_progress: ['In progress', '◐'],
  complete: ['Complete', '✓'],
  error: ['Error', '!'],
};

function TaskCard({ block }) {
  const [name, mark] = STATUS[block.status ?? 'pending'] ?? STATUS.pending;
  const has = block.details !== undefined || block.output !== undefined || (block.sources ?? []).length > 0;
  const [open, setOpen] = useState(block.status === 'error');
  const head = html`<span class=${`task-mark ${block.status ?? 'pending'}`} role="img" aria-label=${name}>${mark}</span><span class="task-title"><${SignedText} text=${block.title} /></span>`;
  return html`<div class="task">
    ${
      has
        ? html`<button type="button" class="task-head" aria-expanded=${open} onClick=${() => setOpen(!open)}>${head}<span class=${`chevron ${open ? 'up' : ''}`} aria-hidden="true"></span></button>`
        : html`<div class="task-head">${head}</div>`
    }
    ${
      open &&
      has &&
      html`<div class="task-body">
        ${block.details !== undefined && html`<${RichText} block=${block.details} />`}
        ${block.output !== undefined && html`<${RichText} block=${block.output} />`}
        ${(block.sources ?? []).map((source) =>
          /^https?:\/\//.test(source.url ?? '')
            ? html`<a href=${source.url} target="_blank" rel="noreferrer noopener">${source.text ?? source.url}</a> `
            : null,
        )}
      </div>`
    }
  </div>`;
}

function Plan({ block }) {
  const tasks = block.tasks ?? [];
  return html`<div class="block plan" role="group" aria-label=${block.title || 'Plan'}>
    ${block.title !== '' && html`<p class="plan-title"><${SignedText} text=${block.title} /></p>`}
    ${tasks.map((task) => html`<${TaskCard} key=${task.task_id} block=${task} />`)}
  </div>`;
}

function Container({ block, place }) {
  const [open, setOpen] = useState(block.default_collapsed !== true);
  const title =
    block.title === undefined
      ? html`<${RichText} block=${block.rich_text_title} />`
      : html`<strong>${plain(block.title)}</strong>`;
  const head = html`${title}${block.subtitle === undefined ? null : html`<small><${Text} object=${block.subtitle} /></small>`}`;
  return html`<div class="block container">
    ${
      block.is_collapsible === true
        ? html`<button type="button" class="container-head" aria-expanded=${open} onClick=${() => setOpen(!open)}>${head}<span class=${`chevron ${open ? 'up' : ''}`} aria-hidden="true"></span></button>`
        : html`<div class="container-head">${head}</div>`
    }
    ${open && html`<div class="container-body"><${Blocks} blocks=${block.child_blocks} place=${place} /></div>`}
  </div>`;
}

function Card({ block, place }) {
  return html`<div class="block card">
    ${block.title !== undefined && html`<strong><${Text} object=${block.title} /></strong>`}
    ${block.subtitle !== undefined && html`<small><${Text} object=${block.subtitle} /></small>`}
    ${block.body !== undefined && html`<p><${Text} object=${block.body} /></p>`}
    ${(block.actions ?? []).length > 0 && html`<${Actions} block=${{ ...block, elements: block.actions }} place=${place} />`}
  </div>`;
}

const DRAW = {
  section: Section,
  header: ({ block }) => html`<h3 class="block header"><${PlainText} text=${block.text?.text} /></h3>`,
  context: Context,
  divider: () => html`<hr class="block" />`,
  actions: Actions,
  context_actions: Actions,
  image: Picture,
  input: Input,
  markdown: ({ block }) => html`<div class="block"><${Markdown} text=${block.text} /></div>`,
  rich_text: ({ block }) => html`<div class="block"><${RichText} block=${block} /></div>`,
  table: Table,
  data_table: Table,
  plan: Plan,
  task_card: ({ block }) => html`<div class="block plan"><${TaskCard} block=${block} /></div>`,
  alert: ({ block }) =>
    html`<div class=${`block alert ${block.level ?? 'default'}`} role="note"><${Text} object=${block.text} /></div>`,
  file: ({ block }) => html`<p class="block quiet">Remote file ${block.external_id}</p>`,
  container: Container,
  card: Card,
  carousel: ({ block, place }) =>
    html`<div class="block carousel">${block.elements.map((card) => html`<${Card} block=${card} place=${place} />`)}</div>`,
};

export function Blocks({ blocks, place }) {
  return (blocks ?? []).map((block, index) => {
    const Draw = DRAW[block.type];
    if (Draw === undefined)
      return html`<p class="unknown">A block of type ${block.type} cannot be shown here.</p>`;
    return html`<${Draw} key=${block.block_id ?? index} block=${block} place=${place} />`;
  });
}
