// Where texts of charon enter: what is kept of a text that holds a secret.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLogFile } from '../../../../src/vendors/strongswan/fetchLog.js';
import { eventText } from '../../../../src/vendors/strongswan/liveLog.js';
import type { SecretDoor } from '../secretDoor.js';

export const doors: readonly SecretDoor[] = [
  { name: 'log event', kept: (text) => eventText({ group: 'IKE', level: '4', thread: '10', msg: text }) },
  {
    name: 'log file',
    async kept(text) {
      const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
      try {
        const path = join(folder, 'charon.log');
        await writeFile(path, `${text}\nMar  3 09:12:01 09[IKE] next\n`);
        const times = { timeZone: 'utc', now: new Date('2026-03-03T10:00:00Z') };
        return await readLogFile(path, {}, times, new AbortController().signal);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
];
