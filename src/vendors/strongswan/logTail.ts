// The end of a log that is written to and rotated: bounded in lines, bytes and memory, newest kept.

import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { failed, type Outcome, success } from './outcome.js';

export interface TailLimits {
  readonly maxLines: number;
  /** Bytes of text that are looked at, over all files. */
  readonly maxBytes: number;
  /** Stop at the first line (from the end) that is older than wanted. */
  readonly isTooOld: (line: string) => boolean;
  readonly signal: AbortSignal;
}

export interface Tail {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** False: a limit was hit before the wanted beginning. */
  readonly complete: boolean;
}

const BLOCK_BYTES = 64 * 1024;
/** A longer line is no line of a log; its end is kept. */
const MAX_LINE_BYTES = 16 * 1024;
const MAX_ROTATIONS = 9;

/** Reads the log and, where it does not reach far enough back, its rotated predecessors `.1`, `.1.gz`, `.2` … */
export async function tailLog(path: string, limits: TailLimits): Promise<Outcome<Tail>> {
  const newest = new NewestFirst(limits);
  const current = await readBackwards(path, newest);
  if (!current.ok) return current;
  for (let number = 1; number <= MAX_ROTATIONS && !newest.done; number += 1) {
    const plain = await readBackwards(`${path}.${number}`, newest);
    if (plain.ok) continue;
    if (!(await readCompressed(`${path}.${number}.gz`, newest))) break;
  }
  return success({ lines: newest.lines.reverse(), complete: !newest.hitLimit });
}

/** Takes lines from newest to oldest until it has what is wanted. */
class NewestFirst {
  readonly lines: string[] = [];
  hitLimit = false;
  #reachedBeginning = false;
  #bytes = 0;

  constructor(private readonly limits: TailLimits) {}

  get done(): boolean {
    return this.hitLimit || this.#reachedBeginning;
  }

  /** What may still be kept of a file that can only be read forwards. */
  get room(): number {
    return Math.max(0, this.limits.maxLines - this.lines.length);
  }

  get signal(): AbortSignal {
    return this.limits.signal;
  }

  add(line: string): void {
    if (this.done || line === '') return;
    this.#bytes += line.length + 1;
    if (this.limits.isTooOld(line)) this.#reachedBeginning = true;
    else if (this.lines.length >= this.limits.maxLines || this.#bytes > this.limits.maxBytes)
      this.hitLimit = true;
    else if (this.limits.signal.aborted) this.hitLimit = true;
    else this.lines.push(line);
  }
}

async function readBackwards(path: string, newest: NewestFirst): Promise<Outcome<null>> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    return failed(openFailure(path, (error as NodeJS.ErrnoException).code));
  }
  try {
    let end = (await handle.stat()).size;
    let rest: Buffer = Buffer.alloc(0);
    while (end > 0 && !newest.done) {
      const start = Math.max(0, end - BLOCK_BYTES);
      const block = Buffer.alloc(end - start);
      const { bytesRead } = await handle.read(block, 0, block.length, start);
      const text = Buffer.concat([block.subarray(0, bytesRead), rest]);
      const firstBreak = start === 0 ? -1 : text.indexOf(10);
      // The first line of a block may continue in the block before; without a break the whole block waits.
      if (start > 0 && firstBreak === -1) rest = text.subarray(-MAX_LINE_BYTES);
      else {
        const lines = text
          .subarray(firstBreak + 1)
          .toString('utf8')
          .split('\n');
        for (const line of lines.reverse()) newest.add(cleaned(line));
        rest =
          firstBreak === -1
            ? Buffer.alloc(0)
            : text.subarray(Math.max(0, firstBreak - MAX_LINE_BYTES), firstBreak);
      }
      end = start;
    }
    return success(null);
  } catch (error) {
    return failed(openFailure(path, (error as NodeJS.ErrnoException).code));
  } finally {
    await handle.close();
  }
}

/** A compressed file is read from its beginning; only as many of its last lines as there is room for are held. */
async function readCompressed(path: string, newest: NewestFirst): Promise<boolean> {
  const kept: string[] = [];
  const room = newest.room;
  let dropped = false;
  let rest = '';
  const source = createReadStream(path, { signal: newest.signal });
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked) {
      const lines = (rest + (chunk as Buffer).toString('utf8')).split('\n');
      rest = (lines.pop() ?? '').slice(-MAX_LINE_BYTES);
      kept.push(...lines);
      if (kept.length > 2 * room + 1000) {
        kept.splice(0, kept.length - room);
        dropped = true;
      }
    }
  } catch {
    return false;
  }
  if (rest !== '') kept.push(rest);
  for (const line of kept.reverse()) newest.add(cleaned(line));
  if (dropped && !newest.done) newest.hitLimit = true;
  return true;
}

/** Control characters of a hostile peer never reach a terminal or a channel. */
function cleaned(line: string): string {
  return line.replace(/[^\P{Cc}\t]/gu, '').slice(0, MAX_LINE_BYTES);
}

function openFailure(path: string, code: string | undefined) {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      reason: 'not-present',
      says: `The log file ${path} is not there.`,
      remedy:
        'Correct logFile in our configuration, or let charon write one (charon.filelog in strongswan.conf).',
    } as const;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      reason: 'unauthorized',
      says: `This user may not read the log file ${path}.`,
      remedy: 'Let the group of the bot read it (on Debian: group adm for syslog files).',
    } as const;
  }
  return {
    reason: 'unreadable',
    says: `The log file ${path} cannot be read.`,
    remedy: 'Check that it is a regular file and that its disk is healthy.',
  } as const;
}
