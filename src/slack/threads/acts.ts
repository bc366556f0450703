// Which payloads of Slack are acts that must not be lost once they are acknowledged, and the key that is theirs alone.

import * as z from 'zod';
import type { Declaration } from '../../commands/declaration.js';
import { commandIn, isKept } from '../../commands/understand.js';
import { registrations } from '../registrations.js';

const loose = z.looseObject({
  type: z.string().optional(),
  command: z.string().optional(),
  text: z.string().optional(),
  trigger_id: z.string().max(300).optional(),
  callback_id: z.string().optional(),
  event_id: z.string().max(100).optional(),
  user: z.looseObject({ id: z.string().max(64) }).optional(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        action_ts: z.string().max(64).optional(),
        value: z.string().optional(),
        selected_option: z.looseObject({ value: z.string() }).nullish(),
      }),
    )
    .optional(),
  view: z.looseObject({ id: z.string().max(64), hash: z.string().max(100).optional() }).optional(),
  event: z
    .looseObject({
      type: z.string(),
      text: z.string().optional(),
      thread_ts: z.string().optional(),
      bot_id: z.unknown().optional(),
      subtype: z.string().optional(),
      files: z.array(z.unknown()).optional(),
      reaction: z.string().optional(),
    })
    .optional(),
});

/**
 * The key of an act, or null for what may be asked again: questions, menus, modals being opened.
 * @param isHeard whether an event is a message of another app that matters
 */
export function actKey(
  body: unknown,
  declared: readonly Declaration[],
  isHeard: (event: unknown) => boolean = () => false,
): string | null {
  const read = loose.safeParse(body);
  if (!read.success) return null;
  const { data } = read;
  if (data.command !== undefined)
    return data.trigger_id && isKept(data.text ?? '', declared) ? `command ${data.trigger_id}` : null;
  if (data.type === 'block_actions') {
    const [action] = data.actions ?? [];
    const command = action?.value ?? action?.selected_option?.value ?? '';
    if (!action || opensForm(action.action_id, command, declared) || !isKept(command, declared)) return null;
    return `click ${data.user?.id ?? ''} ${action.action_ts ?? data.trigger_id ?? ''} ${command}`.slice(
      0,
      2400,
    );
  }
  if (data.type === 'view_submission' && data.view) return `view ${data.view.id} ${data.view.hash ?? ''}`;
  if (data.type === 'message_action') {
    const isOurs =
      data.callback_id === registrations.pinShortcut || data.callback_id === registrations.triageShortcut;
    return isOurs && data.trigger_id ? `shortcut ${data.trigger_id}` : null;
  }
  const { event, event_id: id } = data;
  return event && id && (isEventAct(event, declared) || isHeard(event)) ? `event ${id}` : null;
}

/** Opening a form is no act yet. */
function opensForm(actionId: string, command: string, declared: readonly Declaration[]): boolean {
  if (registrations.formButton.test(actionId) || behindForm(command) !== null) return true;
  return registrations.furtherMenu.test(actionId) && isOfIncident(command, declared);
}

/** The command of a thumb that asks for fields first; null for one that runs at once. */
export function behindForm(value: string): string | null {
  return value.startsWith('form:') ? value.slice('form:'.length) : null;
}

/** Further acts on an incident all ask for fields; the others run at once. */
export function isOfIncident(command: string, declared: readonly Declaration[]): boolean {
  return commandIn(command, declared)?.about === 'incident';
}

function isEventAct(
  event: NonNullable<z.output<typeof loose>['event']>,
  declared: readonly Declaration[],
): boolean {
  if (event.bot_id !== undefined) return false;
  if (event.type === 'reaction_added') return event.reaction === 'pushpin';
  const words = (event.text ?? '').replace(/<@[^>]*>/g, ' ');
  if (event.type === 'app_mention') return isKept(words, declared) || event.thread_ts !== undefined;
  if (event.type !== 'message') return false;
  if (isKept(words, declared)) return true;
  const isPasted = (event.text ?? '').split('\n').length >= 3;
  return event.thread_ts !== undefined && ((event.files?.length ?? 0) > 0 || isPasted);
}
