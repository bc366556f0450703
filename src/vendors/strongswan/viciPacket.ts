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

export interface Packet {
  readonly type: PacketType;
  /** Command or event name; empty for the types that carry none. */
  readonly name: string;
  readonly message: ViciSection;
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

/** Reads what follows a segment's length. Never throws. */
export function decodePacket(segment: Buffer): Packet | Malformed {
  const type = segment[0];
  if (!isPacketType(type)) return { malformed: `packet type ${type ?? 'missing'}` };
  let at = 1;
  let name = '';
  if (named.has(type)) {
    const length = segment[1];
    if (length === undefined || segment.length < 2 + length)
      return { malformed: 'the packet ends inside its name' };
    at = 2 + length;
    name = segment.toString('utf8', 2, at);
  }
  const message = decodeMessage(segment.subarray(at));
  return isMalformed(message) ? message : { type, name, message };
}

/** Cuts segments out of chunks as they arrive; holds at most one incomplete segment. */
export class SegmentReader {
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  /** @returns the complete segments so far, or what is wrong with the stream, which is unusable from then on. */
  push(chunk: Buffer): Buffer[] | Malformed {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes < 4) return [];
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
    return segments;
  }
}
