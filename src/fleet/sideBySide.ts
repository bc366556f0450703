// Both ends' settings next to each other, each compared in the way that counts: equal, mirrored, or sharing one proposal.

import { type Identity, identityText, sameIdentity } from '../domain/identity.js';
import { isPrivateAddress } from '../domain/privateAddress.js';
import { compareProposals, type Proposal, proposalText } from '../domain/proposal.js';
import { type Selector, sameSelector, selectorText } from '../domain/selector.js';
import type { ChildConfig, PeerAddress, TunnelConfig } from '../domain/tunnelConfig.js';
import { canonicalAddress } from './pairing.js';

/** `apart`: a setting of each end alone, which is not compared. `translated`: addresses that differ because NAT is between. */
export type RowState = 'same' | 'differs' | 'unknown' | 'apart' | 'translated';

export interface SettingRow {
  readonly label: string;
  readonly ours: string;
  /** Empty when there is no second end to read. */
  readonly theirs: string;
  readonly state: RowState;
  /** A difference lets a tunnel up and may stop its next rekey. */
  readonly atRekey?: true;
}

const unread = 'cannot tell';

/** @param theirs null when the other end is foreign; then every row is `unknown`: there is nothing to compare with. */
export function settingRows(ours: TunnelConfig, theirs: TunnelConfig | null): readonly SettingRow[] {
  return [...ikeRows(ours, theirs), ...childRows(ours, theirs), ...otherRows(ours, theirs)];
}

function ikeRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  const a = ours.ike;
  const b = theirs?.ike ?? null;
  const usesIkev2 = a.version === 'ikev2' && b?.version === 'ikev2';
  return [
    plain('IKE version', a.version, b?.version, versionsFit),
    ...modeRow(a, b),
    addressRow('Our address / their peer', a.localAddress, b?.peer, 'ours'),
    addressRow('Our peer / their address', b?.localAddress, a.peer, 'theirs'),
    plain('Authentication', a.auth, b?.auth),
    identityRow(
      'Local ID / peer ID',
      a.localId,
      b?.peerId,
      b && { a: a.localAddress, b: staticPeer(b.peer) },
    ),
    identityRow(
      'Peer ID / local ID',
      a.peerId,
      b?.localId,
      b && { a: staticPeer(a.peer), b: b.localAddress },
    ),
    proposalRow('Phase 1 proposals', a.proposals, b?.proposals),
    lifetimeRow('Phase 1 lifetime (seconds)', a.lifetimeSeconds, b?.lifetimeSeconds, usesIkev2),
    plain('NAT traversal', a.natTraversal, b?.natTraversal, (x, y) => (x === 'off') === (y === 'off')),
    { ...plain('DPD', dpdText(a.dpd), b && dpdText(b.dpd)), state: 'apart' },
    plain('Passive', yesNo(a.passive), b && yesNo(b.passive), () => !(a.passive && b?.passive)),
  ];
}

/** The exchange mode means something only where IKEv1 may be used. */
function modeRow(a: TunnelConfig['ike'], b: TunnelConfig['ike'] | null): SettingRow[] {
  if (a.version === 'ikev2' && (!b || b.version === 'ikev2')) return [];
  return [plain('Exchange mode (IKEv1)', a.exchangeMode, b?.exchangeMode, modesFit)];
}

function childRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  return ours.children.flatMap((child) => {
    const other = theirs ? partnerOf(child, ours, theirs) : null;
    const prefix = ours.children.length === 1 ? 'Phase 2' : `Phase 2 ${child.name}`;
    const missing = theirs !== null && other === null;
    return [
      selectorRow(`${prefix}: our networks`, child.local, other?.remote, missing),
      selectorRow(`${prefix}: their networks`, child.remote, other?.local, missing),
      proposalRow(`${prefix}: proposals`, child.proposals, other?.proposals),
      {
        ...plain(`${prefix}: PFS`, pfsText(child.pfs), other && pfsText(other.pfs), sharesGroup),
        atRekey: true,
      },
      lifetimeRow(
        `${prefix}: lifetime (seconds)`,
        child.lifetimeSeconds,
        other?.lifetimeSeconds,
        ours.ike.version === 'ikev2' && theirs?.ike.version === 'ikev2',
      ),
      plain(`${prefix}: mode`, child.mode, other?.mode),
    ];
  });
}

function otherRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  const monitor = (config: TunnelConfig) =>
    config.monitor?.enabled ? `${config.monitor.destination ?? 'on'}` : config.monitor ? 'off' : null;
  return [
    { ...plain('Tunnel monitor', monitor(ours), theirs && monitor(theirs)), state: 'apart' },
    {
      ...plain('Tunnel interface', ours.interface, theirs?.interface),
      state: 'apart',
    },
  ];
}

/** The other end's child with the mirrored networks, else the only one, else the one of the same name. */
function partnerOf(child: ChildConfig, ours: TunnelConfig, theirs: TunnelConfig): ChildConfig | null {
  const mirrored = theirs.children.find(
    (other) => sameSelectors(child.local, other.remote) && sameSelectors(child.remote, other.local),
  );
  if (mirrored) return mirrored;
  const [only] = theirs.children;
  if (only && theirs.children.length === 1 && ours.children.length === 1) return only;
  return theirs.children.find((other) => other.name === child.name) ?? null;
}

type Shown = string | number | null | undefined;

/** `b` undefined or null without `a` being comparable means "cannot compare", never "equal". */
function plain(
  label: string,
  a: Shown,
  b: Shown,
  fits: (a: string, b: string) => boolean = (x, y) => x === y,
): SettingRow {
  const ours = shown(a);
  const theirs = b === undefined ? '' : shown(b);
  const comparable = a !== null && a !== undefined && b !== null && b !== undefined;
  const state = !comparable ? 'unknown' : fits(ours, theirs) ? 'same' : 'differs';
  return { label, ours, theirs, state };
}

