// What Slack demands of a modal or a home tab.
import { decodeJson, fieldsListOf, isFields } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields } from '../model.js';
import { type Refusal, refuse } from '../refusal.js';
import { checkBlocks } from './blocks.js';
import { Complaints } from './complaints.js';

const ALSO = [
  'type',
  'title',
  'blocks',
  'close',
  'submit',
  'private_metadata',
  'callback_id',
  'clear_on_close',
  'notify_on_close',
  'external_id',
  'submit_disabled',
];

/** The view as sent (an object or JSON), checked; a refusal carries Slack's sentences. */
export function readView(value: unknown, type: 'modal' | 'home'): Fields | Refusal {
  const view = decodeJson(value);
  if (!isFields(view))
    return refuse('invalid_arguments', messages(['must provide an object [json-pointer:/view]']));
  if (JSON.stringify(view).length > LIMITS.viewBytes.max) return refuse('view_too_large');
  const found = new Complaints();
  const required = type === 'modal' ? ['type', 'title', 'blocks'] : ['type', 'blocks'];
  found.properties(view, { required, optional: ALSO }, [], '/view');
  if (view.type !== type) found.add('must be a valid enum value', '/view/type');
  found.text(view.title, LIMITS.viewTitle.max, '/view/title');
  found.text(view.submit, LIMITS.viewButton.max, '/view/submit');
  found.text(view.close, LIMITS.viewButton.max, '/view/close');
  found.length(view.callback_id, LIMITS.viewCallbackId.max, '/view/callback_id', 0);
  found.length(view.external_id, LIMITS.viewExternalId.max, '/view/external_id', 0);
  found.length(view.private_metadata, LIMITS.privateMetadata.max, '/view/private_metadata', 0);
  if (view.blocks !== undefined) checkBlocks(view.blocks, type, '/view/blocks', found);
  const hasInput = fieldsListOf(view.blocks).some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && view.submit === undefined) {
    found.add('`submit` is required when an `input` block is within blocks', '/view/submit');
  }
  return found.list.length === 0 ? view : refuse('invalid_arguments', messages(found.list));
}

function messages(list: string[]): Fields {
  return { response_metadata: { messages: list.map((one) => `[ERROR] ${one}`) } };
}
