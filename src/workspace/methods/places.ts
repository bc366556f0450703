// Where the app may write: a channel it is in, or the direct message with a person.
import type { Context } from '../context.js';
import type { Channel } from '../model.js';
import { type Refusal, refuse } from '../refusal.js';

/** The channel for an id, a `#name`, or a person's id (which opens the direct message). */
export function placeFor(context: Context, reference: string): Channel | Refusal {
  const { world } = context;
  if (/^[UW]/.test(reference)) {
    const person = world.person(reference);
    return person === undefined || person.isBot
      ? refuse('channel_not_found')
      : world.directMessage(reference);
  }
  const channel = world.channel(reference);
  if (channel === undefined) return refuse('channel_not_found');
  if (!channel.members.includes(world.botUserId)) {
    const anywhere = context.manifest.scopes?.has('chat:write.public') === true;
    if (!anywhere) return refuse('not_in_channel');
  }
  return channel;
}
