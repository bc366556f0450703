// Packets and segments: cut out of any chunks, refused when they are too large or nonsense.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMalformed } from '../../../../src/vendors/strongswan/viciMessage.js';
import {
  decodePacket,
  encodePacket,
  MAX_SEGMENT_BYTES,
  type Packet,
  packetType,
  SegmentReader,
} from '../../../../src/vendors/strongswan/viciPacket.js';

const packets: Packet[] = [
  { type: packetType.commandRequest, name: 'list-sas', message: { noblock: 'yes' } },
  { type: packetType.event, name: 'list-sa', message: { 'gw-a': { uniqueid: '1', 'child-sas': {} } } },
  { type: packetType.commandResponse, name: '', message: {} },
];

/** Without what reading adds: how large it was. */
function plain(packet: ReturnType<typeof decodePacket>): object {
  if (isMalformed(packet)) return packet;
  const { type, name, message } = packet;
  return { type, name, message };
}

describe('a stream of packets', () => {
  it('gives the same packets however the network cuts it', () => {
    const stream = Buffer.concat(packets.map(encodePacket));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 40 }), (sizes) => {
        const reader = new SegmentReader();
        const found: unknown[] = [];
        let at = 0;
        for (const size of [...sizes, stream.length]) {
          const segments = reader.push(stream.subarray(at, at + size));
          at += size;
          if (!Array.isArray(segments)) throw new Error(segments.malformed);
          found.push(...segments.map(decodePacket).map(plain));
        }
        expect(JSON.stringify(found)).toBe(JSON.stringify(packets));
      }),
    );
  });

  it('ends at a segment that is larger than charon ever sends', () => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(MAX_SEGMENT_BYTES + 1);
    expect(new SegmentReader().push(length)).toHaveProperty('malformed');
  });

  it.each([
    ['an unknown type', Buffer.from([42])],
    ['nothing', Buffer.alloc(0)],
    ['a name that is cut off', Buffer.from([7, 10, 0x61])],
  ])('does not take %s for a packet', (_, segment) => {
    expect(decodePacket(segment)).toHaveProperty('malformed');
  });
});
