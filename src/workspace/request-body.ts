// Reads what arrives over HTTP: form, JSON and multipart bodies, bounded in size.
import type { IncomingMessage } from 'node:http';
import { decodeJson, isFields } from './fields.js';
import type { Fields } from './model.js';

/** A call of the Web API; Slack's largest message is far below. */
export const MOST_CALL_BYTES = 4 * 1024 * 1024;
export const MOST_UPLOAD_BYTES = 64 * 1024 * 1024;
/** What somebody without a token or a ticket may send before being refused. */
export const MOST_STRANGER_BYTES = 64 * 1024;

/** Undefined when the body is larger than the workspace takes. */
export async function readBytes(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving early must not break the connection, or nobody could be told why; the rest is let run by.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > most) break;
    chunks.push(bytes);
  }
  if (size > most) {
    request.resume();
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Arguments of a Web API call. Undefined when JSON was announced and something else arrived. */
export function readArguments(
  contentType: string,
  bytes: Buffer,
  query: URLSearchParams,
): Fields | undefined {
  const args: Fields = Object.fromEntries(query);
  if (bytes.length === 0) return args;
  const text = bytes.toString('utf8');
  if (contentType.startsWith('application/json')) {
    const decoded = decodeJson(text);
    return isFields(decoded) ? { ...args, ...decoded } : undefined;
  }
  return { ...args, ...Object.fromEntries(new URLSearchParams(text)) };
}

/** The bytes of an upload: the raw body, or the one file part of a multipart body. */
export async function readUpload(contentType: string, bytes: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return bytes;
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  for (const [, value] of form) {
    return typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
