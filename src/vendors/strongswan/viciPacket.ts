// The frame around a VICI message: length, packet type, name; and how packets are cut out of a byte stream.

import {
  decodeMessage,
  encodeMessage,
  isMalformed,
  type Malformed,
  type ViciSection,
} from './viciMessage.js';

/** Packet types of charon's vici plugin (its README, section "Packet layer"). */
export const packetType = {
  commandRequest: 0,
  commandResponse: 1,
  commandUnknown: 2,
  eventRegister: 3,
  eventUnregister: 4,
  eventConfirm: 5,
  eventUnknown: 6,
  event: 7,
} as const;

export type PacketType = (typeof packetType)[keyof typeof packetType];

/** charon never sends more in one segment. */
export const MAX_SEGMENT_BYTES = 512 * 1024;

export interface PacketHead {
  readonly type: PacketType;
  /** Command or event name; empty for the types that carry none. */
  readonly name: string;
}

export interface Packet extends PacketHead {
  readonly message: ViciSection;
}

/** A packet that came: how large it was, and of how many elements its message is made. */
export interface ReceivedPacket extends Packet {
  readonly bytes: number;
  readonly elements: number;
}

const named: ReadonlySet<number> = new Set([
  packetType.commandRequest,
  packetType.eventRegister,
  packetType.eventUnregister,
  packetType.event,
]);

/** A whole segment: 4-byte big-endian length, type, name, message. */
export function encodePacket(packet: Packet): Buffer {
  const name = Buffer.from(packet.name, 'utf8');
  const head = named.has(packet.type)
    ? Buffer.concat([Buffer.of(packet.type, name.length), name])
    : Buffer.of(packet.type);
  const body = Buffer.concat([head, encodeMessage(packet.message)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

function isPacketType(value: number | undefined): value is PacketType {
  return value !== undefined && value <= packetType.event;
}

/** What a segment is, without reading its message; `bodyAt` is where that begins. */
export function decodeHead(segment: Buffer): (PacketHead & { readonly bodyAt: number }) | Malformed {
  const type = segment[0];
  if (!isPacketType(type)) return { malformed: `packet type ${type ?? 'missing'}` };
  if (!named.has(type)) return { type, name: '', bodyAt: 1 };
  const length = segment[1];
  if (length === undefined || segment.length < 2 + length)
    return { malformed: 'the packet ends inside its name' };
  return { type, name: segment.toString('utf8', 2, 2 + length), bodyAt: 2 + length };
}

/** Reads what follows a segment's length. Never throws. */
export function decodePacket(segment: Buffer): ReceivedPacket | Malformed {
  const head = decodeHead(segment);
  if (isMalformed(head)) return head;
  const decoded = decodeMessage(segment.subarray(head.bodyAt));
  return isMalformed(decoded)
    ? decoded
    : { type: head.type, name: head.name, bytes: segment.length, ...decoded };
}

/** Cuts segments out of chunks as they arrive; holds at most one incomplete segment. */
export class SegmentReader {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** How many bytes the next segment needs, as far as is known. */
  #wanted = 4;

  /** @returns the complete segments so far, or what is wrong with the stream, which is unusable from then on. */
  push(chunk: Buffer): Buffer[] | Malformed {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    // Joined only when it is complete: a segment that comes byte by byte is not copied for every byte.
    if (this.#pendingBytes < this.#wanted) return [];
    let bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending);
    const segments: Buffer[] = [];
    while (bytes.length >= 4) {
      const length = bytes.readUInt32BE(0);
      if (length > MAX_SEGMENT_BYTES || length === 0) return { malformed: `a segment of ${length} bytes` };
      if (bytes.length < 4 + length) break;
      segments.push(bytes.subarray(4, 4 + length));
      bytes = bytes.subarray(4 + length);
    }
    this.#pending = bytes.length > 0 ? [bytes] : [];
    this.#pendingBytes = bytes.length;
    this.#wanted = bytes.length < 4 ? 4 : 4 + bytes.readUInt32BE(0);
    return segments;
  }
}
