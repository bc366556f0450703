// The few pieces of DER (X.690) that a certificate needs.

type Bytes = Buffer<ArrayBuffer>;

function concat(parts: readonly Uint8Array[]): Bytes {
  return Buffer.from(Buffer.concat(parts));
}

export function tagged(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const body = concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return concat([Buffer.from([tag, ...length]), body]);
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Bytes => tagged(0x31, ...parts);
export const octets = (bytes: Uint8Array): Bytes => tagged(0x04, bytes);
export const bits = (bytes: Uint8Array): Bytes => tagged(0x03, Buffer.from([0]), bytes);
export const boolean = (value: boolean): Bytes => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8 = (text: string): Bytes => tagged(0x0c, Buffer.from(text, 'utf8'));
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Bytes =>
  tagged(0xa0 + number, ...parts);

/** A non-negative integer; a leading zero keeps it from reading as negative. */
export function integer(bytes: Uint8Array): Bytes {
  const first = bytes[0] ?? 0;
  return tagged(0x02, first >= 0x80 ? concat([Buffer.from([0]), bytes]) : bytes);
}

export function objectId(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const chunk = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) chunk.unshift((left & 0x7f) | 0x80);
    bytes.push(...chunk);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5). */
export function time(date: Date): Bytes {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  if (date.getUTCFullYear() < 2050) return tagged(0x17, Buffer.from(`${digits.slice(2)}Z`));
  return tagged(0x18, Buffer.from(`${digits}Z`));
}
