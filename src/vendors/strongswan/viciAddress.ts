// Where a daemon listens: `unix:///run/charon.vici` or `tcp://host:port`, and what its refusals mean.

import type { Fault } from '../outcome.js';

export type ViciAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** charon's own default port for TCP. */
const DEFAULT_PORT = 4502;

/** @returns null for anything that is not `unix:///absolute/path` or `tcp://host[:port]`. */
export function readViciAddress(text: string): ViciAddress | null {
  const trimmed = text.trim();
  const path = /^unix:\/\/(\/.+)$/.exec(trimmed)?.[1];
  if (path !== undefined) return { kind: 'unix', path };
  const tcp = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^:/[\]\s]+)(?::(\d{1,5}))?\/?$/.exec(trimmed);
  const host = tcp?.[1];
  if (host === undefined) return null;
  const port = tcp?.[2] === undefined ? DEFAULT_PORT : Number(tcp[2]);
  if (port < 1 || port > 65_535) return null;
  return { kind: 'tcp', host: host.replace(/^\[|\]$/g, ''), port };
}

export function viciAddressText(address: ViciAddress): string {
  if (address.kind === 'unix') return `unix://${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `tcp://${host}:${address.port}`;
}

/** What a connect error of the operating system means for this address. */
export function connectFault(address: ViciAddress, code: string | undefined): Fault {
  const where = viciAddressText(address);
  const path = address.kind === 'unix' ? address.path : '';
  switch (code) {
    case 'ENOENT':
      return {
        reason: 'unreachable',
        says: `There is no VICI socket at ${path}.`,
        remedy:
          'Start strongSwan and load its vici plugin (Debian: package strongswan-swanctl), or correct the path in our configuration.',
      };
    case 'EACCES':
    case 'EPERM':
      return {
        reason: 'unauthorized',
        says: `The VICI socket ${path || where} may not be opened by this user.`,
        remedy:
          'Run the bot as a member of the group that owns the socket (charon.group in strongswan.conf), or as root.',
      };
    case 'ECONNREFUSED':
      return {
        reason: 'unreachable',
        says:
          address.kind === 'unix'
            ? `The socket ${path} is there, but no daemon answers on it.`
            : `Nothing listens for VICI on ${where}.`,
        remedy:
          'Start the strongSwan daemon (charon or charon-systemd) and check charon.plugins.vici.socket.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        reason: 'unreachable',
        says: `The name of ${where} cannot be resolved.`,
        remedy: 'Check the host name in our configuration and the name server.',
      };
    default:
      return {
        reason: 'unreachable',
        says: `${where} cannot be reached.`,
        remedy: 'Check the route to the host and that a firewall lets the VICI port pass from the bot.',
      };
  }
}
