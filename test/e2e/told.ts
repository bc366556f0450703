// Who was told what: the sentences for one person alone, in a channel or in a direct message, and what everybody sees of us.

import type { Message, Workspace } from '../../src/workspace/index.js';

/** Without the twins that keep a text from being formatted, and without Slack's entities. */
function plain(text: string): string {
  return text.replaceAll('ˋ', '`').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function idOf(slack: Workspace, user: string): string {
  const found = slack.people.find((person) => person.name === user);
  if (!found) throw new Error(`Nobody is called ${user}.`);
  return found.id;
}

export function directChannel(slack: Workspace, user: string): string {
  const id = idOf(slack, user);
  return slack.channels.find((one) => one.kind === 'dm' && one.members.includes(id))?.id ?? '';
}

/** What only this person sees in channels. */
export function whispersTo(slack: Workspace, user: string): string[] {
  return slack.ephemerals(user).map((one) => plain(one.text));
}

export function directTo(slack: Workspace, user: string): string[] {
  const channel = directChannel(slack, user);
  const all = slack.messages(channel).flatMap(({ ts }) => slack.thread(channel, ts));
  return all.filter((one) => one.user === slack.botUserId).map((one) => plain(one.text));
}

/** Our messages in channels and threads, which everybody sees. */
export function threads(slack: Workspace): Message[] {
  return slack.channels
    .filter((one) => one.kind === 'channel')
    .flatMap(({ id }) => slack.messages(id).flatMap((one) => slack.thread(id, one.ts)))
    .filter((one) => one.user === slack.botUserId && one.ephemeralTo === undefined);
}

export function seenByAll(slack: Workspace): string[] {
  return threads(slack).map((one) => one.text);
}
