// Asking what one tunnel does right now: one call, in which FortiOS tells its selectors and its counters together.

import type { EvidenceScope } from '../../domain/device.js';
import type { MonitorLive, TunnelLive } from '../../domain/live.js';
import type { Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { notRunning, readTunnel } from './fetchTunnels.js';
import { isDialUp, normalizeLive, rowsOf } from './normalizeLive.js';
import { parseProbe } from './parseMonitors.js';
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
  const live = normalizeLive(tunnel, rows.value, at, at.getTime() - askedMs);
  return question.known({ ...live, monitor: await readMonitor(question, tunnel) });
}

/** What watches the tunnel and sees right now; asked only where something does. Null: nothing does, or it is not told. */
async function readMonitor(
  question: Question,
  { monitor, interface: unit }: TunnelConfig,
): Promise<MonitorLive | null> {
  if (!monitor?.enabled || monitor.profile === null || unit === null) return null;
  for (const name of ['link-monitor-states', 'health-check-states'] as const) {
    const told = await question.read(name);
    const probe = told.known ? parseProbe(told.value.results, monitor.profile, unit) : null;
    if (probe !== null) return { enabled: true, source: null, destination: monitor.destination, ...probe };
  }
  return null;
}
