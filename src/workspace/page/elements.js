// The elements people operate inside blocks: buttons, menus, pickers, inputs.
import { withEmoji } from './emoji.js';
import { PlainText } from './emoji-view.js';
import { html, useEffect, useRef, useState } from './html.js';
import { Menu, optionsIn } from './menu.js';
import { Mrkdwn } from './nodes.js';
import { operate, store } from './store.js';

export const plain = (object) => withEmoji(object?.text ?? '');

/** Asks before an action that wants to be confirmed. */
function Confirm({ confirm, onYes, onNo }) {
  const box = useRef(/** @type {any} */ (null));
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  return html`<dialog class="confirm" ref=${box} onCancel=${onNo} aria-label=${plain(confirm.title)}>
    <h2>${plain(confirm.title)}</h2>
    <p>${confirm.text?.type === 'mrkdwn' ? html`<${Mrkdwn} text=${confirm.text.text} />` : plain(confirm.text)}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${onNo}>${plain(confirm.deny)}</button>
      <button type="button" class=${`button ${style}`} onClick=${onYes}>${plain(confirm.confirm)}</button>
    </div>
  </dialog>`;
}

/** `run(value)` sends the action, after the confirmation when there is one. */
function useOperate(element, block, place) {
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(/** @type {any} */ (null));
  const send = async (value) => {
    setWaiting(null);
    setBusy(true);
    if (place.onValue !== undefined) place.onValue(block.block_id, element.action_id, value);
    if (place.local !== true || block.dispatch_action === true) {
      await operate({ ...place.reference, actionId: element.action_id, blockId: block.block_id, value });
    }
    setBusy(false);
  };
  const run = (value) => (element.confirm === undefined ? send(value) : setWaiting({ value }));
  const dialog =
    waiting === null
      ? null
      : html`<${Confirm} confirm=${element.confirm} onYes=${() => send(waiting.value)} onNo=${() => setWaiting(null)} />`;
  return { busy, run, dialog };
}

