// The JSON answer of `whoami`.

import * as z from 'zod';
import { schema1 } from '../../commands/shapes.js';

export const whoamiAnswer = z.strictObject({
  schema: schema1,
  id: z.string(),
  name: z.string(),
  channel: z.string().nullable().describe('where it was asked, as the chat names it'),
  rights: z.array(
    z.strictObject({
      right: z.string(),
      tunnels: z.array(z.string()).nullable().describe('patterns; null: every tunnel'),
    }),
  ),
  missing: z.array(z.string()).describe('rights that no rule grants here'),
  groupsUnread: z.boolean().describe('user groups could not be read, so there may be more rights'),
});
