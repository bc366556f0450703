// The body of a request: read within a limit, unpacked where it is packed; what cannot be read says why.

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { GzipFault, gunzipped } from './gunzip.js';

type BodyTrouble = 'too-large' | 'other-encoding' | 'damaged' | 'cut-off';

export type RequestBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: BodyTrouble };

/** @param maxBytes of what arrives, and of what it unpacks to. */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') return { ok: false, why: 'other-encoding' };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { ok: false, why: 'too-large' };
  const arrived = await arriving(request, maxBytes);
  return arrived.ok && encoding === 'gzip' ? await unpacked(arrived.bytes, maxBytes) : arrived;
}

/** Whoever does not read a body to its end lets the rest of it pass: the sender then hears the answer. */
export function dropBody(request: IncomingMessage): void {
  request.removeAllListeners('data');
  request.resume();
}

function arriving(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        chunks.length = 0;
        dropBody(request);
        resolve({ ok: false, why: 'too-large' });
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve({ ok: true, bytes: Buffer.concat(chunks) }));
    const cut = (): void => resolve({ ok: false, why: 'cut-off' });
    request.once('error', cut);
    request.once('close', cut);
  });
}

async function unpacked(packed: Buffer, maxBytes: number): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of gunzipped(Readable.from([packed]), { maxBytes })) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof GzipFault)) throw error;
    return { ok: false, why: error.why === 'bomb' ? 'too-large' : 'damaged' };
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}
