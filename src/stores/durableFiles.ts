// PGlite's files on a disk: what is acknowledged outlives a power cut, others may not read it, and nothing is written without the lock.

import { fdatasync, fdatasyncSync, fsyncSync } from 'node:fs';
import { promisify } from 'node:util';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { codeOf } from '../support/errorCode.js';
import { makeOwnFilesAtOnce } from './pgliteOwnFiles.js';

type Init = NodeFS['init'];

/** Why nothing may be written any more. */
export const tookIt = 'another process took it while this one stood still';

/** Of emscripten's NODEFS, which PGlite mounts: the parts that are wrapped. */
interface Stream {
  readonly node: unknown;
  readonly nfd: number;
}
interface NodeFiles {
  readonly stream_ops: Record<string, (stream: Stream, ...rest: unknown[]) => unknown>;
  readonly node_ops: Record<string, (...given: unknown[]) => unknown>;
  realPath(node: unknown): string;
}

/** PostgreSQL's own way to be safe against power cuts, which PGlite switches off (`fdatasync` does nothing in its C library); and what one session needs. */
const durableParameters: readonly string[] = [
  ...PGlite.defaultStartParams.filter((word) => word !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'full_page_writes=on'],
  // A segment that is used again would keep what retention removed.
  ...['-c', 'wal_recycle=off'],
  // All of it is written to at every opening, and stays in memory; behind it is the system's own cache of files.
  ...['-c', 'shared_buffers=32MB'],
  // At every opening it opens as many files as it may, only to count them; what it needs at once is fewer.
  ...['-c', 'max_files_per_process=256'],
];

const later = promisify(fdatasync);

/**
 * PostgreSQL asks for the log to be synced at every commit. That is done after the query, without blocking, before PGlite gives its answer
 * (`syncToFs`); or at once, when anything else is about to change, because no other file may be ahead of the log.
 */
export class DurableFiles extends NodeFS {
  readonly #holds: () => boolean;
  readonly #onLost: (detail: string) => Error;
  /** Open segments of the log that PostgreSQL wants on the disk, with how often it asked. */
  readonly #unsynced = new Map<number, number>();
  #lost: Error | null = null;

  /**
   * @param holds false when nothing may be written any more.
   * @param onLost told once; what it returns is what every query rejects with from then on.
   */
  constructor(folder: string, holds: () => boolean, onLost: (detail: string) => Error) {
    super(folder);
    this.#holds = holds;
    this.#onLost = onLost;
  }

  override async init(...[pg, given]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pg, given);
    const preRun = [
      makeOwnFilesAtOnce,
      (mod: { readonly NODEFS: unknown }) => this.#wrap(nodeFiles(mod.NODEFS)),
      ...(emscriptenOpts.preRun ?? []),
    ];
    // Two thousand names are added to it: to an object without a prototype, that costs no new shape each.
    return { emscriptenOpts: Object.assign(Object.create(null), emscriptenOpts, { preRun }) };
  }

  /** What every query rejects with, once something was lost. */
  get lost(): Error | null {
    return this.#lost;
  }

  /** PGlite waits for this before it answers a query. */
  override async syncToFs(): Promise<void> {
    if (this.#lost) throw this.#lost;
    for (const [fd, asked] of [...this.#unsynced]) {
      await later(fd).catch((error: unknown) => {
        throw this.#lose(notTaken(error));
      });
      if (this.#unsynced.get(fd) === asked) this.#unsynced.delete(fd);
    }
  }

  #wrap({ stream_ops: streams, node_ops: nodes, realPath }: NodeFiles): void {
    const isLog = (stream: Stream): boolean => /\/pg_wal\/[0-9A-F]{24}$/.test(realPath(stream.node));
    streams.fsync = (stream) => {
      if (isLog(stream)) {
        this.#unsynced.set(stream.nfd, (this.#unsynced.get(stream.nfd) ?? 0) + 1);
      } else {
        this.#syncLog();
        this.#reachDisk(() => fsyncSync(stream.nfd));
      }
      return 0;
    };
    before(streams, 'write', (stream) => {
      this.#requireLock();
      if (!isLog(stream)) this.#syncLog();
    });
    before(streams, 'close', (stream) => {
      if (this.#unsynced.has(stream.nfd)) this.#syncLog();
    });
    for (const name of ['setattr', 'mknod', 'rename', 'unlink', 'rmdir', 'symlink'])
      before(nodes, name, () => {
        this.#requireLock();
        this.#syncLog();
      });
    keepPrivate(nodes);
  }

  #syncLog(): void {
    for (const fd of this.#unsynced.keys()) this.#reachDisk(() => fdatasyncSync(fd));
    this.#unsynced.clear();
  }

  /** What a disk did not take once it may have forgotten: a second success would say nothing. */
  #reachDisk(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw this.#lose(notTaken(error));
    }
  }

  /** PGlite swallows what is thrown inside of it: the write does not happen, and `syncToFs` rejects instead of the answer. */
  #requireLock(): void {
    if (this.#lost) throw this.#lost;
    if (!this.#holds()) throw this.#lose(tookIt);
  }

  #lose(detail: string): Error {
    this.#lost ??= this.#onLost(detail);
    return this.#lost;
  }
}

/** PostgreSQL is not entered any more once it lost a write: it would wait for itself for ever. */
export class DurablePglite extends PGlite {
  readonly #files: DurableFiles;

  constructor(files: DurableFiles, options: PGliteOptions) {
    super({ ...options, fs: files, startParams: [...durableParameters] });
    this.#files = files;
  }

  override execProtocolRawSync(message: Uint8Array): Uint8Array {
    if (this.#files.lost) throw this.#files.lost;
    return super.execProtocolRawSync(message);
  }
}

function before<A extends unknown[], R>(
  ops: Record<string, (...given: A) => R>,
  name: string,
  act: (...given: A) => void,
): void {
  const original = ops[name];
  if (!original) throw new Error(`PGlite's files have no ${name}`);
  ops[name] = (...given) => {
    act(...given);
    return original(...given);
  };
}

/** PGlite makes its files for everybody (0666). */
function keepPrivate(nodes: NodeFiles['node_ops']): void {
  const { mknod, setattr } = nodes;
  if (!mknod || !setattr) throw new Error("PGlite's files have no mknod and setattr");
  nodes.mknod = (parent, name, mode, ...rest) => mknod(parent, name, Number(mode) & ~0o077, ...rest);
  nodes.setattr = (node, attributes) => {
    const { mode, ...others } = attributes as { readonly mode?: number };
    return setattr(node, mode === undefined ? others : { ...others, mode: mode & ~0o077 });
  };
}

function nodeFiles(value: unknown): NodeFiles {
  const found = value as NodeFiles | undefined;
  if (!found?.stream_ops || !found.node_ops || typeof found.realPath !== 'function')
    throw new Error('PGlite does not keep its files as this version expects');
  return found;
}

function notTaken(error: unknown): string {
  const code = codeOf(error);
  return `the disk did not take what was written${code && ` (${code})`}`;
}
