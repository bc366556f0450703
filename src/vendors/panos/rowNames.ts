// Which configured tunnel and child a table row belongs to: rows are called `tunnel`, `tunnel:proxy-id` or, on old versions, `tunnel(gateway)`.

import type { TunnelConfig } from '../../domain/tunnelConfig.js';

/** What of a row decides; a flow row also knows its tunnel interface. */
export interface NamedRow {
  readonly name: string;
  readonly innerInterface?: string | null;
}

/** Names may themselves hold `:`, so configured names are compared and never split apart. */
export function rowNamesOf(tunnel: TunnelConfig): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const first = tunnel.children[0]?.name ?? tunnel.tunnel;
  names.set(tunnel.tunnel, first);
  names.set(`${tunnel.tunnel}(${tunnel.ike.name})`, first);
  for (const child of tunnel.children) names.set(`${tunnel.tunnel}:${child.name}`, child.name);
  return names;
}

/** The child a row of this tunnel stands for, null when the row is of another tunnel. A proxy ID that our configuration does not know keeps its name. */
export function childOfRow(row: NamedRow, tunnel: TunnelConfig): string | null {
  const inside = row.innerInterface ?? null;
  if (inside !== null && tunnel.interface !== null && inside !== tunnel.interface) return null;
  const exact = rowNamesOf(tunnel).get(row.name);
  if (exact !== undefined) return exact;
  // An unknown proxy ID: the interface must confirm it, because the name alone could be of a tunnel called so.
  const prefix = `${tunnel.tunnel}:`;
  return inside !== null && row.name.startsWith(prefix) ? row.name.slice(prefix.length) : null;
}

/** Rows by tunnel name. Exact names win; otherwise the longest configured tunnel name that begins the row's name. */
export function assignRows<R extends NamedRow>(
  rows: readonly R[],
  tunnels: readonly TunnelConfig[],
): { readonly byTunnel: ReadonlyMap<string, readonly R[]>; readonly unassigned: readonly R[] } {
  const exact = new Map<string, TunnelConfig[]>();
  for (const tunnel of tunnels) {
    for (const name of rowNamesOf(tunnel).keys()) exact.set(name, [...(exact.get(name) ?? []), tunnel]);
  }
  const longestFirst = tunnels.toSorted((a, b) => b.tunnel.length - a.tunnel.length);
  const byTunnel = new Map<string, R[]>();
  const unassigned: R[] = [];
  for (const row of rows) {
    const fits = (tunnel: TunnelConfig): boolean => childOfRow(row, tunnel) !== null;
    const owner =
      exact.get(row.name)?.find(fits) ??
      longestFirst.find((tunnel) => row.name.startsWith(`${tunnel.tunnel}:`) && fits(tunnel)) ??
      null;
    if (owner === null) unassigned.push(row);
    else byTunnel.set(owner.tunnel, [...(byTunnel.get(owner.tunnel) ?? []), row]);
  }
  return { byTunnel, unassigned };
}
