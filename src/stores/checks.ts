// What is checked of the store: who holds it, whether it answers, its schema, its space, and the age of the last backup. Nothing is opened anew in a data folder, because that would migrate it.

import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { type Check, type CheckFinding, fails, skips, warns, well } from '../domain/check.js';
import { durationText } from '../domain/duration.js';
import { Problem } from '../domain/problem.js';
import { type Database, openDatabase } from './database.js';
import { describeHolder, ownPlace, parseHolder, stateOf } from './holder.js';
import { appliedSteps, hasTable, knownSteps } from './migrate.js';
import { migrations } from './migrations.js';
import { lockFile } from './pgliteFolder.js';

export interface StoreCheckParts {
  readonly dataFolder: string;
  readonly databaseUrl: () => Promise<string | null>;
  /** This process's own, where it is open already. */
  readonly opened: () => Pick<Database, 'engine' | 'sql'> | null;
  readonly now: () => Date;
}

const store = 'store: database';
const leastBytes = 1024 ** 3;
const dayMs = 86_400_000;
const backupWarnsDays = 7;

export function storeChecks(parts: StoreCheckParts): readonly Check[] {
  return [
    { what: store, needs: [], run: () => ofProblem(() => ofStore(parts)) },
    { what: 'store: space', needs: [], run: () => ofProblem(() => ofSpace(parts)) },
    { what: 'store: backup', needs: [store], run: () => ofProblem(() => ofBackup(parts)) },
  ];
}

/** What the people who run it did wrong is what the check finds. */
async function ofProblem(find: () => Promise<CheckFinding>): Promise<CheckFinding> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Problem) return fails(error.message, error.remedy);
    throw error;
  }
}

async function ofStore(parts: StoreCheckParts): Promise<CheckFinding> {
  const found = await withDatabase(parts, async ({ engine, sql: tables }) => {
    await sql`select 1`.execute(tables);
    const applied = knownSteps(await appliedSteps(tables)).length;
    const name = engine === 'pglite' ? `The database in ${parts.dataFolder}` : 'PostgreSQL';
    const left = migrations.length - applied;
    return well(
      left === 0
        ? `${name} answers, with the schema of this version.`
        : `${name} answers; the next start brings its schema to this version (${left} of ${migrations.length} steps).`,
    );
  });
  return found ?? ofFolder(parts.dataFolder);
}

/** Null for a data folder that this process has not open. */
async function withDatabase(
  { databaseUrl, opened, now }: StoreCheckParts,
  find: (database: Pick<Database, 'engine' | 'sql'>) => Promise<CheckFinding>,
): Promise<CheckFinding | null> {
  const open = opened();
  if (open) return await find(open);
  const url = await databaseUrl();
  if (url === null) return null;
  const database = await openDatabase({ url }, now, { asIs: true });
  try {
    return await find(database);
  } finally {
    await database.close();
  }
}

function ofFolder(folder: string): CheckFinding {
  const remedy = 'Give it to the user that runs Tunnelmedic, or name another one in store.dataFolder.';
  if (!existsSync(folder)) {
    return mayWrite(nearest(folder))
      ? well(`${folder} is not there yet; the first start makes it.`)
      : fails(`${folder} is not there, and this user may not make it.`, remedy);
  }
  if (!mayWrite(folder)) return fails(`This user may not write to ${folder}.`, remedy);
  const holder = readHolder(join(folder, lockFile));
  if (holder === null) return well(`No process uses ${folder}.`);
  const state = stateOf(holder, ownPlace(), false);
  if (state === 'gone') return well(`No process uses ${folder}; the last one is gone.`);
  return well(
    `A process uses ${folder} (${describeHolder(holder)}), so it is open and migrated. Ask the service itself for more: \`/ipsec doctor\`.`,
  );
}

function readHolder(path: string) {
  try {
    return parseHolder(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

async function ofSpace({ dataFolder, databaseUrl }: StoreCheckParts): Promise<CheckFinding> {
  if ((await databaseUrl()) !== null) return skips('PostgreSQL does not tell how much space it has.');
  const { bavail, bsize } = statfsSync(nearest(dataFolder));
  const free = bavail * bsize;
  const says = `${(free / leastBytes).toFixed(1)} GB are free for ${dataFolder}.`;
  return free < leastBytes
    ? warns(says, 'Make space there: without it nothing is acknowledged any more.')
    : well(says);
}

async function ofBackup(parts: StoreCheckParts): Promise<CheckFinding> {
  const found = await withDatabase(parts, async ({ engine, sql: tables }) => {
    const mark = (await hasTable(tables, 'upkeep'))
      ? await tables.selectFrom('upkeep').select('at').where('name', '=', 'backup').executeTakeFirst()
      : undefined;
    const ageMs = mark ? parts.now().getTime() - Date.parse(mark.at) : null;
    const says =
      ageMs === null
        ? 'No backup was taken by `tunnelmedic backup`'
        : `The last backup is ${durationText(ageMs)} old`;
    // A PostgreSQL is mostly in a backup of its own, of which nobody tells us.
    const isOld = engine === 'pglite' && (ageMs === null || ageMs > backupWarnsDays * dayMs);
    return isOld
      ? warns(`${says}.`, 'Take one with `tunnelmedic backup FILE`, each night.')
      : well(engine === 'pglite' ? `${says}.` : `${says}; those of PostgreSQL itself are not seen.`);
  });
  return (
    found ??
    skips('It stands in the database, which is not opened for this; the service tells: `/ipsec doctor`.')
  );
}
