// PGlite in the data folder: private, locked, whole, durable; what stands against it is one sentence.

import { join } from 'node:path';
import { types as liteTypes, type PGlite } from '@electric-sql/pglite';
import { Problem } from '../domain/problem.js';
import { folderProblem, prepareDataFolder } from './dataFolder.js';
import { DurableFiles, DurablePglite, tookIt } from './durableFiles.js';
import { describeHolder } from './holder.js';
import { type FolderLock, lockFolder } from './lockFile.js';
import { PglitePool } from './pglitePool.js';
import { preparedClusterPath, readPreparedCluster } from './preparedCluster.js';
import { damaged, findStore, noSpace } from './storeFolder.js';

/** In the data folder. */
export const lockFile = 'store.lock';

export interface PgliteFolderSettings {
  readonly dataFolder: string;
  readonly pid: number;
  /** Told once when the folder was taken by another process, or the disk fails: nothing is written any more, every query rejects. */
  readonly onLost?: (problem: Problem) => void;
  /** The packed cluster that a new database is unpacked from; the build's by default. */
  readonly preparedCluster?: string;
}

export interface OpenPglite {
  readonly pool: PglitePool;
  close(): Promise<void>;
}

export type Parsers = Readonly<Record<'timestamptz' | 'int8', (text: string) => unknown>>;

/** @throws Problem `store-locked`, `data-folder`, `store-damaged` or `store-other-version`. */
export async function openPgliteFolder(
  settings: PgliteFolderSettings,
  parsers: Parsers,
): Promise<OpenPglite> {
  const { dataFolder } = settings;
  prepareDataFolder(dataFolder);
  const lock = await takeLock(dataFolder, settings.pid);
  try {
    const store = await findStore(dataFolder);
    const onLost = (detail: string): Problem => {
      const problem = new Problem('store-lost', { folder: dataFolder, detail });
      settings.onLost?.(problem);
      return problem;
    };
    if (store.isNew)
      readPreparedCluster(settings.preparedCluster ?? preparedClusterPath)?.unpack(store.path, () => {
        if (!lock.holds()) throw onLost(tookIt);
      });
    const lite = await openLite(store.path, new DurableFiles(store.path, lock.holds, onLost), parsers);
    await store.finished();
    return keep(lite, lock);
  } catch (error) {
    lock.release();
    throw folderProblem(dataFolder, error);
  }
}

async function takeLock(dataFolder: string, pid: number): Promise<FolderLock> {
  const lock = await lockFolder(join(dataFolder, lockFile), { pid }).catch((error: unknown) => {
    throw folderProblem(dataFolder, error);
  });
  if ('heldBy' in lock)
    throw new Problem('store-locked', { folder: dataFolder, holder: describeHolder(lock.heldBy) });
  return lock;
}

async function openLite(path: string, fs: DurableFiles, parsers: Parsers): Promise<PGlite> {
  const said: string[] = [];
  let isOpen = false;
  try {
    const lite = new DurablePglite(fs, {
      // It goes on speaking for as long as it lives: of its checkpoints, of every statement that it refused.
      onStderr: (line) => isOpen || said.push(line) > 0,
      parsers: { [liteTypes.TIMESTAMPTZ]: parsers.timestamptz, [liteTypes.INT8]: parsers.int8 },
    });
    await lite.waitReady;
    isOpen = true;
    said.length = 0;
    return lite;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw notOpened(path, said);
  }
}

/** PostgreSQL's last words before it gave up. */
function notOpened(path: string, said: readonly string[]): Problem {
  const words = said
    .map((line) => /(?:FATAL|PANIC|ERROR):\s*(.+)/.exec(line)?.[1])
    .filter((word) => word !== undefined)
    .at(-1);
  if (/no space left/i.test(words ?? '')) return noSpace(path);
  return damaged(path, words ? `PostgreSQL says: ${words}` : 'PostgreSQL ends while it reads it');
}

function keep(lite: PGlite, lock: FolderLock): OpenPglite {
  const pool = new PglitePool(lite);
  let closing: Promise<void> | null = null;
  return {
    pool,
    close() {
      closing ??= pool.end().finally(() => lock.release());
      return closing;
    },
  };
}
