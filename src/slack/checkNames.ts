// A text that is no command: the tunnels that it names are checked; several are offered, none is said.

import type { Door } from '../commands/declaration.js';
import { commandAt } from '../commands/understand.js';
import { commandLine } from '../domain/commandLine.js';
import { bareReport, type Report } from '../domain/report.js';
import type { Along } from './answer.js';
import { askerAt, type Place } from './place.js';
import type { Parts } from './ports.js';
import { sentences } from './sentences.js';
import { unescapeSlack } from './textsIn.js';

/** What is run for a tunnel that a message names; without a command for that, what one asks first about a tunnel. */
export function checkCommand({ dispatcher: { commands } }: Parts, door: Door = 'check'): string {
  return (commandAt(door, commands) ?? commandAt('ask', commands))?.name ?? '';
}

/** Names in the first text that names any. @param mayWait false where a ticket of Slack's runs out. */
export async function namesInFirst(
  parts: Parts,
  texts: readonly string[],
  place: Place,
  mayWait: boolean,
): Promise<readonly string[]> {
  for (const text of texts) {
    const shown = unescapeSlack(text);
    const names = shown.trim() === '' ? [] : await parts.dispatcher.namesIn(shown, askerAt(place), mayWait);
    if (names.length > 0) return names;
  }
  return [];
}

export async function checkNames(
  parts: Parts,
  texts: readonly string[],
  place: Place,
  signal: AbortSignal,
  command = checkCommand(parts),
  along: Along = {},
): Promise<void> {
  const names = await namesInFirst(parts, texts, place, true);
  const [only] = names;
  if (only === undefined) {
    const nothing = texts.every((text) => text.trim() === '');
    if (nothing) await parts.answering.answer('', place, signal);
    else await parts.answering.say(place, sentences.noTunnel(command));
  } else if (names.length === 1) {
    await parts.answering.answer(commandLine(command, [only]), place, signal, along);
  } else await parts.answering.show(choiceOf(names, command), place);
}

/** A menu of the tunnels that a text names. */
export function choiceOf(names: readonly string[], command: string): Report {
  const options = names.slice(0, 100).map((name) => ({ label: name, command: commandLine(command, [name]) }));
  return {
    ...bareReport,
    kind: 'choice',
    tone: 'quiet',
    title: `${names.length} tunnels are named here`,
    summary: [],
    choice: { prompt: 'Which one shall I check?', options },
    audience: 'asker',
    json: null,
  };
}
