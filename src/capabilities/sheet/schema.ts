// The JSON answer of `sheet`: the parameters; with a filled-in sheet, what differs.

import * as z from 'zod';
import { instant, schema1 } from '../../commands/shapes.js';

const outcome = z.enum(['same', 'differs', 'empty', 'unclear']);

const parameters = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  ourName: z.string(),
  partner: z.string(),
  readAt: instant,
  rows: z.array(
    z.strictObject({
      id: z.string(),
      section: z.string(),
      parameter: z.string(),
      ours: z.string(),
      yours: z.string().describe('what the partner must carry, in its own view'),
      kind: z.string(),
      remark: z.string(),
      written: z.string().optional().describe("the same value in the words of the partner's product"),
      seen: z
        .strictObject({
          value: z.string(),
          by: z.string(),
          at: z.string().nullable(),
          outcome,
        })
        .nullable()
        .describe('what the other end was seen to carry'),
    }),
  ),
});

const comparison = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      parameter: z.string(),
      needed: z.string(),
      given: z.string(),
      outcome,
    }),
  ),
});

export const sheetAnswer = z.union([parameters, comparison]).describe('the second with a filled-in sheet');
