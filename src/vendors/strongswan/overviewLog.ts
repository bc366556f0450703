// The lines that go with the rows of an overview: the log lies in a file or in what was heard, so it costs the daemon no command.

import type { EvidenceScope } from '../../domain/device.js';
import type { LogWindow } from '../../domain/log.js';
import type { TunnelSummary } from '../../domain/overview.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { turn } from '../../support/turns.js';
import { linesOfTunnel } from './tunnelLines.js';

/** As far as a status looks: an outage began before the attempts that the log shows now. */
const lookBackMs = 24 * 3_600_000;
const linesRead = 5_000;
const linesKept = 500;

/** Only why a tunnel is down is read from it. */
export function needsLog(rows: readonly TunnelSummary[]): boolean {
  return rows.some(({ state }) => state === 'down');
}

export function logScope(at: Date): EvidenceScope {
  return { from: new Date(at.getTime() - lookBackMs).toISOString(), limit: linesRead };
}

/** Each tunnel that is down with its own lines of the daemon's log. */
export async function withLines(
  rows: readonly TunnelSummary[],
  tunnels: readonly TunnelConfig[],
  log: LogWindow,
): Promise<readonly TunnelSummary[]> {
  const configured = new Map(tunnels.map((tunnel) => [tunnel.tunnel, tunnel]));
  const told: TunnelSummary[] = [];
  for (const row of rows) {
    const tunnel = row.state === 'down' ? configured.get(row.tunnel) : undefined;
    if (!tunnel) {
      told.push(row);
      continue;
    }
    const own = linesOfTunnel(log.lines, tunnel);
    const lines = own.slice(-linesKept);
    told.push({ ...row, log: { ...log, lines, truncated: log.truncated || own.length > lines.length } });
    // Every one that is down looks through all lines.
    await turn();
  }
  return told;
}
