// The bytes of a file that somebody shared: from Slack only, with our token, and never more than the bound.

import type { Attachment } from '../../commands/dispatcher.js';
import { scrub } from '../../domain/secrets/index.js';
import { isSlackAddress } from '../hosts.js';
import type { Place } from '../place.js';
import type { Parts } from '../ports.js';
import type { SlackSettings } from '../settings.js';
import { trustedFetch } from '../trustedFetch.js';

/** Of one message or one modal. */
export const mostFiles = 5;
/** A little more than what is read as a log, so that the reader says that it is too large. */
const mostBytes = 5 * 1024 * 1024 + 1024;

/** Slack is asked for its address by its id: the address holds the name as people wrote it, and is kept nowhere. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
}

export type Downloaded =
  | { readonly ok: true; readonly attachment: Attachment }
  /** One sentence. */
  | { readonly ok: false; readonly says: string };

export async function download(
  file: { readonly name: string; readonly url: string },
  settings: Pick<SlackSettings, 'apiUrl' | 'botToken' | 'callTimeoutMs' | 'proxy'>,
): Promise<Downloaded> {
  const fault = unread(file.name);
  if (!isSlackAddress(file.url, settings.apiUrl)) return fault;
  try {
    // A redirect would carry the token elsewhere, or lead to Slack's sign-in page: none is followed.
    const signal = AbortSignal.timeout(settings.callTimeoutMs * 3);
    const headers = { authorization: `Bearer ${settings.botToken}` };
    const reply = await trustedFetch(file.url, { headers, signal }, settings.proxy);
    const type = reply.headers.get('content-type') ?? '';
    // Slack answers a token without files:read with its sign-in page and status 200.
    if (!reply.ok || reply.body === null || (type.startsWith('text/html') && !/\.html?$/i.test(file.name))) {
      await reply.body?.cancel();
      return fault;
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of reply.body) {
      parts.push(part);
      size += part.length;
      if (size > mostBytes) break;
    }
    return { ok: true, attachment: { name: file.name, bytes: Buffer.concat(parts).subarray(0, mostBytes) } };
  } catch {
    return fault;
  }
}

function unread(name: string): Downloaded {
  const says = `${scrub(name).text} could not be read from Slack. Share it again, or paste its text.`;
  return { ok: false, says };
}

/** The files' bytes; null when one could not be had, and the person was told. */
export async function fetched(
  parts: Parts,
  files: readonly SharedFile[],
  place: Place,
): Promise<readonly Attachment[] | null> {
  const attachments: Attachment[] = [];
  for (const file of files) {
    const url = await parts.queue
      .send(`read:${place.channel}`, 'file', () => parts.web.fileAddress(file.id))
      .catch(() => null);
    const got = url === null ? unread(file.name) : await download({ name: file.name, url }, parts.settings);
    if (!got.ok) {
      await parts.answering.say(place, got.says);
      return null;
    }
    attachments.push(got.attachment);
  }
  return attachments;
}