function Button({ element, block, place }) {
  const { busy, run, dialog } = useOperate(element, block, place);
  const press = () => {
    if (/^https?:\/\//.test(element.url ?? '')) window.open(element.url, '_blank', 'noopener,noreferrer');
    run(element.value ?? null);
  };
  return html`<button
      type="button"
      class=${`button ${element.style ?? ''} ${busy ? 'busy' : ''}`}
      aria-busy=${busy}
      aria-label=${element.accessibility_label}
      onClick=${press}
    ><span><${PlainText} text=${element.text?.text} /></span>${element.url === undefined ? '' : html`<span class="outside" aria-hidden="true">↗</span>`}</button>${dialog}`;
}

function Overflow({ element, block, place }) {
  const { run, dialog } = useOperate(element, block, place);
  const choose = (value) => {
    const option = element.options.find((one) => one.value === value);
    if (/^https?:\/\//.test(option?.url ?? '')) window.open(option.url, '_blank', 'noopener,noreferrer');
    run(value);
  };
  return html`<${Menu} kind="overflow" label="More actions" element=${element} value=${null} onChoose=${choose} />${dialog}`;
}

/** People and channels as options, for users_select and its like. */
function listOptions(type) {
  const option = (text, value) => ({ text: { type: 'plain_text', text }, value });
  if (type.includes('users'))
    return store.people.filter((one) => !one.isBot).map((one) => option(one.realName, one.id));
  return store.channels.filter((one) => one.kind === 'channel').map((one) => option(`#${one.name}`, one.id));
}

function Select({ element, block, place, label }) {
  const { run, dialog } = useOperate(element, block, place);
  const isList = /users|channels|conversations/.test(element.type);
  const shown = isList ? { ...element, options: listOptions(element.type) } : element;
  const many = element.type.startsWith('multi_');
  const initial = many
    ? (element.initial_options ?? []).map((one) => one.value)
    : (element.initial_option?.value ??
      element.initial_user ??
      element.initial_channel ??
      element.initial_conversation ??
      null);
  const [value, setValue] = useState(initial);
  const choose = (chosen) => {
    setValue(chosen);
    run(chosen);
  };
  return html`<${Menu}
      kind=${many ? 'many' : 'one'}
      label=${label ?? (plain(element.placeholder) || 'Choose')}
      element=${shown}
      value=${value}
      known=${optionsIn({ options: [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean) })}
      asks=${element.type.includes('external') ? { ...place.reference, actionId: element.action_id, blockId: block.block_id } : null}
      onChoose=${choose}
    />${dialog}`;
}

function Picker({ element, block, place, label, id }) {
  const { run, dialog } = useOperate(element, block, place);
  const kind = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' }[element.type];
  const change = (event) => {
    const { value } = event.currentTarget;
    run(kind === 'datetime-local' ? String(Math.floor(new Date(value).getTime() / 1000)) : value);
  };
  return html`<input
      class="field"
      id=${id}
      type=${kind}
      aria-label=${label ?? (plain(element.placeholder) || 'Date')}
      value=${element.initial_date ?? element.initial_time ?? ''}
      onChange=${change}
    />${dialog}`;
}

function Choices({ element, block, place, label }) {
  const { run, dialog } = useOperate(element, block, place);
  const many = element.type === 'checkboxes';
  const initial = many
    ? (element.initial_options ?? []).map((one) => one.value)
    : [element.initial_option?.value].filter(Boolean);
  const [chosen, setChosen] = useState(initial);
  const toggle = (value) => {
    const without = chosen.filter((one) => one !== value);
    const next = many ? (without.length < chosen.length ? without : [...chosen, value]) : [value];
    setChosen(next);
    run(many ? next : value);
  };
  const name = `${block.block_id}-${element.action_id}`;
  const text = (object) =>
    object?.type === 'mrkdwn' ? html`<${Mrkdwn} text=${object.text} />` : plain(object);
  return html`<fieldset class="choices" aria-label=${label}>
      ${element.options.map(
        (option) => html`<label>
          <input type=${many ? 'checkbox' : 'radio'} name=${name} checked=${chosen.includes(option.value)} onChange=${() => toggle(option.value)} />
          <span>${text(option.text)}${option.description === undefined ? null : html`<small>${text(option.description)}</small>`}</span>
        </label>`,
      )}
    </fieldset>${dialog}`;
}

function TextInput({ element, block, place, label, id, described }) {
  const kind =
    { number_input: 'number', email_text_input: 'email', url_text_input: 'url' }[element.type] ?? 'text';
  const change = (event) => place.onValue?.(block.block_id, element.action_id, event.currentTarget.value);
  const common = {
    id,
    class: 'field',
    'aria-label': label,
    'aria-describedby': described,
    placeholder: plain(element.placeholder),
    maxLength: element.max_length,
    autofocus: element.focus_on_load === true,
    defaultValue: element.initial_value ?? '',
    onInput: change,
  };
  return element.multiline === true
    ? html`<textarea rows="4" ...${common}></textarea>`
    : html`<input type=${kind} ...${common} />`;
}

function Picture({ element }) {
  const url = pictureUrl(element);
  if (url === undefined)
    return html`<span class="no-picture" role="img" aria-label=${element.alt_text} title=${element.alt_text}>▦</span>`;
  return html`<img class="element-image" src=${url} alt=${element.alt_text} />`;
}

/** Pictures are loaded from this server only; a Slack file becomes its address here. */
export function pictureUrl(element) {
  const reference =
    element.slack_file?.id ??
    /\/files-pri\/([^/]+)\//.exec(element.slack_file?.url ?? element.image_url ?? '')?.[1];
  if (reference !== undefined) return `/page-files/${reference}/picture`;
  const url = element.image_url ?? '';
  return url.startsWith(`${location.origin}/`) || url.startsWith('data:image/') ? url : undefined;
}

const DRAW = {
  button: Button,
  workflow_button: Button,
  overflow: Overflow,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  checkboxes: Choices,
  radio_buttons: Choices,
  plain_text_input: TextInput,
  rich_text_input: TextInput,
  number_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  image: Picture,
};

/** `place` says where the element stands: `{ reference, onValue?, local? }`. */
export function Element(properties) {
  const { element } = properties;
  if (element.type === 'feedback_buttons') {
    const thumbs = { positive_button: '👍', negative_button: '👎' };
    return html`<span class="thumbs">${Object.entries(thumbs).map(([name, sign]) => {
      const thumb = element[name] ?? {};
      const text = { ...thumb.text, text: `${sign} ${thumb.text?.text ?? ''}` };
      return html`<${Button} ...${properties} element=${{ ...thumb, text, action_id: element.action_id, type: 'button' }} />`;
    })}</span>`;
  }
  const Draw = DRAW[element.type] ?? (element.type?.includes('select') ? Select : null);
  return Draw === null
    ? html`<span class="unknown">${element.type}</span>`
    : html`<${Draw} ...${properties} />`;
}
