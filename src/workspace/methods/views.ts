// views.*: modals opened by a trigger, changed and stacked, and the home tab.
import { withIds } from '../block-ids.js';
import { readView } from '../checks/view.js';
import type { Context, Method } from '../context.js';
import { fieldsListOf, textOf } from '../fields.js';
import type { Fields } from '../model.js';
import { viewPayload } from '../payloads.js';
import { isRefusal, type Refusal, refuse } from '../refusal.js';

/** A checked view whose blocks all have ids. */
export function preparedView(context: Context, value: unknown, type: 'modal' | 'home'): Fields | Refusal {
  const view = readView(value, type);
  if (isRefusal(view)) return view;
  const external = textOf(view.external_id);
  if (external !== '' && type === 'modal' && context.views.find('', external) !== undefined) {
    return refuse('duplicate_external_id');
  }
  const prefix = context.world.newId('v').toLowerCase();
  return { ...view, blocks: withIds(fieldsListOf(view.blocks), prefix) };
}

function whoTriggered(context: Context, args: Fields): { user: string } | Refusal {
  const id = textOf(args.trigger_id) || textOf(args.interactivity_pointer);
  if (id === '')
    return refuse('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: trigger_id'] },
    });
  const answer = context.tickets.useTrigger(id);
  return 'error' in answer ? refuse(answer.error) : answer;
}

export const open: Method = ({ args, context }) => {
  const body = preparedView(context, args.view, 'modal');
  if (isRefusal(body)) return body;
  const who = whoTriggered(context, args);
  if (isRefusal(who)) return who;
  const view = context.views.open(who.user, body);
  return { ok: true, view: viewPayload(view, context.world) };
};

export const push: Method = ({ args, context }) => {
  const body = preparedView(context, args.view, 'modal');
  if (isRefusal(body)) return body;
  const who = whoTriggered(context, args);
  if (isRefusal(who)) return who;
  const view = context.views.push(who.user, body);
  return view === undefined
    ? refuse('push_limit_reached')
    : { ok: true, view: viewPayload(view, context.world) };
};

export const update: Method = ({ args, context }) => {
  const view = context.views.find(textOf(args.view_id), textOf(args.external_id));
  if (view === undefined) return refuse('not_found');
  const hash = textOf(args.hash);
  if (hash !== '' && hash !== view.hash)
    return refuse('hash_conflict', { view: viewPayload(view, context.world) });
  const sent = readView(args.view, view.type);
  if (isRefusal(sent)) return sent;
  const prefix = context.world.newId('v').toLowerCase();
  context.views.update(view, { ...sent, blocks: withIds(fieldsListOf(sent.blocks), prefix) });
  return { ok: true, view: viewPayload(view, context.world) };
};

export const publish: Method = ({ args, context }) => {
  const user = textOf(args.user_id);
  const person = context.world.person(user);
  if (person === undefined) return refuse('user_not_found');
  const body = preparedView(context, args.view, 'home');
  if (isRefusal(body)) return body;
  const known = context.views.home(user);
  const hash = textOf(args.hash);
  if (known !== undefined && hash !== '' && hash !== known.hash) {
    return refuse('hash_conflict', { view: viewPayload(known, context.world) });
  }
  const view = context.views.publish(user, body);
  return { ok: true, view: viewPayload(view, context.world) };
};
