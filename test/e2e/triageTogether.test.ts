// Ten people in one incident at once, with one service and PGlite.

import { afterAll, beforeAll, describe } from 'vitest';
import { openTriageStage, type TriageStage } from './triageStage.js';
import { tenPeople, tenPeopleAtOnce } from './triageTogether.js';

describe('ten people in one incident', () => {
  let stage: TriageStage;
  beforeAll(async () => {
    stage = await openTriageStage({ people: tenPeople, firewalls: ['fw-oslo-1'] });
    await stage.open();
  });
  afterAll(() => stage.stop(), 60_000);

  tenPeopleAtOnce(() => stage);
});
