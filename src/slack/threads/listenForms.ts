// Fields that a command needs first: the button or the menu that opens the modal, and the modal that comes back.

import { looksAgain } from '../../commands/understand.js';
import { Problem } from '../../domain/problem.js';
import type { Action } from '../../domain/report.js';
import { clicked } from '../listenClicks.js';
import { type ActionPlace, buttonPayload, menuPayload, readPayload } from '../payloads.js';
import { type Place, placeIn, placeOfClick, placeOfPerson } from '../place.js';
import { isFirst, type Listening, type Parts } from '../ports.js';
import { registrations } from '../registrations.js';
import { behindForm, isOfIncident } from './acts.js';
import { fetched, mostFiles } from './download.js';
import { fillSubmission, fillView, readCarried, readFilled } from './forms.js';

const unreadable = 'What you filled in could not be read, so nothing was done. Open the form again.';

export function listenToForms(listening: Listening, parts: Parts): void {
  listening.action(registrations.formButton, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(buttonPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    const { incidents } = parts;
    const [{ value: command, action_ts: actionTs }] = payload.actions;
    await openForm(parts, payload, { command, actionTs }, () => incidents.form(command, labelOf(body)));
  });

  listening.action(registrations.judging, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(buttonPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    const { incidents } = parts;
    const [{ value, action_ts: actionTs }] = payload.actions;
    const command = behindForm(value);
    if (command === null) return await clicked(parts, payload, value, actionTs);
    await openForm(parts, payload, { command, actionTs }, () => incidents.form(command, labelOf(body)));
  });

  listening.action(registrations.furtherMenu, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(menuPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    const { incidents } = parts;
    const [chosen] = payload.actions;
    const command = chosen.selected_option.value;
    const action = await incidents.action(command).catch(() => null);
    if (action?.inputs?.length || isOfIncident(command, parts.dispatcher.commands))
      return await openForm(parts, payload, { command, actionTs: chosen.action_ts }, async () => action);
    const key = formKey(payload, chosen.action_ts);
    if (!(await isFirst(parts, key))) return;
    parts.running.start((signal) =>
      parts.answering.answer(
        command,
        placeOfClick(payload, looksAgain(command, parts.dispatcher.commands)),
        signal,
        { key },
      ),
    );
  });

  listening.view(registrations.fillView, async ({ ack, body }) => {
    const payload = readPayload(fillSubmission, body);
    const carried = payload instanceof Problem ? null : readCarried(payload.view.private_metadata);
    if (payload instanceof Problem || carried === null) {
      await ack();
      parts.logger.warn('the answer of a modal was refused');
      const asker = placeIn(body);
      if (asker) parts.running.start(() => parts.answering.say(asker, unreadable));
      return;
    }
    await ack();
    const key = `view ${payload.view.id} ${payload.view.hash}`;
    if (!(await isFirst(parts, key))) return;
    const { fields, people, files } = readFilled(payload);
    const place: Place = {
      ...placeOfPerson({ id: payload.user.id, name: payload.user.name ?? payload.user.username }),
      ...carried.place,
      channel: carried.place.channel ?? payload.user.id,
    };
    parts.running.start(async (signal) => {
      const attachments = await fetched(parts, files.slice(0, mostFiles), place);
      if (attachments === null) return;
      const named = await Promise.all(
        Object.entries(people).map(
          async ([name, id]) => [name, (await parts.incidents?.names.mention(id)) ?? id] as const,
        ),
      );
      await parts.answering.answer(carried.command, place, signal, {
        key,
        fields: { ...fields, ...Object.fromEntries(named) },
        attachments,
      });
      // The button stood on the home tab, which shows what was added.
      if (carried.place.channel === payload.user.id) await parts.home.publish(payload.user.id, false, signal);
    });
  });
}

function formKey(payload: ActionPlace, actionTs: string): string {
  return `form ${payload.user.id} ${actionTs}`;
}

/**
 * Opens the modal that asks for the fields of a command. Not behind what waits, nor behind the claim of the click: the ticket for a
 * modal lives three seconds. It serves once, so a click that is delivered again opens none.
 */
async function openForm(
  parts: Parts,
  payload: ActionPlace,
  { command, actionTs }: { readonly command: string; readonly actionTs: string },
  find: () => Promise<Action | null>,
): Promise<void> {
  const place = placeOfClick(payload, false);
  let isOpen = false;
  try {
    const action = await find();
    const { channel, direct, threadTs, newThread = false } = place;
    const carried = { channel, direct, threadTs, newThread };
    const view = action?.inputs?.length ? fillView(action, { command, place: carried }) : null;
    if (view && payload.trigger_id) {
      await parts.web.openView(payload.trigger_id, view);
      isOpen = true;
    }
  } catch (error) {
    parts.logger.warn({ error }, 'a modal could not be opened');
  }
  if (!(await isFirst(parts, formKey(payload, actionTs))) || isOpen) return;
  parts.running.start(() =>
    parts.answering.say(place, `This form cannot be shown now. Type it instead: ${command.slice(0, 300)} …`),
  );
}

/** What the button said. */
function labelOf(body: unknown): string {
  const label = (body as { actions?: { text?: { text?: unknown } }[] } | null)?.actions?.[0]?.text?.text;
  return typeof label === 'string' ? label : '';
}
