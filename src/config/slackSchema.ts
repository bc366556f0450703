// What the settings file may say of Slack: how it is reached, its secrets, and who may do what.

import * as z from 'zod';
import { isLoopback } from '../support/loopback.js';
import { proxySetting } from '../support/proxy.js';
import { secretReference } from '../support/settingKinds.js';
import { channelId, groupId, userId } from './slackIds.js';

export const rights = ['read', 'triage', 'close', 'audit', 'handoff', 'operate'] as const;

const rule = z.strictObject({
  who: z
    .strictObject({
      users: z.array(userId).default([]),
      groups: z.array(groupId).default([]),
      channels: z.array(channelId).default([]),
    })
    .refine((who) => who.users.length + who.groups.length + who.channels.length > 0, {
      error: 'must name users, groups or channels',
    }),
  tunnels: z.array(z.string().min(1).max(200)).default([]),
  may: z.array(z.enum(rights)).min(1),
});

const access = z.strictObject({
  rules: z.array(rule).max(500).default([]),
  channels: z.array(channelId).default([]),
  people: z.array(userId).default([]),
  grantedBy: z.string().default('whoever runs Tunnelmedic'),
});

export const slack = z.strictObject({
  mode: z.enum(['socket', 'http']).default('socket'),
  botToken: secretReference.default({ env: 'SLACK_BOT_TOKEN' }),
  appToken: secretReference.default({ env: 'SLACK_APP_TOKEN' }),
  signingSecret: secretReference.default({ env: 'SLACK_SIGNING_SECRET' }),
  apiUrl: z
    .string()
    .refine(isApiUrl, 'must be an https:// address that ends with /api/; http:// only on this machine')
    .optional(),
  proxy: proxySetting.optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(3000),
  healthPort: z.int().min(0).max(65_535).optional(),
  access: access.prefault({}),
});

/** The bot token goes there: it is encrypted, or does not leave the machine. */
function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password, search, hash } = new URL(text);
  const isBare = username === '' && password === '' && search === '' && hash === '';
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && isBare && pathname.endsWith('/api/');
}
