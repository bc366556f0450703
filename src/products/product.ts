// What a product calls things: menu paths, command lines, commands for people, as the files of playbooks/vendors say.

import * as z from 'zod';
import { settingNames } from '../domain/tunnelConfig.js';

/**
 * `{gateway}` stands for the object's own name. A menu step whose name is not known is left out; in a command it reads GATEWAY. On a command
 * line what stands in square brackets is left out with it, and `{entry|the crypto map}` has words for the unknown.
 */
const text = z.string().min(2);
const spot = z.strictObject({ menu: text.optional(), cli: text.optional() });
const place = z.strictObject({
  ...spot.shape,
  /** Where it differs by IKE version. */
  ikev1: spot.optional(),
  ikev2: spot.optional(),
});

export const commandNames = [
  'test-ike',
  'test-child',
  'test-traffic',
  'show-ike',
  'show-child',
  'clear-ike',
  'clear-child',
  'clear-sessions',
  'show-asymmetry',
  'show-links',
  'read-log',
  'debug',
  'capture',
  'apply',
] as const;
export type CommandName = (typeof commandNames)[number];

export const productSchema = z.strictObject({
  product: z.string().regex(/^[a-z0-9-]+$/),
  title: text,
  /** Other names that people type for it. */
  also: z.array(z.string().min(2)).optional(),
  /** The files of signatures whose messages its log prints; nothing for the neutral words. */
  prints: z.array(z.string().min(2)).optional(),
  /** What sentences name: the menu (when left out), the command line, or both. */
  say: z.enum(['menu', 'cli', 'both']).optional(),
  source: text,
  /** Where a setting stands that a central manager pushed. */
  central: z.strictObject({ menu: text, policy: text }).optional(),
  log: z.strictObject({ read: text }),
  /** How it writes algorithms, where that is not the way of `aes-256-cbc / sha256 / group14`. */
  algorithms: z
    .strictObject({
      /** One proposal, in the syntax of a command line: `{encryption}[-{integrity}][-prf{prf}]`; `{dh}` where a group is part of it. */
      proposal: text,
      /** Groups that stand beside all proposals: `dhgrp {numbers}`. */
      groups: text.optional(),
      /** Canonical name → its word; others are written alike. */
      names: z.record(z.string(), z.string().min(1)),
    })
    .optional(),
  settings: z.partialRecord(z.enum(settingNames), place).optional(),
  commands: z.partialRecord(z.enum(commandNames), text).optional(),
});

export type Product = z.infer<typeof productSchema>;
export type Place = z.infer<typeof place>;

/** Names of a tunnel's objects on its device: gateway, tunnel, profiles … null or missing when not known. */
export type ObjectNames = Readonly<Record<string, string | null>>;
