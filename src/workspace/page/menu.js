// One menu for every kind of choice: static and external selects, several choices, and the overflow dots.
import { withEmoji } from './emoji.js';
import { html, useEffect, useRef, useState } from './html.js';
import { act } from './store.js';

/** Options of an element with the label of their group, in order. */
export function optionsIn(element) {
  const plain = (element.options ?? []).map((option) => ({ option, group: '' }));
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    (group.options ?? []).map((option) => ({ option, group: group.label?.text ?? '' })),
  );
  return [...plain, ...grouped];
}

const textOf = (option) => withEmoji(option?.text?.text ?? '');

/** Options for what has been typed: the app's answer for external selects, a local filter for the rest. */
function useOptions(element, asks, open, query) {
  const [answered, setAnswered] = useState(/** @type {any} */ (null));
  const least = element.min_query_length ?? (asks === null ? 0 : 3);
  const tooShort = asks !== null && query.length < least;
  useEffect(() => {
    if (!open || asks === null || tooShort) {
      setAnswered(null);
      return undefined;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const result = await act('suggest', { ...asks, text: query });
      if (!current) return;
      const groups = result?.groups ?? [];
      const found =
        groups.length > 0
          ? optionsIn({ option_groups: groups })
          : optionsIn({ options: result?.options ?? [] });
      setAnswered({ found, failed: result?.outcome?.state !== 'acked' });
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [open, query, tooShort]);
  if (asks === null) {
    const wanted = query.toLowerCase();
    return {
      entries: optionsIn(element).filter(({ option }) => textOf(option).toLowerCase().includes(wanted)),
      note: 'No results',
    };
  }
  if (tooShort) return { entries: [], note: `Type at least ${least} characters` };
  if (answered === null) return { entries: [], note: 'Looking…' };
  return { entries: answered.found, note: answered.failed ? 'The app did not answer' : 'No results' };
}

function Entries({ entries, note, value, at, setAt, choose, id }) {
  if (entries.length === 0) return html`<p class="menu-note" role="status">${note}</p>`;
  let group = '';
  return html`<ul role="listbox" id=${id}>
    ${entries.map(({ option, group: name }, index) => {
      const header =
        name !== group && name !== '' ? html`<li class="menu-group" role="presentation">${name}</li>` : null;
      group = name;
      const selected = Array.isArray(value) ? value.includes(option.value) : value === option.value;
      return html`${header}
        <li
          role="option"
          id=${`${id}-${index}`}
          aria-selected=${selected}
          class=${index === at ? 'active' : ''}
          onMouseEnter=${() => setAt(index)}
          onMouseDown=${(event) => event.preventDefault()}
          onClick=${() => choose(option)}
        >
          <span>${textOf(option)}${option.description === undefined ? null : html`<small>${withEmoji(option.description.text)}</small>`}</span>
        </li>`;
    })}
  </ul>`;
}

/** As wide and high as a list of five options may be. */
const room = { width: 270, height: 260 };

/** Where the list has room beside its button: below and to the right, else above, else to the left. */
function roomFor(button) {
  const place = button.getBoundingClientRect();
  const pane = (button.closest('.messages, .modal') ?? document.body).getBoundingClientRect();
  const up = place.bottom + room.height > pane.bottom && place.top - room.height > pane.top;
  const left = place.left + room.width > pane.right;
  return `${up ? 'above' : ''} ${left ? 'leftward' : ''}`;
}

let menus = 0;

export function Menu({ kind, label, element, value, known = [], asks = null, onChoose }) {
  const [id] = useState(() => {
    menus += 1;
    return `menu-${menus}`;
  });
  const [open, setOpen] = useState(false);
  const [where, setWhere] = useState('');
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState(known.map(({ option }) => option));
  const box = useRef(/** @type {any} */ (null));
  const field = useRef(/** @type {any} */ (null));
  const { entries, note } = useOptions(element, asks, open, query);

  useEffect(() => {
    if (!open) return undefined;
    field.current?.focus();
    const away = (event) => {
      if (!box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('mousedown', away);
    return () => document.removeEventListener('mousedown', away);
  }, [open]);
  useEffect(() => setAt(0), [query]);

  const choose = (option) => {
    setSeen([...seen, option]);
    setQuery('');
    if (kind === 'many') {
      onChoose(
        value.includes(option.value) ? value.filter((one) => one !== option.value) : [...value, option.value],
      );
      return;
    }
    setOpen(false);
    onChoose(option.value);
  };
  const key = (event) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && entries[at] !== undefined) choose(entries[at].option);
    else if (event.key === 'Escape') {
      event.stopPropagation();
      setOpen(false);
    } else return;
    event.preventDefault();
  };
  const all = [...optionsIn(element).map(({ option }) => option), ...seen];
  const nameOf = (one) => textOf(all.find((option) => option.value === one)) || one;
  const shown = Array.isArray(value) ? value.map(nameOf).join(', ') : value === null ? '' : nameOf(value);
  const dots = kind === 'overflow';
  const searches = asks !== null || (!dots && optionsIn(element).length > 7);
  return html`<span class=${`menu ${dots ? 'dots' : ''}`} ref=${box} onKeyDown=${open ? key : undefined}>
    <button
      type="button"
      class=${dots ? 'button icon' : `menu-button ${shown === '' ? 'empty' : ''}`}
      aria-haspopup="listbox"
      aria-expanded=${open}
      aria-label=${shown === '' || dots ? label : `${label}: ${shown}`}
      onClick=${(event) => {
        setWhere(roomFor(event.currentTarget));
        setOpen(!open);
      }}
    >${dots ? '⋯' : html`<span>${shown || label}</span><span class="chevron" aria-hidden="true"></span>`}</button>
    ${
      open &&
      html`<div class=${`menu-list ${where}`}>
        ${
          searches &&
          html`<input
            ref=${field}
            class="menu-search"
            role="combobox"
            aria-expanded="true"
            aria-controls=${id}
            aria-activedescendant=${`${id}-${at}`}
            aria-label=${`Search: ${label}`}
            placeholder="Search"
            value=${query}
            onInput=${(event) => setQuery(event.currentTarget.value)}
          />`
        }
        <${Entries} entries=${entries} note=${note} value=${value} at=${at} setAt=${setAt} choose=${choose} id=${id} />
      </div>`
    }
  </span>`;
}
