// The JSON answer of `list`.

import { z } from 'zod';
import { instant, tunnelState } from '../../commands/shapes.js';

export const listAnswer = z
  .array(
    z.strictObject({
      tunnel: z.string().describe('its name on that device'),
      device: z.string(),
      vendor: z.string(),
      state: tunnelState,
      since: instant.nullable(),
      peer: z.string().nullable(),
      name: z.string().describe('the name that both ends go by'),
      basis: z.string().describe('why it is in that state'),
    }),
  )
  .describe('one row for each end that a device of ours has, worst first');
