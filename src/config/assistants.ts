// What the settings file says of the assistants that ask over the network: the secret of each, and with whose rights.

import * as z from 'zod';
import { Problem } from '../domain/problem.js';
import { secretReference } from '../support/settingKinds.js';
import type { Place } from './deviceSettings.js';
import { checkedSecret, type Secret, secretFrom } from './secret.js';
import { channelId, userId } from './slackIds.js';

export const assistantSchema = z
  .strictObject({
    token: secretReference.optional(),
    as: userId.optional(),
    signingSecret: secretReference.optional(),
    channel: channelId.optional(),
  })
  .refine(
    ({ token, as, signingSecret }) =>
      signingSecret === undefined ? token !== undefined && as !== undefined : !token && !as,
    'must have either token and as, or signingSecret',
  );

export interface AssistantSettings {
  readonly name: string;
  /** What it sends as bearer token, or signs with. */
  readonly secret: Secret;
  /** Slack user id: whose rights count. Null: it signs, for each request, who asks. */
  readonly as: string | null;
  /** Slack channel id that it counts as asking in; null for none, as in a direct message. */
  readonly channel: string | null;
}

/** RFC 7518, section 3.2: a key for HMAC-SHA256 has at least as many bits as its hash. */
const leastBytes = 32;

export function readAssistant(
  name: string,
  { token, as, signingSecret, channel }: z.output<typeof assistantSchema>,
  { folder, environment }: Place,
): AssistantSettings {
  const what = `the assistant ${name}`;
  const common = { name, channel: channel ?? null };
  if (signingSecret)
    return {
      ...common,
      secret: longEnough(secretFrom(signingSecret, what, folder, environment), what),
      as: null,
    };
  if (!token || as === undefined) throw new Error('the schema lets no such assistant through');
  return { ...common, secret: secretFrom(token, what, folder, environment), as };
}

/** Whoever sees one signed request can try short secrets without asking us. */
function longEnough(secret: Secret, what: string): Secret {
  return checkedSecret(secret, (value) => {
    const bytes = Buffer.byteLength(value);
    if (bytes < leastBytes) throw new Problem('secret-short', { what, bytes, least: leastBytes });
  });
}
