// Asking what one tunnel does right now: one call, in which FortiOS tells its selectors and its counters together.

import type { EvidenceScope } from '../../domain/device.js';
import type { TunnelLive } from '../../domain/live.js';
import type { Observation } from '../../domain/observation.js';
import { notRunning, readTunnel } from './fetchTunnels.js';
import { isDialUp, normalizeLive, rowsOf } from './normalizeLive.js';
import type { Question } from './question.js';

export async function fetchLive(question: Question, scope: EvidenceScope): Promise<Observation<TunnelLive>> {
  const { tunnel } = scope;
  if (!tunnel) throw new TypeError('live needs a tunnel');
  const askedMs = question.nowMs;
  const rows = await readTunnel(question, tunnel.ike.name, isDialUp(tunnel));
  if (!rows.known) return rows;
  // A phase 1 for dial-up without a peer is there all the same.
  const isThere = rowsOf(tunnel, rows.value).length > 0 || isDialUp(tunnel) || tunnel.disabled === true;
  if (!isThere) return notRunning(question, tunnel.tunnel);
  const at = new Date(question.nowMs);
  return question.known(normalizeLive(tunnel, rows.value, at, at.getTime() - askedMs));
}
