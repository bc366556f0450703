// Asks for the SAs of one tunnel or of all, and finds out whether the daemon kept some from us because it was busy.

import type { Clock } from '../../domain/clock.js';
import type { CallContext } from '../../domain/device.js';
import { type Outcome, success } from '../outcome.js';
import type { ViciClient } from './client.js';
import type { Seen } from './normalizeLive.js';
import { type Named, parseMessage, parseSas } from './parse.js';
import { reads } from './requests.js';
import { type IkeSaWords, statsSchema } from './schema.js';

type Sas = Pick<Seen, 'sas' | 'partial'>;

/** An IKE_SA is checked out for milliseconds while a message is worked on; the second look is after that. */
const SECOND_LOOK_MS = 200;

/**
 * `noblock` keeps the daemon from waiting for IKE_SAs that it works on; it leaves them out instead. So an absence is
 * only believed when the number of IKE_SAs agrees, or after a second look.
 */
export async function fetchSasOf(
  connection: string,
  client: ViciClient,
  clock: Clock,
  call: CallContext,
): Promise<Outcome<Sas>> {
  const named = await listSas(client, call, { ike: connection });
  if (!named.ok) return named;
  if (named.value.length > 0) return success({ sas: named.value, partial: false });
  return await fetchAllSas(client, clock, call);
}

export async function fetchAllSas(
  client: ViciClient,
  clock: Clock,
  call: CallContext,
): Promise<Outcome<Sas>> {
  const stats = await client.ask(reads.stats, {}, call);
  const total = stats.ok ? totalOf(parseMessage(stats.value, reads.stats, statsSchema)) : null;
  const first = await listSas(client, call, {});
  if (!first.ok) return first;
  if (total !== null && first.value.length >= total) return success({ sas: first.value, partial: false });
  try {
    await clock.sleep(SECOND_LOOK_MS, call.signal);
  } catch {
    return success({ sas: first.value, partial: true });
  }
  const second = await listSas(client, call, {});
  if (!second.ok) return second;
  const merged = new Map([...first.value, ...second.value].map((sa) => [sa.words.uniqueid, sa]));
  return success({
    sas: [...merged.values()],
    partial: total === null || merged.size < total,
  });
}

export async function listSas(
  client: ViciClient,
  call: CallContext,
  filter: Readonly<Record<string, string>>,
): Promise<Outcome<readonly Named<IkeSaWords>[]>> {
  const reply = await client.ask(reads.sas, { noblock: 'yes', ...filter }, call);
  return reply.ok ? await parseSas(reply.value, reads.sas) : reply;
}

function totalOf(stats: Outcome<{ ikesas: { total: string } }>): number | null {
  return stats.ok && /^\d{1,9}$/.test(stats.value.ikesas.total) ? Number(stats.value.ikesas.total) : null;
}
