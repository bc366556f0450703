// The JSON answer of `config`.

import * as z from 'zod';
import { schema1 } from '../../commands/shapes.js';

export const configAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  ends: z.array(
    z.strictObject({
      device: z.string(),
      tunnel: z.string(),
      unreadable: z.record(z.string(), z.string()).describe('setting: why it could not be read'),
    }),
  ),
  rows: z.array(
    z.strictObject({
      label: z.string(),
      ours: z.string(),
      theirs: z.string(),
      state: z.enum(['same', 'differs', 'unknown', 'apart', 'translated']),
      atRekey: z.literal(true).optional().describe('a difference may stop the next rekey'),
      where: z
        .strictObject({ ours: z.string().nullable(), theirs: z.string().nullable() })
        .optional()
        .describe('of a difference: where each end has the setting, in the words of its vendor'),
    }),
  ),
});
