// reactions.* and pins.add: marks on messages.
import type { Context, Method } from '../context.js';
import { textOf } from '../fields.js';
import type { Fields, Message } from '../model.js';
import { isRefusal, type Refusal, refuse } from '../refusal.js';
import { placeFor } from './places.js';

function target(context: Context, args: Fields): Message | Refusal {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const message = context.world.message(channel.id, textOf(args.timestamp));
  return message === undefined || message.ephemeralTo !== undefined ? refuse('message_not_found') : message;
}

/** Adds a reaction; false when that person has set it already. */
export function addReaction(context: Context, message: Message, name: string, user: string): boolean {
  const known = message.reactions.find((one) => one.name === name);
  if (known?.users.includes(user) === true) return false;
  if (known === undefined) message.reactions.push({ name, users: [user] });
  else known.users.push(user);
  context.world.changed(message);
  return true;
}

/** Removes a reaction; false when that person has not set it. */
export function removeReaction(context: Context, message: Message, name: string, user: string): boolean {
  const known = message.reactions.find((one) => one.name === name);
  if (known === undefined || !known.users.includes(user)) return false;
  known.users = known.users.filter((one) => one !== user);
  message.reactions = message.reactions.filter((one) => one.users.length > 0);
  context.world.changed(message);
  return true;
}

export const add: Method = ({ args, context }) => {
  const message = target(context, args);
  if (isRefusal(message)) return message;
  const name = textOf(args.name);
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) return refuse('invalid_name');
  return addReaction(context, message, name, context.world.botUserId)
    ? { ok: true }
    : refuse('already_reacted');
};

export const remove: Method = ({ args, context }) => {
  const message = target(context, args);
  if (isRefusal(message)) return message;
  const removed = removeReaction(context, message, textOf(args.name), context.world.botUserId);
  return removed ? { ok: true } : refuse('no_reaction');
};

export const pin: Method = ({ args, context }) => {
  const message = target(context, args);
  return isRefusal(message) ? message : { ok: true };
};
