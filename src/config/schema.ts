// The settings file's shape: every key, its type, its bounds and its default; config.example.yml explains each.

import * as z from 'zod';
import { proxySetting } from '../support/proxy.js';
import { secretReference, timeZone } from '../support/settingKinds.js';
import { vendors } from '../vendors/registry.js';
import { alertsSchema } from './alertsSchema.js';
import { assistantSchema } from './assistants.js';
import { outgoingSchema } from './outgoing.js';
import { channelId, mentionedId } from './slackIds.js';
import { slack } from './slackSchema.js';

/** Words that every JavaScript object answers to: a table of names must not know them already. */
const reserved: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
const name = z
  .string()
  .min(1)
  .max(120)
  .refine((text) => text === text.trim(), 'must not begin or end with a blank')
  .refine((text) => !/\p{C}/u.test(text), 'must not hold line breaks or other control characters')
  .refine((text) => !reserved.has(text), 'must be another word: JavaScript keeps this one for itself');
const [firstVendor, ...otherVendors] = vendors;
const device = z.discriminatedUnion('vendor', [
  firstVendor.settings,
  ...otherVendors.map((vendor) => vendor.settings),
]);

const end = z.strictObject({ device: name, tunnel: name });

const maintenance = z.strictObject({
  from: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-03-01T22:00:00Z' }),
  to: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-03-01T23:00:00Z' }),
  why: z.string().max(300).default('planned work'),
});

const tunnel = z.strictObject({
  aliases: z.array(name).max(50).default([]),
  owner: z.string().max(200).optional(),
  partner: z
    .strictObject({
      name,
      contact: z.string().max(300).optional(),
      mail: z.email({ error: 'must be a mail address such as noc@acme.example' }).max(200).optional(),
      vendor: z.string().max(60).optional(),
    })
    .optional(),
  criticality: z.enum(['low', 'normal', 'high']).default('normal'),
  channel: channelId.optional(),
  backup: z.boolean({ error: 'must be true or false' }).default(false),
  maintenance: z.array(maintenance).max(100).default([]),
  ends: z.array(end).min(1).max(2, { error: 'must be one or two ends' }).default([]),
});

const listen = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).optional(),
});

const metrics = z.strictObject({ token: secretReference.optional() });

const startTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as "06:00", in quotes' });

const calendar = z
  .strictObject({
    url: secretReference.optional(),
    file: z.string().min(1).optional(),
    proxy: proxySetting.optional(),
    people: z.record(z.string().min(2).max(200), z.array(mentionedId).min(1)).default({}),
  })
  .refine(({ url, file }) => (url === undefined) !== (file === undefined), {
    error: 'must name a file, or an address by reference, and not both',
  })
  .refine(({ file, proxy }) => file === undefined || proxy === undefined, {
    error: 'must not name a proxy for a file',
  });

const yesOrNo = z.boolean({ error: 'must be true or false' });

const team = z.strictObject({
  channel: channelId.optional(),
  timeZone: timeZone.optional(),
  shifts: z
    .array(z.strictObject({ start: startTime, people: z.array(mentionedId).default([]) }))
    .min(1)
    .max(24),
  calendar: calendar.optional(),
  onCall: z.strictObject({ mention: yesOrNo.default(true), own: yesOrNo.default(true) }).prefault({}),
  tunnels: z.array(z.string().min(1).max(200)).default([]),
});

const days = z.int().min(1).max(3660);

const store = z.strictObject({
  dataFolder: z.string().min(1).default('./tunnelmedic-data'),
  databaseUrl: secretReference.default({ env: 'DATABASE_URL' }),
  keep: z
    .strictObject({
      incidentDays: days.default(365),
      auditDays: days.default(365),
      sampleDays: days.default(2),
      historyDays: days.default(90),
    })
    .prefault({}),
});

const patterns = z.array(z.string().min(1).max(200));

const watch = z.strictObject({
  enabled: z.boolean({ error: 'must be true or false' }).default(true),
  everySeconds: z.int().min(5).max(3600).default(60),
  tunnels: patterns.default([]),
  criticality: z.array(z.enum(['low', 'normal', 'high'])).default([]),
  owners: z.array(z.string().min(1).max(200)).default([]),
  channel: channelId.optional(),
  gatherSeconds: z.int().min(0).max(300).default(20),
  detailCalls: z.int().min(0).max(20).default(1),
});

const seconds = z.number().min(0).max(86_400);

const cache = z.strictObject({
  inventorySeconds: seconds.default(600),
  overviewSeconds: seconds.default(20),
  liveSeconds: seconds.default(20),
  logSeconds: seconds.default(45),
  haSeconds: seconds.default(60),
});

export const settingsSchema = z.strictObject({
  timeZone: timeZone.optional(),
  devices: z.record(name, device).default({}),
  tunnels: z.record(name, tunnel).default({}),
  slack: slack.prefault({}),
  listen: listen.prefault({}),
  metrics: metrics.prefault({}),
  teams: z.record(name, team).default({}),
  alerts: alertsSchema.prefault({}),
  assistants: z.record(name, assistantSchema).default({}),
  out: outgoingSchema.prefault({}),
  store: store.prefault({}),
  watch: watch.prefault({}),
  cache: cache.prefault({}),
  questionSeconds: z.number().min(1).max(300).default(25),
  diagnoseSeconds: z.number().min(1).max(600).default(60),
  incidentLookSeconds: z.int().min(5).max(3600).default(60),
  sampleSeconds: z.number().min(0).max(30).default(3),
  maxConcurrentQuestions: z.int().min(1).max(1000).default(64),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  playbooks: z.array(z.string().min(1)).max(50).default([]),
});

export type SettingsFile = z.output<typeof settingsSchema>;
