// Buttons and menus: each carries a command, which runs as if it had been typed; a double click is one click.

import { commandAt, commandIn, isKept, looksAgain } from '../commands/understand.js';
import { Problem } from '../domain/problem.js';
import { openAsk } from './listenCommands.js';
import { type ActionPlace, buttonPayload, homeClickPayload, menuPayload, readPayload } from './payloads.js';
import { placeIn, placeOfClick, placeOfPerson } from './place.js';
import { isFirst, type Listening, type Parts } from './ports.js';
import { registrations } from './registrations.js';

export function listenToClicks(listening: Listening, parts: Parts): void {
  listening.action(registrations.commandButton, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(buttonPayload, body);
    if (payload instanceof Problem) return refuse(parts, body, payload);
    await clicked(parts, payload, payload.actions[0].value, payload.actions[0].action_ts);
  });

  listening.action(registrations.commandMenu, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(menuPayload, body);
    if (payload instanceof Problem) return refuse(parts, body, payload);
    const [{ selected_option: chosen, action_ts: at }] = payload.actions;
    await clicked(parts, payload, chosen.value, at, true);
  });

  listening.action(registrations.homeRefresh, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(homeClickPayload, body);
    if (payload instanceof Problem) return refuse(parts, body, payload);
    parts.running.start((signal) => parts.home.publish(payload.user.id, false, signal));
  });

  listening.action(registrations.homeAsk, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(homeClickPayload, body);
    if (payload instanceof Problem) return refuse(parts, body, payload);
    parts.running.start(async () => {
      const first = commandAt('ask', parts.dispatcher.commands)?.name ?? '';
      await openAsk(parts, payload.trigger_id, first, placeOfPerson(payload.user));
    });
  });
}

export async function clicked(
  parts: Parts,
  payload: ActionPlace,
  command: string,
  actionTs: string,
  isChoice = false,
): Promise<void> {
  const { commands } = parts.dispatcher;
  const place = placeOfClick(payload, looksAgain(command, commands));
  const click = `${place.channel} ${payload.message?.ts ?? payload.container.message_ts ?? 'home'} ${command}`;
  const key = `click ${click} ${actionTs} ${payload.user.id}`;
  if (!(await isFirst(parts, key))) return;
  // Of two looks at the same thing one is enough; what two people do to an incident is two acts, and each is told what came of theirs.
  const writes = (commandIn(command, commands)?.writes ?? 'nothing') !== 'nothing';
  const target = isKept(command, commands) ? `${click} ${payload.user.id}` : click;
  if (!parts.clicks.enter(target)) return;
  const begun = parts.clock.now().getTime();
  parts.running.start(async (signal) => {
    try {
      await parts.answering.answer(command, place, signal, { key });
      // What only this person saw is not drawn anew: a used button would stay live.
      if (payload.container.is_ephemeral === true && (writes || isChoice)) await parts.answering.used(place);
      if (isOfHome(payload) && writes) await parts.home.publish(payload.user.id, false, signal);
    } finally {
      parts.clicks.leave(target, begun);
    }
  });
}

/** Only the home tab stands in no conversation. */
function isOfHome(payload: ActionPlace): boolean {
  return payload.channel === undefined;
}

/** Tells whom we can: the payload is broken, but the person or the response_url in it may be whole. */
function refuse(parts: Parts, body: unknown, problem: Problem): void {
  parts.logger.warn({ problem: problem.message }, 'a payload was refused');
  const place = placeIn(body);
  if (place) parts.running.start(() => parts.answering.say(place, `${problem.message} ${problem.remedy}`));
}
