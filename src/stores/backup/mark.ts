// That a backup was taken, or put back: in the audit log, and when the last one was, for who looks after the installation.

import type { Kysely } from 'kysely';
import { createAuditLog } from '../auditLog.js';
import { hasTable } from '../migrate.js';
import type { Tables } from '../tables.js';

/** What moves everything that is kept, as the audit names it. */
export const moves = { backup: 'backup', restore: 'restore', migrate: 'migrate' } as const;

export interface Mark {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The user at the terminal. */
  readonly user: string;
  /** As typed. */
  readonly command: string;
}

export async function markBackup(database: Kysely<Tables>, mark: Mark): Promise<void> {
  // A database of an older version is left as it is.
  if (!(await hasTable(database, 'upkeep'))) return;
  await database
    .insertInto('upkeep')
    .values({ name: 'backup', at: mark.at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at: mark.at }))
    .execute();
  await markInAudit(database, mark);
}

export async function markInAudit(database: Kysely<Tables>, { at, user, command }: Mark): Promise<void> {
  await createAuditLog(database).add({
    at,
    personId: `terminal:${user}`,
    personName: user,
    channel: null,
    via: 'terminal',
    command: command.slice(0, 500),
    result: 'answered',
    durationMs: 0,
  });
}
