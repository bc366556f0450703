// Finds what a person operates: the message, modal or home tab, the block in it, the element in that.
import type { Context } from '../context.js';
import { fieldsListOf, isFields, textOf } from '../fields.js';
import type { Fields, Message, Person, View } from '../model.js';

export interface Place {
  message?: Message;
  view?: View;
  blocks: Fields[];
}

export interface PlaceReference {
  /** Id or name; may be left out when `ts` is unique. */
  channel?: string;
  /** The message. Without it the topmost open modal is meant, and without one the home tab. */
  ts?: string;
  viewId?: string;
}

function visibleMessage(context: Context, where: PlaceReference, person: Person): Message | undefined {
  const channels =
    where.channel === undefined
      ? context.world.channels
      : context.world.channels.filter((one) => one === context.world.channel(where.channel ?? ''));
  for (const channel of channels) {
    const message = context.world.message(channel.id, where.ts ?? '');
    const hidden = message?.ephemeralTo !== undefined && message.ephemeralTo !== person.id;
    if (message !== undefined && !hidden) return message;
  }
  return undefined;
}

/** Throws when there is nothing there that the person can see. */
export function placeOf(context: Context, person: Person, where: PlaceReference): Place {
  if (where.ts !== undefined) {
    const message = visibleMessage(context, where, person);
    if (message === undefined) throw new Error(`${person.name} sees no message ${where.ts}.`);
    const attached = message.attachments.flatMap((one) => fieldsListOf(one.blocks));
    return { message, blocks: [...message.blocks, ...attached] };
  }
  const { views } = context;
  const view =
    where.viewId === undefined
      ? (views.stack(person.id).at(-1) ?? views.home(person.id))
      : views.find(where.viewId);
  if (view === undefined || view.user !== person.id) throw new Error(`${person.name} has no open view.`);
  return { view, blocks: fieldsListOf(view.body.blocks) };
}

export interface Found {
  block: Fields;
  element: Fields;
}

/** Every element with an action_id, in reading order. */
function operableElements(blocks: Fields[]): Found[] {
  const found: Found[] = [];
  for (const block of blocks) {
    const inside = [
      block.element,
      block.accessory,
      ...fieldsListOf(block.elements),
      ...fieldsListOf(block.actions),
    ];
    for (const element of inside) {
      if (isFields(element) && textOf(element.action_id) !== '') found.push({ block, element });
      if (isFields(element) && element.type === 'card') found.push(...operableElements([element]));
    }
    found.push(...operableElements(fieldsListOf(block.child_blocks)));
  }
  return found;
}

/** The element meant; `value` decides between several of one action_id. Throws with the ids that are there. */
export function elementOf(place: Place, actionId: string, blockId?: string, value?: string): Found {
  const all = operableElements(place.blocks);
  const fitting = all.filter(
    ({ block, element }) =>
      element.action_id === actionId && (blockId === undefined || textOf(block.block_id) === blockId),
  );
  const exact = fitting.find(({ element }) => value !== undefined && element.value === value);
  const found = exact ?? fitting[0];
  if (found === undefined) {
    const ids = all.map(({ element }) => textOf(element.action_id)).join(', ') || 'none';
    throw new Error(`There is no element ${actionId} to operate. There are: ${ids}.`);
  }
  return found;
}
