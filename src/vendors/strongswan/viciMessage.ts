// The body of a VICI packet: nested sections, key/values and lists over bytes, read and written within bounds.

import { isUtf8 } from 'node:buffer';

/** A section: its keys in the order of the wire. Everything is text; an absent key means "no" or "not told". */
export interface ViciSection {
  readonly [key: string]: ViciValue;
}
export type ViciValue = string | readonly string[] | ViciSection;

const element = {
  sectionStart: 1,
  sectionEnd: 2,
  keyValue: 3,
  listStart: 4,
  listItem: 5,
  listEnd: 6,
} as const;

/** Deeper than anything charon sends (its deepest reply, list-sas, has four levels). */
const MAX_DEPTH = 16;
/** A row of list-sa has about forty for each child SA; a segment of half a megabyte could hold twice as many as this. */
const MAX_ELEMENTS = 50_000;

/** Why a body could not be read; a value, because the world did it. */
export interface Malformed {
  readonly malformed: string;
}

export function isMalformed(value: object): value is Malformed {
  return typeof (value as Partial<Malformed>).malformed === 'string' && Object.keys(value).length === 1;
}

type MutableSection = Record<string, ViciValue>;

/** Sections have no prototype, so that a connection may be called `constructor` or `__proto__`. */
function newSection(): MutableSection {
  return Object.create(null) as MutableSection;
}

/** A section that is being read, and how often each key was met that is not alone. */
interface OpenSection {
  readonly section: MutableSection;
  repeated: Map<string, number> | null;
}

/** A key that repeats in one section keeps both values: the second is called `key#2`. Repeated keys are counted, not searched. */
function put(open: OpenSection, key: string, value: ViciValue): void {
  const { section } = open;
  if (!(key in section)) {
    section[key] = value;
    return;
  }
  open.repeated ??= new Map();
  let count = (open.repeated.get(key) ?? 1) + 1;
  while (`${key}#${count}` in section) count += 1;
  open.repeated.set(key, count);
  section[`${key}#${count}`] = value;
}

/** The one value that is bytes on purpose: a certificate's DER in list-cert. It is kept as latin1, byte for byte. */
const BINARY_KEY = 'data';

/** Text as the daemon meant it; bytes that are no UTF-8 survive as latin1. */
function decodeText(bytes: Buffer, binary: boolean): string {
  return !binary && isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

class Reader {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  get done(): boolean {
    return this.#at >= this.bytes.length;
  }

  /** One byte, or null past the end. */
  byte(): number | null {
    const value = this.bytes[this.#at];
    if (value === undefined) return null;
    this.#at += 1;
    return value;
  }

  /** A text with its length in front (1 or 2 bytes, big endian), or null when the body ends before it. */
  text(lengthBytes: 1 | 2, binary = false): string | null {
    if (this.#at + lengthBytes > this.bytes.length) return null;
    const length = this.bytes.readUIntBE(this.#at, lengthBytes);
    const start = this.#at + lengthBytes;
    if (start + length > this.bytes.length) return null;
    this.#at = start + length;
    return decodeText(this.bytes.subarray(start, start + length), binary);
  }
}

const truncated: Malformed = { malformed: 'the message ends in the middle of an element' };

/** A message, and of how many elements it is made: what it costs in memory. */
export interface Decoded {
  readonly message: ViciSection;
  readonly elements: number;
}

/** Reads one message body in one pass. Never throws; what is not a VICI message is `Malformed` with the reason. */
export function decodeMessage(bytes: Buffer): Decoded | Malformed {
  const reader = new Reader(bytes);
  const root: OpenSection = { section: newSection(), repeated: null };
  const open: OpenSection[] = [root];
  let list: string[] | null = null;
  let elements = 0;
  while (!reader.done) {
    elements += 1;
    if (elements > MAX_ELEMENTS) return { malformed: `a message has more than ${MAX_ELEMENTS} elements` };
    const type = reader.byte();
    const section = open[open.length - 1] ?? root;
    if (list !== null) {
      if (type === element.listEnd) list = null;
      else if (type === element.listItem) {
        const item = reader.text(2);
        if (item === null) return truncated;
        list.push(item);
      } else return { malformed: `element ${type} inside a list` };
      continue;
    }
    if (type === element.sectionEnd) {
      if (open.length === 1) return { malformed: 'a section ends that never began' };
      open.pop();
      continue;
    }
    if (type !== element.sectionStart && type !== element.keyValue && type !== element.listStart) {
      return { malformed: `unknown element ${type}` };
    }
    const name = reader.text(1);
    if (name === null) return truncated;
    if (type === element.keyValue) {
      const value = reader.text(2, name === BINARY_KEY);
      if (value === null) return truncated;
      put(section, name, value);
    } else if (type === element.listStart) {
      list = [];
      put(section, name, list);
    } else {
      if (open.length > MAX_DEPTH) return { malformed: `sections nest deeper than ${MAX_DEPTH}` };
      const inner = newSection();
      put(section, name, inner);
      open.push({ section: inner, repeated: null });
    }
  }
  if (list !== null || open.length > 1) return { malformed: 'the message ends inside a section or list' };
  return { message: root.section, elements };
}

function encodeText(text: string, lengthBytes: 1 | 2, binary = false): Buffer {
  const bytes = Buffer.from(text, binary ? 'latin1' : 'utf8');
  const head = Buffer.alloc(lengthBytes);
  head.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([head, bytes]);
}

/** Writes a message body. Throws a RangeError for a name over 255 or a value over 65,535 bytes: that is our mistake. */
export function encodeMessage(section: ViciSection): Buffer {
  const parts: Buffer[] = [];
  for (const [key, value] of Object.entries(section)) {
    if (typeof value === 'string') {
      parts.push(Buffer.of(element.keyValue), encodeText(key, 1), encodeText(value, 2, key === BINARY_KEY));
    } else if (isList(value)) {
      parts.push(Buffer.of(element.listStart), encodeText(key, 1));
      for (const item of value) parts.push(Buffer.of(element.listItem), encodeText(item, 2));
      parts.push(Buffer.of(element.listEnd));
    } else {
      parts.push(Buffer.of(element.sectionStart), encodeText(key, 1), encodeMessage(value));
      parts.push(Buffer.of(element.sectionEnd));
    }
  }
  return Buffer.concat(parts);
}

function isList(value: ViciValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}