/** IKEv2 negotiates no lifetimes: each end renews by its own (RFC 7296 section 2.8). */
function lifetimeRow(label: string, a: Shown, b: Shown, usesIkev2: boolean): SettingRow {
  const row = plain(label, a, b);
  return usesIkev2 ? { ...row, state: 'apart' } : row;
}

/**
 * The address of one end, and whom the other end expects there. Behind NAT a private address is what the device has, and a public
 * one what its peer must be told.
 */
function addressRow(
  label: string,
  address: string | null | undefined,
  peer: PeerAddress | null | undefined,
  first: 'ours' | 'theirs',
): SettingRow {
  const [a, b] = [address, peer === undefined ? undefined : peerText(peer)];
  const row = first === 'ours' ? plain(label, a, b) : plain(label, b, a);
  if (row.state === 'unknown') return row;
  const equal = sameAddress(row.ours, row.theirs);
  if (equal === false && isTranslated(address, staticPeer(peer ?? null)))
    return { ...row, state: 'translated' };
  return { ...row, state: equal === null ? 'unknown' : equal ? 'same' : 'differs' };
}

function isTranslated(address: string | null | undefined, peer: string | null): boolean {
  return !!address && peer !== null && isPrivateAddress(address) && !isPrivateAddress(peer);
}

function sameAddress(a: string, b: string): boolean | null {
  const left = canonicalAddress(a);
  const right = canonicalAddress(b);
  return left === null || right === null ? null : left === right;
}

/** An identity that is not set is an address: the own one is sent, the peer's is expected (RFC 7296 section 3.5). */
function identityRow(
  label: string,
  a: Identity | null,
  b: Identity | null | undefined,
  fallback: { readonly a: string | null; readonly b: string | null } | null,
): SettingRow {
  const text = (identity: Identity | null | undefined) =>
    identity ? identityText(identity) : 'not set (the address counts)';
  if (!fallback) return { label, ours: text(a), theirs: '', state: 'unknown' };
  const left = a ?? addressIdentity(fallback.a);
  const right = b ?? addressIdentity(fallback.b);
  // Behind NAT the own address is sent, and the public one is expected.
  const bothUnset =
    !a && !b && !isTranslated(fallback.a, fallback.b) && !isTranslated(fallback.b, fallback.a);
  const same = bothUnset ? true : left && right ? sameIdentity(left, right) : null;
  const state: RowState = same === null ? 'unknown' : same ? 'same' : 'differs';
  return { label, ours: text(a), theirs: text(b), state };
}

function addressIdentity(address: string | null): Identity | null {
  const value = canonicalAddress(address);
  return value === null ? null : { type: value.includes(':') ? 'ipv6' : 'ipv4', value };
}

function proposalRow(
  label: string,
  a: readonly Proposal[] | null,
  b: readonly Proposal[] | null | undefined,
): SettingRow {
  const text = (list: readonly Proposal[] | null | undefined) =>
    list ? list.map(proposalText).join('; ') : unread;
  const state: RowState = !a || !b ? 'unknown' : compareProposals(a, b).shares ? 'same' : 'differs';
  return { label, ours: text(a), theirs: b === undefined ? '' : text(b), state, atRekey: true };
}

function selectorRow(
  label: string,
  a: readonly Selector[],
  b: readonly Selector[] | undefined,
  missing: boolean,
): SettingRow {
  const text = (list: readonly Selector[]) => list.map(selectorText).join(', ') || 'none';
  if (missing) return { label, ours: text(a), theirs: 'no such networks', state: 'differs' };
  const state: RowState = b === undefined ? 'unknown' : sameSelectors(a, b) ? 'same' : 'differs';
  return { label, ours: text(a), theirs: b === undefined ? '' : text(b), state };
}

function sameSelectors(a: readonly Selector[], b: readonly Selector[]): boolean {
  const covers = (x: readonly Selector[], y: readonly Selector[]) =>
    x.every((one) => y.some((other) => sameSelector(one, other)));
  return covers(a, b) && covers(b, a);
}

function versionsFit(a: string, b: string): boolean {
  const versions = (setting: string) =>
    setting === 'any' || setting === 'ikev2-preferred' ? ['ikev1', 'ikev2'] : [setting];
  return versions(a).some((version) => versions(b).includes(version));
}

function modesFit(a: string, b: string): boolean {
  return a === b || a === 'auto' || b === 'auto';
}

function peerText(peer: PeerAddress | null): string | null {
  if (!peer) return null;
  return peer.kind === 'address' ? peer.address : peer.kind === 'fqdn' ? peer.name : 'dynamic';
}

function staticPeer(peer: PeerAddress | null): string | null {
  return peer?.kind === 'address' ? peer.address : null;
}

function dpdText(dpd: TunnelConfig['ike']['dpd']): string | null {
  if (!dpd) return null;
  if (!dpd.enabled) return 'off';
  return dpd.intervalSeconds === null ? 'on' : `every ${dpd.intervalSeconds} s`;
}

/** Ends that offer several groups agree on one that both have (RFC 7296 section 2.7). */
function sharesGroup(ours: string, theirs: string): boolean {
  const others = theirs.split(', ');
  return ours.split(', ').some((group) => others.includes(group));
}

function pfsText(groups: readonly string[] | null): string | null {
  return groups && (groups.length === 0 ? 'off' : groups.join(', '));
}

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}

function shown(value: Shown): string {
  return value === null || value === undefined ? unread : String(value);
}
