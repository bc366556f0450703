// What people send that nobody should, to a service as a process of its own: its memory, its two streams and its data folder are looked at.

import { afterAll, beforeAll, describe } from 'vitest';
import { type GuardedIncident, openGuardedIncident } from './guardedStage.js';
import { describeHostileFiles } from './hostileFiles.js';
import { describeSecrets } from './hostileSecrets.js';

describe('to a service by itself', () => {
  let opened: GuardedIncident;
  beforeAll(async () => {
    opened = await openGuardedIncident({ asProcess: true, firewalls: ['fw-oslo-1'] });
  });
  afterAll(() => opened.stage.stop(), 60_000);

  describeHostileFiles(() => opened);
  // It closes the service.
  describeSecrets(() => opened);
});
