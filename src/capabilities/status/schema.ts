// The JSON answer of `status`.

import * as z from 'zod';
import {
  cause,
  confidence,
  instant,
  schema1,
  trigger,
  tunnelState,
  unchecked,
} from '../../commands/shapes.js';

const counter = z.string().regex(/^\d+$/).describe('decimal').nullable();
const spi = z.string().nullable().describe('8 hex digits');
const amount = z.number().nullable();

const child = z.strictObject({
  name: z.string(),
  state: z.enum(['installed', 'rekeying', 'down', 'unknown']),
  spiIn: spi,
  spiOut: spi,
  bytesIn: counter,
  bytesOut: counter,
  packetsIn: counter,
  packetsOut: counter,
  localSelectors: z.array(z.string()),
  remoteSelectors: z.array(z.string()),
  installedAt: instant.nullable(),
  expiresAt: instant.nullable(),
});

const ike = z.strictObject({
  state: z.enum(['established', 'connecting', 'down', 'unknown']),
  version: z.union([z.literal(1), z.literal(2)]).nullable(),
  role: z.enum(['initiator', 'responder']).nullable(),
  peer: z.string().nullable(),
  establishedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  initiatorSpi: z.string().nullable().optional(),
  responderSpi: z.string().nullable().optional(),
  natDetected: z.boolean().nullable().optional(),
});

const end = z.strictObject({
  device: z.string().nullable().describe('the partner or its address for an end that is not ours'),
  vendor: z.string().nullable(),
  tunnel: z.string().optional(),
  readable: z.boolean(),
  state: tunnelState,
  since: instant.nullable().optional(),
  basis: z.string().optional(),
  ike,
  children: z.array(child),
  traffic: z
    .strictObject({
      seconds: z.number(),
      bytesIn: amount,
      bytesOut: amount,
      packetsIn: amount,
      packetsOut: amount,
    })
    .nullable()
    .optional()
    .describe('each a second, between two looks'),
  monitor: z
    .strictObject({
      enabled: z.boolean(),
      state: z.enum(['up', 'down', 'unknown']),
      source: z.string().nullable(),
      destination: z.string().nullable(),
      sent: counter,
      answered: counter,
    })
    .nullable()
    .describe('what the device tells of its tunnel monitor'),
  at: instant.nullable().optional(),
});

export const statusAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  state: tunnelState,
  since: instant.nullable(),
  sinceAtLeast: z.boolean().describe('it was so already when the watch looked first, at `since`'),
  cause: z
    .strictObject({ cause, confidence, says: z.string() })
    .nullable()
    .describe('the likely cause from what was read, null for a tunnel that is not broken'),
  trigger: trigger.nullable().describe('of a change only when something that was read shows it'),
  basis: z.string(),
  at: instant,
  cachedForMs: z.number().nullable(),
  ends: z.array(end),
  unchecked,
});
