// What commands that keep something are given: the stores, ids that people can type, and who acted.

import type { AuditLog } from '../access/audit.js';
import type { Person } from '../incidents/events.js';
import type { IncidentStore } from '../incidents/store.js';
import type { VerdictStore } from '../incidents/verdicts.js';
import type { ShiftStore } from '../shifts/store.js';
import type { KnownGoodStore } from '../watch/knownGood.js';
import type { SampleStore } from '../watch/samples.js';
import type { WatchStore } from '../watch/store.js';
import type { CommandParts, CommandRequest } from './command.js';

export interface Stores {
  readonly incidents: IncidentStore;
  readonly shifts: ShiftStore;
  readonly audit: AuditLog;
  readonly verdicts: VerdictStore;
  readonly watch: WatchStore;
  readonly samples: SampleStore;
  readonly knownGood: KnownGoodStore;
}

export interface KeepingParts extends CommandParts {
  /**
   * Opened when first needed.
   * @throws Problem `store-locked` when the running service holds the data folder.
   */
  readonly stores: () => Promise<Stores>;
  /** A short, unused, readable id for an incident, a document or a remark. */
  readonly newId: (prefix: string) => string;
}

/** The bot itself, where nobody in particular acted. */
export const tunnelmedic: Person = { id: 'tunnelmedic', name: 'Tunnelmedic' };

export function personOf({ asker }: Pick<CommandRequest, 'asker'>): Person {
  return { id: asker.id, name: asker.name };
}
