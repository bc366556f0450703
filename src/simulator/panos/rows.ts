// The rows of PAN-OS's SA and flow tables, under the names it gives them.
import type { Device, TunnelRow } from '../device/device.js';
import type { About, AboutRow } from '../model/happening.js';
import type { EndSpec } from '../model/spec.js';
import { rowOf } from '../negotiation/child-sa.js';

export interface NamedRow extends TunnelRow {
  readonly name: string;
}

export function rowsOf(device: Device): NamedRow[] {
  return device.rows().map((row) => {
    const { tunnel } = device.config(row.end);
    return {
      ...row,
      name: rowName(tunnel.name, rowOf(row.end.pair.state.effective, row.end.side, row.index)),
    };
  });
}

/** `tunnel` or `tunnel:proxy-id`. */
function rowName(tunnel: string, { selectors }: AboutRow): string {
  return selectors === null ? tunnel : `${tunnel}:${selectors}`;
}

/** What stands in the log's `object` column; empty when the device has no name for it. */
export function objectOf({ gateway, tunnel }: EndSpec, about: About): string {
  if (typeof about === 'object') return rowName(tunnel.name, about);
  return { gateway: gateway.name, twin: `${gateway.name}-dup`, tunnel: tunnel.name, nothing: '' }[about];
}
