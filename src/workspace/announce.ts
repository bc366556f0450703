// Which events Slack sends to the app when something happens, in the shape of the Events API.
import type { Context } from './context.js';
import type { Fields, Message } from './model.js';
import { messagePayload } from './payloads.js';
import type { Arrival } from './transport.js';

/** Sends one event when the app subscribed to it. `subscription` is the name in the manifest. */
export async function announceEvent(
  context: Context,
  subscription: string,
  event: Fields,
  user: string,
): Promise<Arrival | undefined> {
  const { world, manifest } = context;
  if (manifest.events !== undefined && !manifest.events.has(subscription)) return undefined;
  return context.delivery.tell({
    token: 'unused',
    team_id: world.teamId,
    api_app_id: world.appId,
    event: { ...event, event_ts: event.event_ts ?? world.newTs() },
    type: 'event_callback',
    event_id: world.newId('Ev'),
    event_time: Math.floor(context.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.teamId,
        user_id: world.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${user}`,
  });
}

/** The `message` event, and `app_mention` when the text names the app. Ephemeral messages cause none. */
export function announceMessage(context: Context, message: Message): void {
  void tellMessage(context, message);
}

/** As `announceMessage`, but resolves when the app has acknowledged, or did not. */
export async function tellMessage(context: Context, message: Message): Promise<void> {
  const { world } = context;
  const isDm = message.channel.startsWith('D');
  const own = message.user === world.botUserId;
  // Slack sends an app its own messages too. Without a manifest that asks for them they are only noise.
  if (own && context.manifest.events === undefined) return;
  const event: Fields = {
    ...messagePayload(message, world, context.baseUrl),
    channel: message.channel,
    channel_type: isDm ? 'im' : 'channel',
    event_ts: message.ts,
  };
  const sent = [announceEvent(context, isDm ? 'message.im' : 'message.channels', event, message.user)];
  if (!own && !isDm && message.text.includes(`<@${world.botUserId}>`)) {
    sent.push(announceEvent(context, 'app_mention', { ...event, type: 'app_mention' }, message.user));
  }
  await Promise.all(sent);
}
