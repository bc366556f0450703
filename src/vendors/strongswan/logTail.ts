// The end of a log that is written to and rotated: bounded in lines, bytes and memory, newest kept.

import type { FileHandle } from 'node:fs/promises';
import { type FileTrouble, fileTrouble, openRegularFile } from '../../support/files.js';
import { GzipFault, gunzipped } from '../../support/gunzip.js';
import { type Fault, failed, type Outcome, success } from '../outcome.js';

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
  /** Rotated files that are there and could not be read, one sentence each. */
  readonly notes: readonly string[];
}

const BLOCK_BYTES = 64 * 1024;
/** A longer line is no line of a log; its end is kept. */
const MAX_LINE_BYTES = 16 * 1024;
const MAX_ROTATIONS = 9;
/** Of a packed log everything must be unpacked to reach its newest lines; more than this is no rotated log. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

/** Reads the log and, where it does not reach far enough back, its rotated predecessors `.1`, `.1.gz`, `.2` … */
export async function tailLog(path: string, limits: TailLimits): Promise<Outcome<Tail>> {
  const newest = new NewestFirst(limits);
  const current = await readBackwards(path, newest);
  if (!current.ok) return failed(openFault(path, current.why));
  for (let number = 1; number <= MAX_ROTATIONS && !newest.done; number += 1) {
    const plain = `${path}.${number}`;
    const read = await readBackwards(plain, newest);
    if (read.ok) continue;
    if (read.why !== 'missing') newest.skip(plain, fileTrouble[read.why]);
    const packed = await readPacked(`${plain}.gz`, newest);
    // Where neither is, the rotation ends; one that cannot be read is a hole, and what lies behind it still counts.
    if (read.why === 'missing' && packed === 'missing') break;
  }
  return success({ lines: newest.lines.reverse(), complete: !newest.hitLimit, notes: newest.notes });
}

/** Takes lines from newest to oldest until it has what is wanted. */
class NewestFirst {
  readonly lines: string[] = [];
  readonly notes: string[] = [];
  hitLimit = false;
  #reachedBeginning = false;
  #bytes = 0;

  constructor(private readonly limits: TailLimits) {}

  get done(): boolean {
    return this.hitLimit || this.#reachedBeginning;
  }

  /** Bytes that may still be looked at. */
  get room(): number {
    return Math.max(0, this.limits.maxBytes - this.#bytes);
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

  /** A file that is left out: what is found is not everything. */
  skip(path: string, why: string): void {
    this.notes.push(`The rotated log ${path} was left out: ${why}.`);
  }
}

type Read = { readonly ok: true } | { readonly ok: false; readonly why: FileTrouble };

async function readBackwards(path: string, newest: NewestFirst): Promise<Read> {
  const opened = await openRegularFile(path);
  if (!opened.ok) return opened;
  const { handle } = opened;
  try {
    let end = opened.bytes;
    let looked = 0;
    let rest: Buffer = Buffer.alloc(0);
    while (end > 0 && !newest.done) {
      // A file without line breaks adds no line, and must end all the same.
      if (looked > newest.room + MAX_LINE_BYTES || newest.signal.aborted) newest.hitLimit = true;
      const start = Math.max(0, end - BLOCK_BYTES);
      const text = Buffer.concat([await blockOf(handle, start, end), rest]);
      looked += end - start;
      const firstBreak = start === 0 ? -1 : text.indexOf(10);
      // The first line of a block may continue in the block before; without a break the whole block waits.
      if (start > 0 && firstBreak === -1) rest = text.subarray(-MAX_LINE_BYTES);
      else {
        addLines(text.subarray(firstBreak + 1), newest);
        rest =
          firstBreak === -1
            ? Buffer.alloc(0)
            : text.subarray(Math.max(0, firstBreak - MAX_LINE_BYTES), firstBreak);
      }
      end = start;
    }
    return { ok: true };
  } catch {
    return { ok: false, why: 'failed' };
  } finally {
    await handle.close();
  }
}

async function blockOf(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const block = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(block, 0, block.length, start);
  return block.subarray(0, bytesRead);
}

/** From the last line to the first. */
function addLines(text: Buffer, newest: NewestFirst): void {
  for (let end = text.length; end >= 0 && !newest.done; ) {
    const start = end === 0 ? 0 : text.lastIndexOf(10, end - 1) + 1;
    newest.add(cleaned(text.toString('utf8', Math.max(start, end - MAX_LINE_BYTES), end)));
    end = start - 1;
  }
}

/** A packed file is unpacked from its beginning; only its last bytes, as many as may still be looked at, are held. */
async function readPacked(path: string, newest: NewestFirst): Promise<'read' | 'missing' | 'left-out'> {
  const opened = await openRegularFile(path);
  if (!opened.ok && opened.why === 'missing') return 'missing';
  if (!opened.ok) {
    newest.skip(path, fileTrouble[opened.why]);
    return 'left-out';
  }
  const { room, signal } = newest;
  let kept: Buffer[] = [];
  let bytes = 0;
  let dropped = false;
  try {
    const packed = opened.handle.createReadStream({ signal });
    for await (const chunk of gunzipped(packed, { maxBytes: MAX_UNPACKED_BYTES })) {
      kept.push(chunk);
      bytes += chunk.length;
      for (let first = kept[0]; first && bytes - first.length >= room; first = kept[0]) {
        kept = kept.slice(1);
        bytes -= first.length;
        dropped = true;
      }
    }
  } catch (error) {
    if (signal.aborted) newest.hitLimit = true;
    else newest.skip(path, packedTrouble(error));
    return 'left-out';
  }
  const text = Buffer.concat(kept);
  // What was dropped may have ended in the middle of a line.
  addLines(dropped ? text.subarray(text.indexOf(10) + 1) : text, newest);
  if (dropped && !newest.done) newest.hitLimit = true;
  return 'read';
}

function packedTrouble(error: unknown): string {
  return error instanceof GzipFault && error.why === 'bomb'
    ? 'it unpacks to far more than a log does'
    : 'it is no gzip file, or a damaged one';
}

/** Control characters of a hostile peer never reach a terminal or a channel. */
function cleaned(line: string): string {
  return line.replace(/[^\P{Cc}\t]/gu, '').slice(0, MAX_LINE_BYTES);
}

function openFault(path: string, why: FileTrouble): Fault {
  if (why === 'missing') {
    return {
      reason: 'not-present',
      says: `The log file ${path} is not there.`,
      remedy:
        'Correct log in our configuration, or let charon write one (charon.filelog in strongswan.conf).',
    };
  }
  if (why === 'forbidden') {
    return {
      reason: 'unauthorized',
      says: `This user may not read the log file ${path}.`,
      remedy: 'Let the group of the bot read it (on Debian: group adm for syslog files).',
    };
  }
  return {
    reason: 'unreadable',
    says: `The log file ${path} cannot be used: ${fileTrouble[why]}.`,
    remedy: 'Name the regular file that charon writes, and check that its disk is healthy.',
  };
}
