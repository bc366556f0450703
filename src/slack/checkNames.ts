// A text that is no command: the tunnels that it names are checked; several are offered, none is said.

import { quoteWord } from '../domain/commandText.js';
import type { Report } from '../domain/report.js';
import type { Along } from './answer.js';
import { askerAt, type Place } from './place.js';
import type { Parts } from './ports.js';
import { sentences } from './sentences.js';
import { unescapeSlack } from './textsIn.js';

/** The most telling command there is: why, else what. */
export function checkCommand(parts: Parts): string {
  return parts.dispatcher.commands.some((one) => one.name === 'diagnose') ? 'diagnose' : 'status';
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
    if (nothing) await parts.answering.answer('help', place, signal);
    else await parts.answering.say(place, sentences.noTunnel);
  } else if (names.length === 1) {
    await parts.answering.answer(`${command} ${quoteWord(only)}`, place, signal, along);
  } else await parts.answering.show(choiceOf(names, command), place);
}

/** A menu of the tunnels that a text names. */
export function choiceOf(names: readonly string[], command: string): Report {
  const options = names
    .slice(0, 100)
    .map((name) => ({ label: name, command: `${command} ${quoteWord(name)}` }));
  return {
    kind: 'choice',
    tone: 'quiet',
    title: `${names.length} tunnels are named here`,
    summary: [],
    detail: [],
    actions: [],
    choice: { prompt: 'Which one shall I check?', options },
    files: [],
    audience: 'asker',
    json: null,
  };
}
