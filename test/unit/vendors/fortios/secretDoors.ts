// Where texts of a FortiGate enter: what is kept of a text that holds a secret.

import { editsIn, revisionsIn } from '../../../../src/vendors/fortios/parseChanges.js';
import { parseLogRows, toLines } from '../../../../src/vendors/fortios/parseLog.js';
import { readReply } from '../../../../src/vendors/fortios/reply.js';
import type { SecretDoor } from '../secretDoor.js';

export const doors: readonly SecretDoor[] = [
  {
    name: 'error',
    kept: (text) => readReply(JSON.stringify({ status: 'error', http_status: 500, cli_error: text }), 500),
  },
  {
    name: 'row of a log',
    kept: (text) => toLines(parseLogRows([{ logid: '0101037124', subtype: 'vpn', msg: text }])),
  },
  {
    name: 'changed setting',
    kept: (text) =>
      editsIn(
        parseLogRows([
          { ...change, cfgobj: text, cfgattr: text },
          { ...change, cfgattr: `proposal[${text}->aes256-sha256]` },
        ]),
        0,
      ),
  },
  {
    name: 'comment of a revision',
    kept: (text) => revisionsIn({ revisions: [{ time: 1_772_447_400, comment: text }] }, 0, Date.now() * 2),
  },
];

const change = {
  logid: '0100044547',
  subtype: 'system',
  eventtime: '1772447400000000000',
  cfgpath: 'vpn.ipsec.phase1-interface',
  cfgobj: 'to-paris',
};
