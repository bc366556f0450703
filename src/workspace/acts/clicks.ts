// A person clicks a button, chooses from a menu, or types into one that asks the app for options.
import type { Context } from '../context.js';
import { fieldsListOf, fieldsOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields, Message, Person, View } from '../model.js';
import { messagePayload, viewPayload } from '../payloads.js';
import { type Entered, initialValues, optionsOf, valueFor } from '../values.js';
import { elementOf, type Found, type Place, type PlaceReference, placeOf } from './elements.js';
import { appBehind } from './other-apps.js';
import { type ActOutcome, interactionHead, outcomeOf, personOf } from './outcome.js';

export interface Click extends PlaceReference {
  user: string;
  actionId: string;
  blockId?: string;
  /** The button's value when several share the action_id; the chosen value of a menu or picker. */
  value?: Entered;
}

type Values = Record<string, Record<string, Fields>>;

/** Options the app suggested and values chosen in messages: both live as long as what they belong to. */
const offered = new WeakMap<Message | View, Map<string, Fields[]>>();
const chosen = new WeakMap<Message, Values>();

export function offeredFor(owner: Message | View, actionId: string): Fields[] {
  return offered.get(owner)?.get(actionId) ?? [];
}

function stateOf(place: Place): Values {
  if (place.view !== undefined) return place.view.values;
  const { message } = place;
  if (message === undefined) return {};
  return { ...initialValues({ blocks: place.blocks }), ...chosen.get(message) };
}

/** Keeps what a person entered, as Slack's client does, so that `state.values` has it later. */
export function keepValue(place: Place, found: Found, value: Fields): void {
  const blockId = textOf(found.block.block_id);
  const actionId = textOf(found.element.action_id);
  if (place.view !== undefined) {
    place.view.values[blockId] = { ...place.view.values[blockId], [actionId]: value };
  } else if (place.message !== undefined) {
    const kept = chosen.get(place.message) ?? {};
    chosen.set(place.message, { ...kept, [blockId]: { ...kept[blockId], [actionId]: value } });
  }
}

/** container, message or view, channel, state: where an interaction happened. */
function placePayload(context: Context, place: Place): Fields {
  const { message, view } = place;
  if (view !== undefined) {
    return { container: { type: 'view', view_id: view.id }, view: viewPayload(view, context.world) };
  }
  if (message === undefined) return {};
  const channel = context.world.channel(message.channel);
  const isDm = channel?.kind === 'dm';
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeralTo !== undefined,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: isDm ? 'directmessage' : (channel?.name ?? '') },
    message: messagePayload(message, context.world, context.baseUrl),
    state: { values: stateOf(place) },
  };
}

function responseUrlFor(context: Context, place: Place, person: Person): Fields {
  const { message } = place;
  if (message === undefined) return {};
  const id = context.tickets.responseUrl({
    user: person.id,
    channel: message.channel,
    messageTs: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  });
  return { response_url: `${context.baseUrl}/response/${id}` };
}

/** The thumb of that value; the positive one when none is named. */
function thumbOf(element: Fields, value: Click['value']): Fields {
  const thumbs = [fieldsOf(element.positive_button), fieldsOf(element.negative_button)];
  return thumbs.find((one) => one.value === value) ?? thumbs[0] ?? {};
}

function actionPayload(context: Context, found: Found, value: Fields | undefined): Fields {
  const { block, element } = found;
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.text === undefined ? {} : { text: element.text }),
    ...(element.value === undefined ? {} : { value: element.value }),
    ...(element.style === undefined ? {} : { style: element.style }),
    ...(element.placeholder === undefined ? {} : { placeholder: element.placeholder }),
    ...value,
    type: element.type,
    action_ts: context.world.newTs(),
  };
}

const PLAIN = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons']);

export async function click(context: Context, made: Click): Promise<ActOutcome> {
  const person = personOf(context, made.user);
  const place = placeOf(context, person, made);
  const wanted = typeof made.value === 'string' ? made.value : undefined;
  const found = elementOf(place, made.actionId, made.blockId, wanted);
  const owner = place.view ?? place.message;
  const other = appBehind(context, place.message);
  if (other !== undefined && place.message !== undefined) {
    context.world.otherApps.get(other.id)?.({
      user: person.id,
      actionId: made.actionId,
      message: place.message,
    });
    return { state: 'acked', latencyMs: 0, response: {} };
  }
  let value: Fields | undefined;
  if (found.element.type === 'feedback_buttons') {
    // As Bolt types it (FeedbackButtonsAction): the thumb's own text and value.
    const { text, value: said } = thumbOf(found.element, made.value);
    value = { text, value: said };
  } else if (!PLAIN.has(textOf(found.element.type))) {
    const options = owner === undefined ? [] : offeredFor(owner, made.actionId);
    value = valueFor(found.element, made.value ?? null, options);
    if (found.element.type !== 'overflow') keepValue(place, found, value);
  }
  // An input that does not dispatch only changes the state; nothing is sent until the view is submitted.
  if (found.block.type === 'input' && found.block.dispatch_action !== true) {
    return { state: 'acked', latencyMs: 0, response: {} };
  }
  const payload = (): Fields => ({
    type: 'block_actions',
    ...interactionHead(context, person),
    ...placePayload(context, place),
    ...responseUrlFor(context, place, person),
    trigger_id: context.tickets.trigger(person.id),
    actions: [actionPayload(context, found, value)],
  });
  const sent = [context.delivery.ask('interactive', payload())];
  if (context.faults.takeDouble()) sent.push(context.delivery.ask('interactive', payload()));
  const [first] = await Promise.all(sent);
  return first === undefined ? { state: 'failed', latencyMs: 0, response: {} } : outcomeOf(first);
}

export interface Typing extends PlaceReference {
  user: string;
  actionId: string;
  blockId?: string;
  /** What has been typed so far. */
  value: string;
}

export interface Suggestions {
  outcome: ActOutcome;
  options: Fields[];
  groups: Fields[];
}

/** block_suggestion: the options the app offers for what has been typed. Slack shows the first hundred. */
export async function suggest(context: Context, typing: Typing): Promise<Suggestions> {
  const person = personOf(context, typing.user);
  const place = placeOf(context, person, typing);
  const { block, element } = elementOf(place, typing.actionId, typing.blockId);
  const { response_url: _none, state: _state, ...where } = placePayload(context, place);
  const arrival = await context.delivery.ask('interactive', {
    type: 'block_suggestion',
    ...interactionHead(context, person),
    ...where,
    action_id: element.action_id,
    block_id: block.block_id,
    value: typing.value,
  });
  const outcome = outcomeOf(arrival);
  const groups = fieldsListOf(outcome.response.option_groups);
  const options = optionsOf(outcome.response).slice(0, LIMITS.options.max);
  const owner = place.view ?? place.message;
  if (owner !== undefined) {
    const known = offered.get(owner) ?? new Map<string, Fields[]>();
    offered.set(
      owner,
      known.set(typing.actionId, [...offeredFor(owner, typing.actionId), ...options].slice(-1000)),
    );
  }
  return { outcome, options, groups };
}
