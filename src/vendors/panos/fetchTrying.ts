// One look at the last hour of the VPN log of a whole firewall: which of the tunnels without keys does somebody try in vain?

import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchLogTime } from './fetchBasics.js';
import { fetchLogRows } from './fetchLogRows.js';
import type { KnownRow } from './memory.js';
import { concerns, isFailing } from './normalizeLog.js';
import type { Trying } from './normalizeOverview.js';
import type { FlowWords } from './parseVpn.js';
import type { Question } from './question.js';

const lookBackMs = 3_600_000;
const rowsAsked = 2_000;

export async function fetchTrying(
  question: Question,
): Promise<(tunnel: TunnelConfig, rows: readonly FlowWords[]) => Trying> {
  const unknown = (): Trying => 'unknown';
  const time = await fetchLogTime(question);
  if (!time.known) return unknown;
  const { panorama } = question.session.settings;
  const from = time.value.printLogTime(new Date(question.nowMs - lookBackMs).toISOString());
  const log = await fetchLogRows(
    question,
    panorama ? 'vpn-log-of-device' : 'vpn-log',
    panorama ? { from, serial: panorama.target } : { from },
    rowsAsked,
  );
  if (!log.known) return unknown;
  // Panorama has no line of this firewall at all: its logs may not come there.
  if (panorama && log.value.length === 0) return unknown;
  return (tunnel, rows) =>
    isFailing(log.value.filter(concerns(tunnel, rows.flatMap(knownRow)))) ? 'failing' : 'quiet';
}

function knownRow(flow: FlowWords): readonly KnownRow[] {
  return flow.id === null ? [] : [{ ...flow, id: flow.id }];
}
