// Which rows of the event log concern a tunnel, and whether they say that somebody tries in vain.

import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { field, type LogRow, messageOf } from './parseLog.js';

/**
 * Rows of the tunnel by its name (or that of a peer that dialed in, `name_3`). An error of phase 1 as the responder names none,
 * because no phase 1 was found yet: such a row belongs to the tunnel whose peer it came from, at the address that it came to.
 */
export function concerns(tunnel: TunnelConfig, rows: readonly LogRow[]): (row: LogRow) => boolean {
  const named = (row: LogRow): boolean => isOf(field(row, 'vpntunnel'), tunnel.ike.name);
  const { peer, localAddress } = tunnel.ike;
  // Peers without a fixed address are known by the rows that do name the tunnel.
  const peers = new Set(
    peer?.kind === 'address'
      ? [peer.address]
      : rows.filter(named).flatMap((row) => field(row, 'remip') ?? []),
  );
  return (row) => {
    if (field(row, 'vpntunnel') !== null) return named(row);
    const [from, to] = [field(row, 'remip'), field(row, 'locip')];
    return from !== null && peers.has(from) && (localAddress === null || to === null || to === localAddress);
  };
}

function isOf(printed: string | null, name: string): boolean {
  if (printed === null) return false;
  if (printed === name) return true;
  return printed.startsWith(`${name}_`) && /^[0-9a-z]+$/.test(printed.slice(name.length + 1));
}

/** Subtypes come mixed from the memory of a device, whatever the path and the filter say. */
export function isVpn(row: LogRow): boolean {
  return row.subtype === undefined || row.subtype === 'vpn';
}

/** By message: 37133 installs an SA, 37127 and 37129 end a phase; 37138 and 37139 tell of a tunnel and of a phase 2 by their action. */
function isSuccess(row: LogRow): boolean {
  const action = field(row, 'action');
  if (action === 'tunnel-up' || action === 'phase2-up' || action === 'install_sa') return true;
  const message = messageOf(row);
  return message === 37133 || (isProgress(message) && field(row, 'result') === 'DONE');
}

/** 37124 and 37125 refuse, 37128 and 37130 end an exchange in an error, 37137 gives up, 37120 to 37123 are those of older versions. */
const failures: ReadonlySet<number> = new Set([37121, 37123, 37124, 37125, 37128, 37130, 37137]);
const failedWords: ReadonlySet<string> = new Set(['negotiate_error', 'failure', 'failed']);

function isFailure(row: LogRow): boolean {
  const message = messageOf(row);
  if (message !== null && failures.has(message)) return true;
  return failedWords.has(field(row, 'status') ?? '') || field(row, 'result') === 'ERROR';
}

/** Progress of an attempt (37127, 37129), and the peer that stopped answering (37136): somebody wants the tunnel. */
function isTrying(row: LogRow): boolean {
  const message = messageOf(row);
  return isProgress(message) || message === 37136;
}

function isProgress(message: number | null): boolean {
  return message === 37127 || message === 37129;
}

/** Newest first: does the log say that somebody tries in vain, or did the last attempt succeed (then nothing asks any more)? */
export function isFailing(newestFirst: readonly LogRow[]): boolean {
  return saysSinceSuccess(newestFirst, (row) => isFailure(row) || isTrying(row));
}

/** The same, but that an attempt began, or that the peer went silent, does not count: one has failed. */
export function hasFailed(newestFirst: readonly LogRow[]): boolean {
  return saysSinceSuccess(newestFirst, isFailure);
}

function saysSinceSuccess(newestFirst: readonly LogRow[], says: (row: LogRow) => boolean): boolean {
  for (const row of newestFirst) {
    if (isSuccess(row)) return false;
    if (says(row)) return true;
  }
  return false;
}
