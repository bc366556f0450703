// A log of any size and encoding from a file or a stream, read with flat memory.

import { Readable } from 'node:stream';
import type { LogReading } from '../domain/log.js';
import { Problem } from '../domain/problem.js';
import { readLine } from './format/line.js';
import type { TimeOptions } from './format/time.js';
import { pastedLines } from './pastedLines.js';
import { recognize } from './read/events.js';
import { type ReadOptions, readRecognized } from './readLines.js';
import { ownSignatureSet } from './signature/set.js';
import { LineScanner } from './stream/lineScanner.js';
import { type ByteSource, streamSource } from './stream/source.js';

/** Up to this size every line is read; beyond, only lines that carry a fixed text of a signature. */
const wholeBytes = 4 << 20;
/** Most logs are smaller than this, and memory for a large one takes as long to get as they take to read. */
const usualBytes = 1 << 16;

export interface ReadLogOptions extends ReadOptions, TimeOptions {
  /** What the file is called in sentences about it. */
  readonly name?: string;
}

/**
 * Reads to the end and closes the source.
 * @throws Problem `input-unreadable` for what is no text (a picture, an archive, a capture).
 */
export async function readLog(source: ByteSource, options: ReadLogOptions = {}): Promise<LogReading> {
  try {
    let buffer = memory(usualBytes);
    let filled = await fill(source, buffer, 0);
    if (filled === buffer.length) {
      const beginning = buffer;
      buffer = memory(wholeBytes);
      beginning.copy(buffer);
      filled += await fill(source, buffer, filled);
    }
    const encoding = encodingOf(buffer.subarray(0, Math.min(filled, 65_536)), options.name ?? 'The input');
    if (filled < buffer.length || encoding !== 'bytes')
      return readWhole(await restOf(source, buffer, filled, encoding, options), options);
    return await readBulk(source, buffer, filled, options);
  } finally {
    await source.close();
  }
}

/** The same for what somebody pasted. */
export async function readPasted(text: string, options: ReadLogOptions): Promise<LogReading> {
  return await readLog(streamSource(Readable.from([Buffer.from(text)]), 'pasted text'), options);
}

type Encoding = 'bytes' | 'utf16le' | 'utf16be';

/** UTF-16 by its mark or by zeros in every second byte; other zeros are no text. */
function encodingOf(head: Buffer, name: string): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf16be';
  let even = 0;
  let odd = 0;
  let control = 0;
  for (let index = 0; index < head.length; index++) {
    const byte = head[index] as number;
    if (byte === 0) index % 2 === 0 ? even++ : odd++;
    else if (byte < 9 || (byte > 13 && byte < 27)) control++;
  }
  if (odd > head.length * 0.3 && even < head.length * 0.02) return 'utf16le';
  if (even > head.length * 0.3 && odd < head.length * 0.02) return 'utf16be';
  if (even + odd > head.length * 0.005 || control > head.length * 0.05)
    throw new Problem('input-unreadable', {
      file: name,
      detail: 'it is not text',
      hint: 'Give the log as text (plain, JSON lines, CSV or gzip); a packet capture is not a log.',
    });
  return 'bytes';
}

/** Small logs and UTF-16: the text in memory. UTF-16 logs are bounded, they come from consoles. */
async function restOf(
  source: ByteSource,
  buffer: Buffer,
  filled: number,
  encoding: Encoding,
  options: ReadLogOptions,
): Promise<string> {
  if (encoding === 'bytes') return decode(buffer.subarray(0, filled));
  const pieces = [Buffer.from(buffer.subarray(0, filled))];
  let size = filled;
  for (let length = filled; length === buffer.length; ) {
    length = await fill(source, buffer, 0);
    size += length;
    if (size > 64 << 20)
      throw new Problem('input-unreadable', {
        file: options.name ?? 'The input',
        detail: 'it is larger than 64 MB in UTF-16',
        hint: 'Convert it to UTF-8 first.',
      });
    pieces.push(Buffer.from(buffer.subarray(0, length)));
  }
  const whole = Buffer.concat(pieces);
  if (encoding === 'utf16be') whole.subarray(0, whole.length & ~1).swap16();
  return whole.toString('utf16le').replace(/^\ufeff/, '');
}

/** UTF-8; a text with broken sequences is taken as Latin-1, where every byte is a letter. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function readWhole(text: string, options: ReadLogOptions): LogReading {
  const signatures = options.signatures ?? ownSignatureSet();
  const lines = pastedLines(text, options, signatures);
  const recognized = recognize(lines, signatures, options.vendor ?? null);
  return readRecognized(recognized, lines, lines.length, options);
}

async function readBulk(
  source: ByteSource,
  buffer: Buffer,
  filled: number,
  options: ReadLogOptions,
): Promise<LogReading> {
  const signatures = options.signatures ?? ownSignatureSet();
  const scanner = new LineScanner(signatures);
  let current = buffer;
  let other = memory(buffer.length);
  let size = filled;
  while (size > 0) {
    const newline = current.lastIndexOf(10, size - 1);
    // A line longer than the buffer is read in pieces; only its first piece can carry a message.
    const end = newline < 0 ? size : newline + 1;
    const kept = size - end;
    current.copy(other, 0, end, size);
    // The next piece is read while this one is scanned.
    const reading = fill(source, other, kept);
    scanner.scan(current, wordsOf(current), end);
    const length = await reading;
    if (length === 0 && kept > 0) {
      other[kept] = 10;
      scanner.scan(other, wordsOf(other), kept + 1);
    }
    size = length === 0 ? 0 : kept + length;
    [current, other] = [other, current];
  }
  const lines = scanner.found().map(({ text, number }) => readLine(text, number, options));
  // A last line without its end is not counted by the scanner.
  const total = Math.max(scanner.lines, 1);
  const reading = readRecognized(
    recognize(lines, signatures, options.vendor ?? null, total),
    lines,
    total,
    options,
  );
  if (scanner.dropped === 0) return reading;
  return {
    ...reading,
    recognized: reading.recognized + scanner.dropped,
    notes: [...reading.notes, `Of very many known lines the first 4000 and the last 16000 were read.`],
  };
}

/** Of its own, so that it can be read as words too. */
function memory(bytes: number): Buffer {
  return Buffer.from(new ArrayBuffer(bytes));
}

function wordsOf(buffer: Buffer): Uint32Array {
  return new Uint32Array(buffer.buffer, buffer.byteOffset, buffer.length >>> 2);
}

/** Reads until the buffer is full or the source ends. */
async function fill(source: ByteSource, buffer: Buffer, from: number): Promise<number> {
  let filled = from;
  while (filled < buffer.length) {
    const length = await source.read(buffer, filled);
    if (length === 0) break;
    filled += length;
  }
  return filled - from;
}
