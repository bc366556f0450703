// Slack's ids, as settings carry them: names would fit nothing, so each refusal says where the id is found.

import * as z from 'zod';

const quoted = { error: 'must be text; write it in quotes' } as const;

export const channelId = z
  .string(quoted)
  .regex(
    /^[CGD][A-Z0-9]{2,20}$/,
    'must be a channel id such as C0123ABCD, not a name: in Slack it stands at the bottom of "View channel details"',
  );

export const userId = z
  .string(quoted)
  .regex(
    /^[UW][A-Z0-9]{2,20}$/,
    'must be a member id such as U0123ABCD, not a name: in Slack choose the profile, the three dots, "Copy member ID"',
  );

export const groupId = z
  .string(quoted)
  .regex(
    /^S[A-Z0-9]{2,20}$/,
    'must be a user group id such as S0123ABCD, not a name: in Slack choose "People & user groups", the group, the three dots, "Copy group ID"',
  );

/** Whoever is mentioned: a member or a user group. */
export const mentionedId = z
  .string(quoted)
  .regex(
    /^[UWS][A-Z0-9]{2,20}$/,
    'must be a member id such as U0123ABCD or a user group id such as S0123ABCD, not a name: in Slack choose the profile or the group, the three dots, "Copy ... ID"',
  );
