// Buttons and menus: each carries a command, which runs as if it had been typed; a double click is one click.

import { Problem } from '../domain/problem.js';
import { isWriting } from './incidents/acts.js';
import { openAsk } from './listenCommands.js';
import { type ActionPlace, buttonPayload, homeClickPayload, menuPayload, readPayload } from './payloads.js';
import { isDirect, type Place, placeOfClick } from './place.js';
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
    await clicked(parts, payload, payload.actions[0].selected_option.value, payload.actions[0].action_ts);
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
      await openAsk(parts, payload.trigger_id, 'status', placeOfPerson(payload.user));
    });
  });
}

async function clicked(parts: Parts, payload: ActionPlace, command: string, actionTs: string): Promise<void> {
  const place = placeOfClick(payload, command);
  // Who acts second is told who was first; looking at the same thing twice is looking once.
  const who = isWriting(command) ? ` ${payload.user.id}` : '';
  const target = `${place.channel} ${payload.message?.ts ?? payload.container.message_ts ?? 'home'} ${command}${who}`;
  const key = `click ${target} ${actionTs} ${payload.user.id}`;
  if (!(await isFirst(parts, key))) return;
  if (!parts.clicks.enter(target)) return;
  const begun = parts.clock.now().getTime();
  parts.running.start(async (signal) => {
    try {
      await parts.answering.answer(command, place, signal, { key });
      if (isOfHome(payload) && isWriting(command)) await parts.home.publish(payload.user.id, false, signal);
    } finally {
      parts.clicks.leave(target, begun);
    }
  });
}

/** Only the home tab stands in no conversation. */
function isOfHome(payload: ActionPlace): boolean {
  return payload.channel === undefined;
}

export function placeOfPerson(user: { id: string; name?: string | undefined }): Place {
  return {
    channel: user.id,
    threadTs: null,
    user: { id: user.id, name: user.name ?? '' },
    direct: true,
    responseUrl: null,
    editTs: null,
  };
}

/** Tells whom we can: the payload is broken, but the person or the response_url in it may be whole. */
function refuse(parts: Parts, body: unknown, problem: Problem): void {
  parts.logger.warn({ problem: problem.message }, 'a payload was refused');
  const raw = body as { user?: { id?: unknown }; channel?: { id?: unknown }; response_url?: unknown } | null;
  const userId = raw?.user?.id;
  if (typeof userId !== 'string' || !/^[UW][A-Z0-9]{1,30}$/.test(userId)) return;
  const channel = typeof raw?.channel?.id === 'string' ? raw.channel.id.slice(0, 64) : userId;
  const responseUrl = typeof raw?.response_url === 'string' ? raw.response_url : null;
  const place: Place = { ...placeOfPerson({ id: userId }), channel, direct: isDirect(channel), responseUrl };
  parts.running.start(() => parts.answering.say(place, `${problem.message} ${problem.remedy}`));
}
