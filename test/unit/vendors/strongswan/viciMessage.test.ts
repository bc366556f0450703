// VICI messages: what is written is read again, and nothing that arrives can hurt.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMessage,
  encodeMessage,
  isMalformed,
  type ViciSection,
  type ViciValue,
} from '../../../../src/vendors/strongswan/viciMessage.js';

const name = fc.string({ maxLength: 40, unit: 'grapheme' }).filter((text) => Buffer.byteLength(text) < 256);
const value: fc.Arbitrary<ViciValue> = fc.letrec<{ value: ViciValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ maxLength: 200, unit: 'grapheme' }),
    fc.array(fc.string({ maxLength: 30, unit: 'grapheme' }), { maxLength: 5 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;

/** The message of bytes that are one. */
function decoded(bytes: Buffer): ViciSection {
  const read = decodeMessage(bytes);
  if (isMalformed(read)) throw new Error(read.malformed);
  return read.message;
}

const plain = (section: unknown): unknown => JSON.parse(JSON.stringify(section));

describe('a VICI message', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          name.filter((key) => key !== 'data'),
          value,
          { maxKeys: 5 },
        ),
        (message) => {
          expect(plain(decoded(encodeMessage(message)))).toEqual(plain(message));
        },
      ),
    );
  });

  it('is never more than a value, whatever bytes arrive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => decodeMessage(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });

  it('keeps a connection that is called like a property of every object', () => {
    const message = decoded(
      encodeMessage(JSON.parse('{"__proto__":{"state":"UP"},"constructor":"x"}') as ViciSection),
    );
    expect(Object.keys(message)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).state).toBeUndefined();
  });

  it('keeps both of two values with one key', () => {
    const once = encodeMessage({ key: 'a' });
    expect(decoded(Buffer.concat([once, once]))).toEqual({ key: 'a', 'key#2': 'a' });
  });

  it('keeps every value of a key that repeats thousands of times, beside keys that already look numbered', () => {
    const once = encodeMessage({ k: 'a' });
    const numbered = encodeMessage({ 'k#2': 'b', 'k#3': 'c' });
    const message = decoded(Buffer.concat([numbered, ...Array.from({ length: 40_000 }, () => once)]));
    expect(Object.keys(message)).toHaveLength(40_002);
    expect([message['k#2'], message['k#4'], message['k#40002']]).toEqual(['b', 'a', 'a']);
  });

  it('of more elements than any row has is refused with a sentence', () => {
    const once = encodeMessage({ k: 'a' });
    expect(decodeMessage(Buffer.concat(Array.from({ length: 80_000 }, () => once)))).toEqual({
      malformed: 'a message has more than 50000 elements',
    });
  });

  it('keeps a certificate byte for byte', () => {
    const der = Buffer.from([0x30, 0x82, 0xc3, 0xa9, 0x00, 0xff]);
    const message = decoded(encodeMessage({ data: der.toString('latin1') }));
    expect(Buffer.from((message as { data: string }).data, 'latin1')).toEqual(der);
  });

  it('reads text that is no UTF-8 leniently', () => {
    const message = decoded(Buffer.from([3, 1, 0x61, 0, 1, 0xfc]));
    expect(message).toEqual({ a: 'ü' });
  });

  it.each([
    ['an element that does not exist', Buffer.from([9])],
    ['a key without its value', Buffer.from([3, 1, 0x61, 0, 5, 0x62])],
    ['a section that never ends', Buffer.from([1, 1, 0x61])],
    ['a section end too many', Buffer.from([2])],
    ['a section inside a list', Buffer.from([4, 1, 0x61, 1, 1, 0x62])],
    [
      'sections without end inside each other',
      Buffer.from(Array.from({ length: 60 }, () => [1, 1, 0x61]).flat()),
    ],
  ])('refuses %s with a reason', (_, bytes) => {
    const read = decodeMessage(bytes);
    expect(isMalformed(read)).toBe(true);
  });
});
