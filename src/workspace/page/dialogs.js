// What lies over the page: modals of the app, the viewer of files and pictures, short notices.
import { Blocks } from './blocks.js';
import { plain } from './elements.js';
import { html, useEffect, useRef, useState } from './html.js';
import { Icon } from './icons.js';
import { act, set, showToast, store } from './store.js';

function useDialog(key) {
  const box = useRef(/** @type {any} */ (null));
  useEffect(() => {
    if (box.current === null || box.current.open) return;
    box.current.showModal();
    // The sign that closes it stands first, and is not what one came for.
    const wanted = '[autofocus], .modal-body :is(input, textarea, select, button), .dialog-actions button';
    box.current.querySelector(wanted)?.focus();
  }, [key]);
  return box;
}

/** The topmost modal. What is entered is kept here and sent when it is submitted. */
function Modal({ view, depth }) {
  const box = useDialog(view.id);
  const [values, setValues] = useState({});
  const [busy, setBusy] = useState(false);
  const { body } = view;
  const onValue = (blockId, actionId, value) =>
    setValues((known) => ({ ...known, [blockId]: value, [`${blockId}/${actionId}`]: value }));
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const inputs = Object.fromEntries(Object.entries(values).filter(([name]) => !name.includes('/')));
    await act('submit', { viewId: view.id, values: inputs });
    setBusy(false);
  };
  const close = (event) => {
    event?.preventDefault();
    act('close');
  };
  const title = plain(body.title);
  return html`<dialog class="modal" ref=${box} aria-label=${title} onCancel=${close}>
    <form onSubmit=${submit} noValidate>
      <header>
        <h2>${title}</h2>
        <button type="button" class="tool" aria-label=${depth > 1 ? 'Back' : 'Close'} onClick=${close}><${Icon} name=${depth > 1 ? 'back' : 'close'} /></button>
      </header>
      <div class="modal-body">
        ${view.errors[''] !== undefined && html`<p class="error" role="alert">${view.errors['']}</p>`}
        <${Blocks} key=${view.hash} blocks=${body.blocks} place=${{ reference: { viewId: view.id }, onValue, errors: view.errors }} />
      </div>
      <footer class="dialog-actions">
        <button type="button" class="button" onClick=${close}>${plain(body.close) || (body.submit ? 'Cancel' : 'Close')}</button>
        ${body.submit && html`<button type="submit" class=${`button primary ${busy ? 'busy' : ''}`} aria-busy=${busy}>${plain(body.submit)}</button>`}
      </footer>
    </form>
  </dialog>`;
}

export function Modals() {
  const view = store.views.at(-1);
  return view === undefined
    ? null
    : html`<${Modal} key=${view.id} view=${view} depth=${store.views.length} />`;
}

const MOST_SHOWN = 400_000;

/** A picture or a text, whole, over the page. */
function Viewer({ file }) {
  const box = useDialog(file.url);
  const [text, setText] = useState(/** @type {any} */ (null));
  const isPicture = file.mimeType.startsWith('image/');
  const isText = file.mimeType.startsWith('text/') || file.mimeType === 'application/json';
  useEffect(() => {
    if (!isText) return;
    fetch(file.url)
      .then((reply) => reply.text())
      .then((whole) =>
        setText(
          whole.length > MOST_SHOWN
            ? `${whole.slice(0, MOST_SHOWN)}\n… download the file for the rest`
            : whole,
        ),
      )
      .catch(() => setText('The file cannot be read.'));
  }, [file.url]);
  const close = () => set({ viewer: null });
  return html`<dialog class="viewer" ref=${box} aria-label=${file.title ?? file.name} onCancel=${close} onClick=${(event) => event.target === box.current && close()}>
    <header>
      <h2>${file.title ?? file.name}</h2>
      ${file.id !== undefined && html`<a class="button" href=${`${file.url}?download=1`} download=${file.name}>Download</a>`}
      <button type="button" class="tool" aria-label="Close the viewer" onClick=${close}><${Icon} name="close" /></button>
    </header>
    ${isPicture && html`<div class="viewer-picture"><img src=${file.url} alt=${file.altText || file.title || file.name} /></div>`}
    ${isText && html`<pre tabindex="0">${text ?? 'Opening…'}</pre>`}
    ${!isPicture && !isText && html`<p class="empty">This file cannot be shown here. Download it to open it.</p>`}
  </dialog>`;
}

export const FileViewer = () =>
  store.viewer === null ? null : html`<${Viewer} key=${store.viewer.url} file=${store.viewer} />`;

export function Toast() {
  useEffect(() => {
    if (store.toast === '') return undefined;
    const timer = setTimeout(() => showToast(''), 6000);
    return () => clearTimeout(timer);
  }, [store.toast]);
  return html`<div class="toast-place" aria-live="polite">
    ${store.toast !== '' && html`<p class="toast"><span aria-hidden="true">⚠</span> ${store.toast} <button type="button" class="tool" aria-label="Dismiss" onClick=${() => showToast('')}><${Icon} name="close" /></button></p>`}
  </div>`;
}
