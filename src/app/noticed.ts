// What a notice tells of several tunnels, for the incident that is opened for all of them.

import type { NoticedGroup } from '../capabilities/incident/parts.js';
import { noticeStream } from '../incidents/outbox.js';
import { isLasting } from '../notices/notice.js';
import type { OpenStores } from '../stores/door.js';
import { createOutboxStore } from '../stores/outbox.js';

/** Null when there is no such notice, or nothing of it lasts. */
export async function noticedGroup(
  { notices, database }: Pick<OpenStores, 'notices' | 'database'>,
  id: string,
): Promise<NoticedGroup | null> {
  const notice = await notices.notice(id);
  const tunnels = notice?.tunnels.filter(isLasting).map(({ tunnel }) => tunnel) ?? [];
  if (!notice || tunnels.length === 0) return null;
  const place = await createOutboxStore(database.sql).placeOf(noticeStream(id));
  return { tunnels, shares: notice.shares[0] ?? null, place: place && { ...place, link: null } };
}
