// The words of the VPN system log about child SAs, keys, configuration loads and the tunnel monitor.
import type { Role } from '../model/happening.js';
import type { LogEvent, Severity } from './log-event.js';

function event(eventid: string, text: string, severity: Severity = 'informational'): LogEvent {
  return { eventid, severity, text };
}

export function hexSpi(value: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

/** `SPI:0xAAAAAAAA/0xBBBBBBBB`, inbound first. */
export function spiPair(inbound: number, outbound: number): string {
  return `SPI:0x${hexSpi(inbound)}/0x${hexSpi(outbound)}`;
}

export const child = {
  started: (role: Role, ends: string, messageId: string, parent: number, rekey: string) =>
    event(
      'ikev2-nego-child-start',
      `IKEv2 child SA negotiation is started as ${role}, ${rekey}. Initiated SA: ${ends} message id:${messageId} parent SN:${parent}.`,
    ),
  succeeded: (role: Role, ends: string, messageId: string, spis: string, parent: number, rekey: string) =>
    event(
      'ikev2-nego-child-succ',
      `IKEv2 child SA negotiation is succeeded as ${role}, ${rekey}. Established SA: ${ends} message id:${messageId}, ${spis} parent SN:${parent}.`,
    ),
  failed: (role: Role, ends: string, messageId: string, parent: number, rekey: string) =>
    event(
      'ikev2-nego-child-fail',
      `IKEv2 child SA negotiation is failed as ${role}, ${rekey}. Failed SA: ${ends} message id:${messageId} parent SN:${parent}. Error code 19`,
    ),
  noSuitableProposal: () =>
    event(
      'ikev2-nego-child-fail',
      "IKEv2 child SA negotiation failed when processing SA payload. no suitable proposal found in peer's SA payload.",
    ),
  lacksKe: () =>
    event('ikev2-nego-child-fail', 'IKEv2 child SA negotiation is failed message lacks KE payload'),
  badSelector: (local: string, remote: string) =>
    event(
      'ikev2-nego-child-fail',
      `IKEv2 child SA negotiation failed when processing traffic selector. cannot find matching IPSec tunnel for received traffic selector. received local TS: ${local} type IPv4_subnet protocol 0 port 0, received remote TS: ${remote} type IPv4_subnet protocol 0 port 0.`,
    ),
};

export const quick = {
  started: (role: Role, ends: string, messageId: string) =>
    event(
      'ike-nego-p2-start',
      `IKE phase-2 negotiation is started as ${role}, quick mode. Initiated SA: ${ends} message id:${messageId}.`,
    ),
  succeeded: (role: Role, ends: string, messageId: string, spis: string) =>
    event(
      'ike-nego-p2-succ',
      `IKE phase-2 negotiation is succeeded as ${role}, quick mode. Established SA: ${ends} message id:${messageId}, ${spis}.`,
    ),
  timedOut: (role: Role, ends: string, messageId: string) =>
    event(
      'ike-nego-p2-fail',
      `IKE phase-2 negotiation is failed as ${role}, quick mode. Failed SA: ${ends} message id:${messageId}. Due to negotiation timeout.`,
    ),
  noSuitableProposal: () =>
    event(
      'ike-nego-p2-proposal-bad',
      "IKE phase-2 negotiation failed when processing SA payload. no suitable proposal found in peer's SA payload.",
    ),
  pfsMismatch: (mine: number, peers: number) =>
    event(
      'ike-nego-p2-proposal-bad',
      `IKE phase-2 negotiation failed when processing SA payload. pfs group mismatched: my: ${mine} peer: ${peers}`,
    ),
  badProxyId: (local: string, remote: string) =>
    event(
      'ike-nego-p2-proxy-id-bad',
      `IKE phase-2 negotiation failed when processing proxy ID. cannot find matching phase-2 tunnel for received proxy ID. received local id: ${local} type IPv4_subnet protocol 0 port 0, received remote id: ${remote} type IPv4_subnet protocol 0 port 0.`,
    ),
};

export const key = {
  installed: (ends: string, spis: string, lifetimeSeconds: number) =>
    event(
      'ipsec-key-install',
      `IPSec key installed. Installed SA: ${ends} ${spis} lifetime ${lifetimeSeconds} Sec lifesize unlimited.`,
    ),
  deleted: (ends: string, spis: string) =>
    event('ipsec-key-delete', `IPSec key deleted. Deleted SA: ${ends} ${spis}.`),
  expired: (ends: string, spis: string) =>
    event('ipsec-key-expire', `IPSec key lifetime expired. Expired SA: ${ends} ${spis}.`),
  deleteSent: (inbound: number) =>
    event(
      'ike-send-p2-delete',
      `IKE protocol IPSec SA delete message sent to peer. SPI:0x${hexSpi(inbound)}.`,
    ),
  deleteReceived: (outbound: number) =>
    event(
      'ike-recv-p2-delete',
      `IKE protocol IPSec SA delete message received from peer. SPI:0x${hexSpi(outbound)}.`,
    ),
};

export const device = {
  configLoaded: (phase: 1 | 2) =>
    event(`ike-config-p${phase}-success`, `IKE daemon configuration load phase-${phase} succeeded.`),
  tunnelUp: (tunnel: string) => event('tunnel-status-up', `Tunnel ${tunnel} is up`),
  tunnelDown: (tunnel: string) => event('tunnel-status-down', `Tunnel ${tunnel} is down`, 'critical'),
};
