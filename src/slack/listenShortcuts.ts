// Shortcuts and the modal: "Check tunnel in message", "Ask about a tunnel", and the names offered while typing.

import type { Door } from '../commands/declaration.js';
import { commandAt } from '../commands/understand.js';
import { commandLine } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import type { Along } from './answer.js';
import { readAskPlace, tunnelOptions } from './askView.js';
import { checkCommand, choiceOf, namesInFirst } from './checkNames.js';
import { openAsk } from './listenCommands.js';
import {
  askSubmission,
  globalShortcutPayload,
  type MessageShortcut,
  messageShortcutPayload,
  readPayload,
  suggestionPayload,
} from './payloads.js';
import { askerAt, type Place, placeOfMessage, placeOfPerson } from './place.js';
import { isFirst, type Listening, type Parts } from './ports.js';
import { askInputs, registrations } from './registrations.js';
import { sentences } from './sentences.js';
import { textsIn } from './textsIn.js';

/** Slack waits three seconds for options. */
const SUGGEST_MS = 2000;

export function listenToShortcuts(listening: Listening, parts: Parts): void {
  listening.shortcut(registrations.messageShortcut, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(messageShortcutPayload, body);
    if (payload instanceof Problem) return warn(parts, payload);
    if (!(await isFirst(parts, `shortcut ${payload.trigger_id}`))) return;
    parts.running.start((signal) => aboutMessage(parts, payload, 'check', signal));
  });

  listening.shortcut(registrations.globalShortcut, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(globalShortcutPayload, body);
    if (payload instanceof Problem) return warn(parts, payload);
    if (!(await isFirst(parts, `shortcut ${payload.trigger_id}`))) return;
    parts.running.start(async () => {
      const first = commandAt('ask', parts.dispatcher.commands)?.name ?? '';
      await openAsk(parts, payload.trigger_id, first, placeOfPerson(payload.user));
    });
  });

  listening.options(registrations.tunnelMenu, async ({ ack, body }) => {
    const payload = readPayload(suggestionPayload, body);
    if (payload instanceof Problem) return await ack(tunnelOptions([]));
    const typed = payload.value.slice(0, 200);
    const asker = askerAt(placeInModal(payload.user, payload.view?.private_metadata ?? ''));
    const answered = new AbortController();
    const late = parts.clock.sleep(SUGGEST_MS, answered.signal).then(
      () => [],
      () => [],
    );
    const found = await Promise.race([parts.dispatcher.suggest(typed, asker).catch(() => []), late]);
    answered.abort();
    await ack(tunnelOptions(found));
  });

  listening.view(registrations.askView, async ({ ack, body }) => {
    const payload = readPayload(askSubmission, body);
    if (payload instanceof Problem) {
      await ack({
        response_action: 'errors',
        errors: { [askInputs.tunnel.block]: payload.message.slice(0, 300) },
      });
      return;
    }
    const { values } = payload.view.state;
    const tunnel = values[askInputs.tunnel.block]?.[askInputs.tunnel.action]?.selected_option?.value ?? '';
    const command =
      values[askInputs.command.block]?.[askInputs.command.action]?.selected_option?.value ??
      commandAt('ask', parts.dispatcher.commands)?.name;
    if (tunnel === '' || command === undefined) {
      await ack({ response_action: 'errors', errors: { [askInputs.tunnel.block]: 'Choose a tunnel.' } });
      return;
    }
    await ack();
    if (!(await isFirst(parts, `view ${payload.view.id}`))) return;
    const place = placeInModal(payload.user, payload.view.private_metadata);
    const key = `view ${payload.view.id}`;
    parts.running.start((signal) =>
      parts.answering.answer(commandLine(command, [tunnel]), place, signal, { key }),
    );
  });
}

/** Runs a command for the tunnel that a message names; asks which one when it names none or several. */
export async function aboutMessage(
  parts: Parts,
  payload: MessageShortcut,
  door: Door,
  signal: AbortSignal,
  along: Along = {},
): Promise<void> {
  const place = placeOfMessage(payload);
  const command = checkCommand(parts, door);
  const names = await namesInFirst(parts, [textsIn(payload.message)], place, false);
  const [only] = names;
  if (only !== undefined && names.length === 1)
    return await parts.answering.answer(commandLine(command, [only]), place, signal, along);
  if (await openAsk(parts, payload.trigger_id, command, place, names)) return;
  // The ticket for a modal lives three seconds; a process before us may have begun this.
  if (only === undefined) await parts.answering.say(place, sentences.noTunnel(command));
  else await parts.answering.show(choiceOf(names, command), place);
}

/** Where the modal was asked for, else the direct message. */
function placeInModal(user: { id: string; name?: string | undefined }, metadata: string): Place {
  const carried = readAskPlace(metadata);
  return {
    ...placeOfPerson(user),
    ...(carried?.channel ? { ...carried, channel: carried.channel } : {}),
  };
}

function warn(parts: Parts, problem: Problem): void {
  parts.logger.warn({ problem: problem.message }, 'a payload was refused');
}
