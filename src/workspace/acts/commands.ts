// A person types a slash command: what Slack sends, and what the person sees when the app does not answer.
import type { Context } from '../context.js';
import { textOf } from '../fields.js';
import type { Fields } from '../model.js';
import { applyResponse } from '../response-url.js';
import { type ActOutcome, outcomeOf, personOf, refused, typedText } from './outcome.js';

export interface TypedCommand {
  /** Id or handle. */
  user: string;
  /** Id or name. */
  channel: string;
  /** The whole line, `/ipsec status tunnel-x`. */
  text: string;
  /** Slack refuses commands in threads; given, the person is told so and nothing is sent. */
  threadTs?: string;
}

export const SLACKBOT = 'USLACKBOT';

/** A line from Slack itself that only this person sees. */
function tellPerson(context: Context, user: string, channel: string, text: string, threadTs?: string): void {
  context.world.add({
    channel,
    user: SLACKBOT,
    text,
    ephemeralTo: user,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
}

export async function typeCommand(context: Context, typed: TypedCommand): Promise<ActOutcome> {
  const person = personOf(context, typed.user);
  const channel = context.world.channel(typed.channel);
  if (channel === undefined) throw new Error(`There is no channel ${typed.channel}.`);
  const [command = '', ...words] = typed.text.trim().split(/\s+/);
  const known = context.manifest.commands.find((one) => one.command === command);
  if (known === undefined && context.manifest.commands.length > 0) {
    tellPerson(context, person.id, channel.id, `\`${command}\` is not a valid command.`, typed.threadTs);
    return refused('unknown_command');
  }
  if (typed.threadTs !== undefined) {
    tellPerson(
      context,
      person.id,
      channel.id,
      `\`${command}\` is not supported in threads. Sorry!`,
      typed.threadTs,
    );
    return refused('not_supported_in_threads');
  }
  const ticket = { user: person.id, channel: channel.id };
  const id = context.tickets.responseUrl(ticket);
  const text = typed.text.trim().slice(command.length).trim();
  const payload: Fields = {
    token: 'unused',
    team_id: context.world.teamId,
    team_domain: 'local',
    channel_id: channel.id,
    channel_name: channel.kind === 'dm' ? 'directmessage' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text: (known?.escapes ?? true) ? typedText(context, text) : text,
    api_app_id: context.world.appId,
    is_enterprise_install: 'false',
    response_url: `${context.baseUrl}/response/${id}`,
    trigger_id: context.tickets.trigger(person.id),
  };
  const outcome = outcomeOf(await context.delivery.ask('slash_commands', payload));
  if (outcome.state !== 'acked') {
    const error = outcome.state === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
    tellPerson(
      context,
      person.id,
      channel.id,
      `\`${[command, ...words].join(' ')}\` failed with the error "${error}"`,
    );
  } else if (textOf(outcome.response.text) !== '' || Array.isArray(outcome.response.blocks)) {
    applyResponse(context, { ...ticket, expiresAt: 0, uses: 0 }, outcome.response);
  }
  return outcome;
}
