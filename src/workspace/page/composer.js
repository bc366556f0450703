// Where one types: messages, slash commands with completion, mentions, files, global shortcuts.
import { completions } from './completion.js';
import { html, useEffect, useRef, useState } from './html.js';
import { Icon } from './icons.js';
import { act, personName, showToast, store, upload } from './store.js';

function Completion({ entries, at, choose, id }) {
  if (entries.length === 0) return null;
  return html`<ul class="completion" role="listbox" id=${id} aria-label="Suggestions">
    ${entries.map(
      (entry, index) => html`<li
        role="option"
        aria-selected=${index === at}
        id=${`${id}-${index}`}
        class=${index === at ? 'active' : ''}
        onMouseDown=${(event) => {
          event.preventDefault();
          choose(entry);
        }}
      ><b>${entry.title}</b>${entry.detail !== '' && html`<span class="quiet">${entry.detail}</span>`}</li>`,
    )}
  </ul>`;
}

function Shortcuts() {
  const [open, setOpen] = useState(false);
  const shortcuts = store.shortcuts.filter((one) => one.type === 'global');
  if (shortcuts.length === 0) return null;
  const run = async (callbackId) => {
    setOpen(false);
    const result = await act('global-shortcut', { callbackId });
    if (result !== undefined && result.state !== 'acked') showToast('The app did not answer.');
  };
  return html`<span class="menu">
    <button type="button" class="tool" aria-label="Shortcuts" aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}><${Icon} name="bolt" /></button>
    ${
      open &&
      html`<div class="tool-menu upward" role="menu" aria-label="Shortcuts">
        ${shortcuts.map((one) => html`<button type="button" role="menuitem" onClick=${() => run(one.callbackId)}>${one.name}<small>${personName(store.bot)}</small></button>`)}
      </div>`
    }
  </span>`;
}

/** `label` names the field; `threadTs` sends into a thread. */
export function Composer({ channel, threadTs, label }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState(false);
  const field = useRef(/** @type {any} */ (null));
  const files = useRef(/** @type {any} */ (null));
  const id = threadTs === undefined ? 'complete' : 'complete-thread';
  const place = { channel, ...(threadTs === undefined ? {} : { threadTs }) };
  const commands = threadTs === undefined ? store.commands : [];
  const entries = hidden ? [] : completions(text, commands, store.people);

  useEffect(() => {
    setText('');
  }, [channel, threadTs]);
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }, [text]);

  const send = () => {
    const value = text.trim();
    if (value === '') return;
    setText('');
    setHidden(false);
    act(/^\/[a-z]/i.test(value) ? 'command' : 'post', { ...place, text: value });
  };
  const choose = (entry) => {
    setText(entry.insert);
    setAt(0);
    field.current?.focus();
  };
  const key = (event) => {
    if (event.isComposing) return;
    // A command that stands as it would be inserted is complete: Enter sends it.
    const pick = entries.length > 0 && entries[at] !== undefined && entries[at].insert.trim() !== text.trim();
    if (entries.length > 0 && event.key === 'ArrowDown') setAt((at + 1) % entries.length);
    else if (entries.length > 0 && event.key === 'ArrowUp') setAt((at + entries.length - 1) % entries.length);
    else if (event.key === 'Tab' && pick) choose(entries[at]);
    else if (event.key === 'Enter' && !event.shiftKey) {
      const isName = /^\/[^\s]*$/.test(text) || /@[a-z0-9._-]*$/i.test(text);
      if (pick && isName) choose(entries[at]);
      else send();
    } else if (event.key === 'Escape' && entries.length > 0) setHidden(true);
    else return;
    event.preventDefault();
  };
  const share = (event) => {
    upload([...event.currentTarget.files], place);
    event.currentTarget.value = '';
  };
  return html`<div class="composer">
    <${Completion} entries=${entries} at=${at} choose=${choose} id=${id} />
    <div class="composer-box">
      <textarea
        ref=${field}
        rows="1"
        aria-label=${label}
        placeholder=${label}
        aria-controls=${id}
        aria-expanded=${entries.length > 0}
        aria-activedescendant=${entries.length > 0 ? `${id}-${at}` : undefined}
        role="combobox"
        value=${text}
        onInput=${(event) => {
          setText(event.currentTarget.value);
          setHidden(false);
          setAt(0);
        }}
        onKeyDown=${key}
      ></textarea>
      <div class="composer-tools">
        <button type="button" class="tool" aria-label="Share a file" onClick=${() => files.current.click()}><${Icon} name="plus" /></button>
        <input ref=${files} type="file" multiple hidden onChange=${share} />
        <${Shortcuts} />
        <span class="grow"></span>
        <button type="button" class="send" aria-label="Send" disabled=${text.trim() === ''} onClick=${send}>
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M2 3l16 7-16 7 2.500-7z M4.500 10H11" fill="currentColor" /></svg>
        </button>
      </div>
    </div>
  </div>`;
}
