// /ipsec: acknowledged at once, then worked on; a missing tunnel name opens the modal.

import type { Door } from '../commands/declaration.js';
import { commandAt, commandIn, lacksTunnel } from '../commands/understand.js';
import { Problem } from '../domain/problem.js';
import { renderSentence } from '../render/slack/index.js';
import { closeMatches } from '../support/textDistance.js';
import { askView } from './askView.js';
import { checkCommand, checkNames, namesInFirst } from './checkNames.js';
import { commandPayload, readPayload } from './payloads.js';
import { isDirect, type Place } from './place.js';
import { isFirst, type Listening, type Parts } from './ports.js';
import { registrations } from './registrations.js';

export function listenToCommands(listening: Listening, parts: Parts): void {
  listening.command(registrations.command, async ({ ack, body }) => {
    const payload = readPayload(commandPayload, body);
    if (payload instanceof Problem) {
      const { text, blocks } = renderSentence(`${payload.message} ${payload.remedy}`);
      await ack({ response_type: 'ephemeral', text, blocks });
      return;
    }
    await ack();
    const key = `command ${payload.trigger_id}`;
    if (!(await isFirst(parts, key))) return;
    const text = payload.text.trim() || (commandAt('nothing', parts.dispatcher.commands)?.name ?? '');
    const place: Place = {
      channel: payload.channel_id,
      threadTs: null,
      user: { id: payload.user_id, name: payload.user_name },
      direct: isDirect(payload.channel_id),
      responseUrl: payload.response_url ?? null,
      editTs: null,
    };
    parts.running.start(async (signal) => {
      const missing = lacksTunnel(text, parts.dispatcher.commands);
      if (missing !== null && (await openAsk(parts, payload.trigger_id, missing.name, place))) return;
      const door = await doorOf(parts, text, place);
      if (door !== null) return checkNames(parts, [text], place, signal, checkCommand(parts, door), { key });
      await parts.answering.answer(text, place, signal, { key });
    });
  });
}

/**
 * Plain words that name a tunnel are understood as a mention understands them: a name alone asks how it is, words around it ask
 * why. Null for a command, and for what names none, as a mistyped command.
 */
async function doorOf(parts: Parts, text: string, place: Place): Promise<Door | null> {
  const { commands } = parts.dispatcher;
  const [first = '', ...rest] = text.trim().split(/\s+/);
  const isTypo =
    rest.length === 1 &&
    closeMatches(
      first,
      commands.map(({ name }) => name),
      1,
    ).length > 0;
  if (isTypo || commandIn(text, commands) !== null) return null;
  const [only] = await namesInFirst(parts, [text], place, true);
  if (only === undefined) return null;
  return only.toLowerCase() === text.trim().toLowerCase() ? 'ask' : 'check';
}

/** Opens the modal; false when Slack does not let us (a ticket lives three seconds), then words must do. */
export async function openAsk(
  parts: Parts,
  triggerId: string,
  command: string,
  place: Place,
  names: readonly string[] = [],
): Promise<boolean> {
  try {
    await parts.web.openView(triggerId, askView(parts.dispatcher.commands, command, place, names));
    return true;
  } catch (error) {
    parts.logger.warn(
      { error: error instanceof Error ? error.message : 'unknown' },
      'the modal could not be opened',
    );
    return false;
  }
}
