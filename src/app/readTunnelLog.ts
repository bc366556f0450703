// The log of a device as what it says of one tunnel.

import type { LogReading, LogWindow } from '../domain/log.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { readLines } from '../logs/readLines.js';

/** The log of one device read as this tunnel's: its names and its peer's address tell its lines from others'. */
export function readTunnelLog(window: LogWindow, tunnel: TunnelConfig): LogReading {
  const { peer } = tunnel.ike;
  const reading = readLines(window.lines, {
    vendor: window.vendor,
    tunnels: [tunnel.tunnel, tunnel.ike.name, ...tunnel.children.map((child) => child.name)],
    ...(peer?.kind === 'address' ? { peers: [peer.address] } : {}),
  });
  return window.notes === undefined ? reading : { ...reading, notes: [...reading.notes, ...window.notes] };
}
