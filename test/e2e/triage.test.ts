// A whole triage on PGlite, the database in the data folder, in Socket Mode and over signed HTTP.

import { describe } from 'vitest';
import { walkThroughTriage } from './triageWalk.js';

describe.each(['socket', 'http'] as const)('a triage over %s, kept in PGlite', (mode) => {
  walkThroughTriage(mode, null);
});
