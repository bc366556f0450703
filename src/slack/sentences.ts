// What people read when Slack itself is in the way.

import { registrations } from './registrations.js';

const refusals: Readonly<Record<string, string>> = {
  not_in_channel:
    'I am not a member of this channel, so I cannot post here. Invite me with /invite, then everybody sees the answer.',
  channel_not_found:
    'I cannot see this channel, so I cannot post here. Invite me with /invite, then everybody sees the answer.',
  is_archived: 'This channel is archived, so I cannot post here.',
  restricted_action: 'This workspace does not let me post in this channel.',
  missing_scope:
    'Slack says that I lack a permission. The app must be installed again with its current manifest.',
  queue_full: 'Too many answers wait for this channel because Slack is slow. Ask again in a few minutes.',
};

/** One sentence for a refusal of Slack that a person can do something about; a plain one for the rest. */
export function refusalSentence(word: string): string {
  return (
    refusals[word] ?? `Slack did not accept the answer (${word.replace(/[^a-z0-9_]/gi, '').slice(0, 60)}).`
  );
}

/** Refusals after which the asker gets the answer alone. */
export function isOurPlaceMissing(word: string): boolean {
  return ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'].includes(word);
}

export const sentences = {
  working: (command: string) => `Working on ${registrations.command} ${command}`,
  broken:
    'Something went wrong on our side, and the people who run Tunnelmedic can see it in the log. Try again.',
  stopping: 'Tunnelmedic is being stopped, so this was not finished. Ask again when it runs.',
  nothingRuns: 'Nothing runs here any more, or it runs in another process of this service.',
  mayNotStop:
    'Somebody else asked this; it can be stopped by whoever asked, and by who may work on incidents.',
  noTunnel: (command: string) =>
    `I found no tunnel name in that text. Name one, for example: ${command} tunnel-x.`,
} as const;
