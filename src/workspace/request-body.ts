// Reads what arrives over HTTP: form, JSON and multipart bodies, bounded in size.
import type { IncomingMessage } from 'node:http';
import { decodeJson, isFields } from './fields.js';
import type { Fields } from './model.js';

const MOST_BYTES = 64 * 1024 * 1024;

/** Undefined when the body is larger than the workspace takes. */
export async function readBytes(request: IncomingMessage, most = MOST_BYTES): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > most) return undefined;
    chunks.push(bytes);
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
