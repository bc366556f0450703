// A person submits or closes a modal, and what the app's answer does to it.
import type { Context } from '../context.js';
import { fieldsListOf, fieldsOf, isTrue, textOf } from '../fields.js';
import { preparedView } from '../methods/views.js';
import type { Fields, View } from '../model.js';
import { stateValues, viewPayload } from '../payloads.js';
import { isRefusal } from '../refusal.js';
import { type Entered, isEmptyValue, statefulElements, valueFor } from '../values.js';
import { keepValue, offeredFor } from './clicks.js';
import { placeOf } from './elements.js';
import { type ActOutcome, interactionHead, outcomeOf, personOf, refused } from './outcome.js';

export interface Submission {
  user: string;
  /** The topmost open modal when left out. */
  viewId?: string;
  /** By action_id or block_id. What is left out keeps its value. */
  values?: Record<string, Entered>;
}

export interface SubmissionOutcome extends ActOutcome {
  /** Errors by block_id that the person now sees in the modal. */
  errors: Record<string, string>;
}

const REQUIRED = 'Please complete this required field.';
const TROUBLE = 'We had some trouble connecting. Try again?';

function enter(context: Context, submission: Submission): View {
  const person = personOf(context, submission.user);
  const { viewId } = submission;
  const place = placeOf(context, person, viewId === undefined ? {} : { viewId });
  const { view } = place;
  if (view === undefined || view.type !== 'modal') throw new Error(`${person.name} has no open modal.`);
  const inputs = statefulElements(place.blocks);
  for (const [name, entered] of Object.entries(submission.values ?? {})) {
    const found = inputs.find(({ block, element }) => element.action_id === name || block.block_id === name);
    if (found === undefined) throw new Error(`The modal has no input ${name}.`);
    const options = offeredFor(view, textOf(found.element.action_id));
    keepValue(place, found, valueFor(found.element, entered, options));
  }
  return view;
}

/** What Slack's client refuses before anything is sent: required inputs that are empty, and texts of a wrong length. */
function localErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of fieldsListOf(view.body.blocks)) {
    const element = fieldsOf(block.element);
    const id = textOf(block.block_id);
    const value = view.values[id]?.[textOf(element.action_id)] ?? {};
    if (block.type !== 'input') continue;
    if (isEmptyValue(value)) {
      if (!isTrue(block.optional)) errors[id] = REQUIRED;
      continue;
    }
    const text = textOf(value.value);
    const most = Number(element.max_length ?? Number.POSITIVE_INFINITY);
    const least = Number(element.min_length ?? 0);
    if (text.length > most) errors[id] = `Please use ${most} characters or fewer.`;
    else if (text.length < least) errors[id] = `Please use at least ${least} characters.`;
  }
  return errors;
}

function show(context: Context, view: View, errors: Record<string, string>): void {
  view.errors = errors;
  context.world.announce({ type: 'views', user: view.user });
}

function applyAnswer(context: Context, view: View, answer: Fields): Record<string, string> {
  const action = textOf(answer.response_action);
  const { views } = context;
  if (action === 'errors') {
    const entries = Object.entries(fieldsOf(answer.errors)).map(([id, text]) => [id, textOf(text)] as const);
    const errors: Record<string, string> = Object.fromEntries(entries);
    show(context, view, errors);
    return errors;
  }
  if (action === 'clear') {
    views.clear(view.user);
    return {};
  }
  if (action === 'update' || action === 'push') {
    const body = preparedView(context, answer.view, 'modal');
    if (isRefusal(body)) {
      show(context, view, { '': TROUBLE });
      return view.errors;
    }
    if (action === 'update') views.update(view, body);
    else views.push(view.user, body);
    return {};
  }
  views.pop(view.user);
  return {};
}

export async function submitView(context: Context, submission: Submission): Promise<SubmissionOutcome> {
  const person = personOf(context, submission.user);
  const view = enter(context, submission);
  const wrong = localErrors(view);
  if (Object.keys(wrong).length > 0) {
    show(context, view, wrong);
    return { ...refused('incomplete'), errors: wrong };
  }
  view.errors = {};
  const payload = (): Fields => ({
    type: 'view_submission',
    ...interactionHead(context, person),
    trigger_id: context.tickets.trigger(person.id),
    view: {
      ...viewPayload(view, context.world),
      state: { values: stateValues(view, context.world, context.baseUrl) },
    },
    response_urls: [],
  });
  const sent = [context.delivery.ask('interactive', payload())];
  if (context.faults.takeDouble()) sent.push(context.delivery.ask('interactive', payload()));
  const [arrival] = await Promise.all(sent);
  if (arrival === undefined || arrival.state !== 'acked') {
    show(context, view, { '': TROUBLE });
    const outcome = arrival === undefined ? refused('failed') : outcomeOf(arrival);
    return { ...outcome, errors: view.errors };
  }
  return { ...outcomeOf(arrival), errors: applyAnswer(context, view, arrival.response) };
}

/** Closes the topmost modal, or all when the app asked for that; the app hears of it when it wants to. */
export async function closeView(context: Context, user: string): Promise<void> {
  const person = personOf(context, user);
  const closed = context.views.pop(person.id);
  if (closed === undefined) return;
  const clears = isTrue(closed.body.clear_on_close);
  if (clears) context.views.clear(person.id);
  if (!isTrue(closed.body.notify_on_close)) return;
  await context.delivery.ask('interactive', {
    type: 'view_closed',
    ...interactionHead(context, person),
    view: viewPayload(closed, context.world),
    is_cleared: clears,
  });
}
