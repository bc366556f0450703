// What the settings file says of the assistants that ask over the network: the token of each, and with whose rights.

import { z } from 'zod';
import { secretReference } from '../support/settingKinds.js';
import type { Place } from './deviceSettings.js';
import { type Secret, secretFrom } from './secret.js';
import { channelId, userId } from './slackIds.js';

export const assistantSchema = z.strictObject({
  token: secretReference,
  as: userId,
  channel: channelId.optional(),
});

export interface AssistantSettings {
  readonly name: string;
  readonly token: Secret;
  /** Slack user id: whose rights count. */
  readonly as: string;
  /** Slack channel id that it counts as asking in; null for none, as in a direct message. */
  readonly channel: string | null;
}

export function readAssistant(
  name: string,
  { token, as, channel }: z.output<typeof assistantSchema>,
  { folder, environment }: Place,
): AssistantSettings {
  return {
    name,
    token: secretFrom(token, `the assistant ${name}`, folder, environment),
    as,
    channel: channel ?? null,
  };
}
