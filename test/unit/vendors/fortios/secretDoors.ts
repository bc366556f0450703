// Where texts of a FortiGate enter: what is kept of a text that holds a secret.

import { readReply } from '../../../../src/vendors/fortios/reply.js';
import type { SecretDoor } from '../secretDoor.js';

export const doors: readonly SecretDoor[] = [
  {
    name: 'error',
    kept: (text) => readReply(JSON.stringify({ status: 'error', http_status: 500, cli_error: text }), 500),
  },
];
