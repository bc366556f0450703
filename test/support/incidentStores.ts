// The stores that an incident's thread is drawn from, over a database of a test.

import type { IncidentStores } from '../../src/slack/threads/ports.js';
import { createCardStore } from '../../src/stores/cardStore.js';
import type { Database } from '../../src/stores/database.js';
import { createInboxStore } from '../../src/stores/inbox.js';
import { createIncidentStore } from '../../src/stores/incidentStore.js';
import { createNoticeStore } from '../../src/stores/noticeStore.js';
import { createOutboxStore } from '../../src/stores/outbox.js';
import { createShiftStore } from '../../src/stores/shiftStore.js';

export function incidentStoresOver({ sql }: Pick<Database, 'sql'>): IncidentStores {
  return {
    incidents: createIncidentStore(sql),
    outbox: createOutboxStore(sql),
    cards: createCardStore(sql),
    inbox: createInboxStore(sql),
    shifts: createShiftStore(sql),
    notices: createNoticeStore(sql),
  };
}
