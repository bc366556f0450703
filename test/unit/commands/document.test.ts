import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mostDocumentBytes, readDocument } from '../../../src/commands/document.js';

const line = '2026-03-01 charon: 09[IKE] received NO_PROPOSAL_CHOSEN notify error\n';

describe('a dropped file', () => {
  it('is read as UTF-8, UTF-16 with its mark, Latin-1, and gzip of these', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line, 'utf16le')]);
    const big = Buffer.from(utf16);
    big.swap16();
    for (const bytes of [Buffer.from(line), utf16, big, gzipSync(line), gzipSync(utf16)]) {
      expect(readDocument(bytes, 'peer.log')).toEqual({ ok: true, text: line });
    }
    expect(readDocument(Buffer.from('caf\xe9 log', 'latin1'), 'a.log')).toEqual({
      ok: true,
      text: 'café log',
    });
  });

  it('is refused in one sentence when it is binary, whatever its name says', () => {
    const binary = Buffer.from(Array.from({ length: 4000 }, (_, index) => index % 256));
    const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500)]);
    for (const bytes of [binary, png, Buffer.alloc(100)]) {
      expect(readDocument(bytes, 'charon.log')).toMatchObject({ ok: false, says: 'charon.log is not text.' });
    }
  });

  it('is refused beyond 5 MB, also when that shows only after unpacking', () => {
    const big = { ok: false, says: 'x.log is larger than 5 MB.' };
    expect(readDocument(Buffer.alloc(mostDocumentBytes + 1, 'a'), 'x.log')).toMatchObject(big);
    expect(readDocument(gzipSync(Buffer.alloc(200 * 1024 * 1024)), 'x.log')).toMatchObject(big);
    expect(readDocument(Buffer.alloc(mostDocumentBytes, 'a'), 'x.log')).toMatchObject({ ok: true });
  });

  it('is refused when it is damaged or empty', () => {
    expect(readDocument(gzipSync(line).subarray(0, 20), 'x.gz')).toMatchObject({
      says: 'x.gz is a damaged gzip file.',
    });
    expect(readDocument(new Uint8Array(), 'x.log')).toMatchObject({ says: 'x.log is empty.' });
  });
});
