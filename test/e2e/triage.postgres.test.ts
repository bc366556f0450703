// The same triage on PostgreSQL, in Socket Mode and over signed HTTP.

import { describe } from 'vitest';
import { openOwnDatabase } from './ownDatabase.js';
import { walkThroughTriage } from './triageWalk.js';

describe.each(['socket', 'http'] as const)('a triage over %s, kept in PostgreSQL', (mode) => {
  walkThroughTriage(mode, openOwnDatabase);
});
