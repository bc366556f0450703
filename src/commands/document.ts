// What people drop into a thread, as text: bounded, unpacked with care, refused in one sentence when it is no text.

import { gunzipSync } from 'node:zlib';
import { Problem } from '../domain/problem.js';
import { codeOf } from '../support/errorCode.js';

export type ReadDocument =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** Why, as the end of a sentence that names the file. */
      readonly detail: string;
      /** The same as a sentence of its own, with the name. */
      readonly says: string;
      readonly remedy: string;
    };

export const mostDocumentBytes = 5 * 1024 * 1024;

/** @param bytes as they came; the name proves nothing about what they are. */
export function readDocument(bytes: Uint8Array, name: string): ReadDocument {
  if (bytes.length > mostDocumentBytes) return tooLarge(name);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = packed ? unpack(bytes) : { bytes };
  if ('fault' in plain) {
    return plain.fault === 'large'
      ? tooLarge(name)
      : refused(name, 'is a damaged gzip file', 'Send it again, or send the text.');
  }
  if (plain.bytes.length === 0) {
    return refused(name, 'is empty', 'Send the lines around a failed attempt.');
  }
  const text = decode(plain.bytes);
  if (text === null) {
    return refused(
      name,
      'is not text',
      'Send the log as text (plain, JSON lines, CSV or gzip); a packet capture or a picture is not a log.',
    );
  }
  return { ok: true, text };
}

function refused(name: string, why: string, remedy: string): ReadDocument {
  return { ok: false, detail: `it ${why}`, says: `${name} ${why}.`, remedy };
}

function tooLarge(name: string): ReadDocument {
  return refused(name, 'is larger than 5 MB', 'Send ten minutes around one failed attempt.');
}

/** Unpacking stops at the limit, so a bomb costs no more than a file of that size. */
function unpack(bytes: Uint8Array): { readonly bytes: Uint8Array } | { readonly fault: 'large' | 'damaged' } {
  try {
    return { bytes: gunzipSync(bytes, { maxOutputLength: mostDocumentBytes }) };
  } catch (error) {
    return { fault: codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'large' : 'damaged' };
  }
}

/** UTF-16 by its mark, else UTF-8, else Latin-1; null when control characters say that it is no text. */
function decode(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return plain(buffer.subarray(2).toString('utf16le'));
  if (buffer[0] === 0xfe && buffer[1] === 0xff) {
    const swapped = Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)));
    return plain(swapped.swap16().toString('utf16le'));
  }
  const text = buffer.toString('utf8');
  return plain(text.includes('\uFFFD') ? buffer.toString('latin1') : text);
}

function plain(text: string): string | null {
  let control = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 9 || (code > 13 && code < 27) || (code > 27 && code < 32) || code === 127) control += 1;
  }
  if (control > text.length * 0.005) return null;
  return text.replace(/^\uFEFF/, '').replaceAll('\u0000', '');
}

/** What was sent cannot be used. */
export function unreadable(
  file: string,
  { detail, remedy }: { readonly detail: string; readonly remedy: string },
): Problem {
  return new Problem('input-unreadable', { file, detail, hint: remedy });
}
