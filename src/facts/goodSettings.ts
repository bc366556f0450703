// The settings of a configuration as they are kept and compared over time: a value of each in the words of people.

import { type Identity, identityText } from '../domain/identity.js';
import type { ComparedSetting, KnownSetting } from '../domain/knownGood.js';
import { type Proposal, proposalText } from '../domain/proposal.js';
import { selectorText } from '../domain/selector.js';
import { type ChildConfig, peerText, type TunnelConfig } from '../domain/tunnelConfig.js';

/** One more whenever a value is written in another way than before: what was kept is then not compared. */
export const goodForm = 1;

type Value = string | number | null | undefined;

/** What the device does not tell, and what could not be read, is left out: it cannot be compared. */
export function settingsOf(config: TunnelConfig): readonly KnownSetting[] {
  const wide = Object.entries(ofTunnel(config)).map(([name, value]) => ({ name, child: null, value }));
  const inner = config.children.flatMap((child) =>
    Object.entries(ofChild(child)).map(([name, value]) => ({ name, child: child.name, value })),
  );
  return [...wide, ...inner].flatMap(({ name, child, value }): KnownSetting[] => {
    const setting = name as ComparedSetting;
    if (value === null || value === undefined || config.unreadable[setting] !== undefined) return [];
    return [{ name: setting, child, value: String(value) }];
  });
}

function ofTunnel(config: TunnelConfig): Partial<Record<ComparedSetting, Value>> {
  const { ike, monitor, routed } = config;
  return {
    tunnel: enabled(config.disabled),
    gateway: enabled(ike.disabled),
    'ike.version': ike.version,
    'ike.exchange-mode': ike.exchangeMode,
    'ike.local-address': ike.localAddress,
    'ike.peer-address': peerText(ike.peer),
    'ike.local-id': idText(ike.localId, ike.localAddress),
    'ike.peer-id': idText(ike.peerId, ike.peer?.kind === 'address' ? ike.peer.address : null),
    'ike.auth': authText(ike),
    'ike.certificate': ike.certificate,
    'ike.proposals': proposalsText(ike.proposals),
    'ike.lifetime': seconds(ike.lifetimeSeconds),
    'ike.dpd': dpdText(ike.dpd),
    'ike.nat-traversal': ike.natTraversal,
    'ike.passive': onOff(ike.passive),
    'ike.fragmentation': onOff(ike.fragmentation),
    monitor: monitor && onOff(monitor.enabled),
    'monitor.destination': monitor?.destination,
    'monitor.action': monitor?.action,
    'tunnel.interface': config.interface,
    route: routed && (routed.toSorted().join(', ') || 'none'),
  };
}

function ofChild(child: ChildConfig): Partial<Record<ComparedSetting, Value>> {
  const networks = (of: ChildConfig['local']) => of.map(selectorText).join(', ') || 'none';
  return {
    'child.selectors': `${networks(child.local)} to ${networks(child.remote)}`,
    'child.proposals': proposalsText(child.proposals),
    'child.pfs': child.pfs && (child.pfs.join(', ') || 'off'),
    'child.lifetime': seconds(child.lifetimeSeconds),
    'child.mode': child.mode && (child.protocol ? `${child.protocol} ${child.mode}` : child.mode),
    'child.start': child.start,
  };
}

/** An end without an ID of its own sends its address (RFC 7296 section 3.5). */
function idText(identity: Identity | null, address: string | null): string | null {
  if (identity) return identityText(identity);
  return address === null ? null : `${address} (not set: the address)`;
}

function authText({ auth, peerAuth }: TunnelConfig['ike']): string | null {
  if (auth === null || peerAuth === null || peerAuth === auth) return auth;
  return `${auth}, of the peer ${peerAuth}`;
}

function proposalsText(proposals: readonly Proposal[] | null): string | null {
  return proposals && (proposals.map(proposalText).join('; ') || 'none');
}

function dpdText(dpd: TunnelConfig['ike']['dpd']): string | null {
  if (!dpd) return null;
  if (!dpd.enabled) return 'off';
  return dpd.intervalSeconds === null ? 'on' : `every ${dpd.intervalSeconds} s`;
}

function enabled(disabled: boolean | null): string | null {
  return disabled === null ? null : disabled ? 'disabled' : 'enabled';
}

function onOff(value: boolean | null): string | null {
  return value === null ? null : value ? 'on' : 'off';
}

function seconds(value: number | null): string | null {
  return value === null ? null : `${value} s`;
}

/** Names of the objects that the tunnel is made of, as a configuration log names them. */
export function objectsOf({ tunnel, ike, interface: unit, vendorKeys, children }: TunnelConfig): string[] {
  const { gateway, ikeProfile, ipsecProfile, certificate } = vendorKeys;
  const names = [tunnel, ike.name, unit, gateway, ikeProfile, ipsecProfile, certificate];
  const all = [...names, ...children.map((child) => child.name)];
  return [...new Set(all.filter((name): name is string => !!name))];
}
