// One row of two configurations side by side: how each kind of setting is shown and compared.

import { type Identity, identityText, sameIdentity } from '../domain/identity.js';
import { isPrivateAddress } from '../domain/privateAddress.js';
import { type ComparedType, compareProposals, type Proposal, proposalText } from '../domain/proposal.js';
import { type Selector, sameSelector, selectorText } from '../domain/selector.js';
import { type PeerAddress, peerText, type SettingName } from '../domain/tunnelConfig.js';
import { canonicalAddress } from './pairing.js';

/** `apart`: a setting of each end alone, which is not compared. `translated`: addresses that differ because NAT is between. */
type RowState = 'same' | 'differs' | 'unknown' | 'apart' | 'translated';

export interface SettingRow {
  readonly label: string;
  readonly ours: string;
  /** Empty when there is no second end to read. */
  readonly theirs: string;
  readonly state: RowState;
  /** A difference lets a tunnel up and may stop its next rekey. */
  readonly atRekey?: true;
  /** Which setting of each end it is: what one end calls itself, the other one expects. */
  readonly setting?: { readonly ours: SettingName; readonly theirs: SettingName };
}

/** A row with the setting that it shows; at the other end the same one, or its counterpart. */
export function rowOf(row: SettingRow, ours: SettingName, theirs: SettingName = ours): SettingRow {
  return { ...row, setting: { ours, theirs } };
}

const unread = 'cannot tell';

type Shown = string | number | null | undefined;

/** `b` undefined or null without `a` being comparable means "cannot compare", never "equal". */
export function plain(
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
export function lifetimeRow(label: string, a: Shown, b: Shown, usesIkev2: boolean): SettingRow {
  const row = plain(label, a, b);
  return usesIkev2 ? { ...row, state: 'apart' } : row;
}

/**
 * The address of one end, and whom the other end expects there. Behind NAT a private address is what the device has, and a public
 * one what its peer must be told.
 */
export function addressRow(
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
export function identityRow(
  label: string,
  a: Identity | null,
  b: Identity | null | undefined,
  fallback: { readonly a: string | null; readonly b: string | null } | null,
): SettingRow {
  const text = (identity: Identity | null | undefined, address: string | null) =>
    identity ? identityText(identity) : `not set (defaults to ${address ?? 'the address'})`;
  if (!fallback) return { label, ours: text(a, null), theirs: '', state: 'unknown' };
  const left = a ?? addressIdentity(fallback.a);
  const right = b ?? addressIdentity(fallback.b);
  // Behind NAT the own address is sent, and the public one is expected.
  const bothUnset =
    !a && !b && !isTranslated(fallback.a, fallback.b) && !isTranslated(fallback.b, fallback.a);
  const same = bothUnset ? true : left && right ? sameIdentity(left, right) : null;
  const state: RowState = same === null ? 'unknown' : same ? 'same' : 'differs';
  return { label, ours: text(a, fallback.a), theirs: text(b, fallback.b), state };
}

function addressIdentity(address: string | null): Identity | null {
  const value = canonicalAddress(address);
  return value === null ? null : { type: value.includes(':') ? 'ipv6' : 'ipv4', value };
}

/** What could not be read of an end has no value to show and nothing to compare, whatever stands in its place. */
export function unlessUnread(
  row: SettingRow,
  ours: string | undefined,
  theirs: string | undefined,
): SettingRow {
  if (ours === undefined && theirs === undefined) return row;
  return {
    ...row,
    ...(ours === undefined ? {} : { ours: unread }),
    ...(theirs === undefined ? {} : { theirs: unread }),
    state: 'unknown',
  };
}

/** @param without types that are not compared here */
export function proposalRow(
  label: string,
  a: readonly Proposal[] | null,
  b: readonly Proposal[] | null | undefined,
  without: readonly ComparedType[] = [],
): SettingRow {
  const text = (list: readonly Proposal[] | null | undefined) =>
    list ? [...new Set(list.map((one) => proposalText(leftOut(one, without))))].join('; ') : unread;
  const state: RowState = !a || !b ? 'unknown' : compareProposals(a, b, without).shares ? 'same' : 'differs';
  return { label, ours: text(a), theirs: b === undefined ? '' : text(b), state, atRekey: true };
}

function leftOut(proposal: Proposal, types: readonly ComparedType[]): Proposal {
  return { ...proposal, ...Object.fromEntries(types.map((type) => [type, []])) };
}

export function selectorRow(
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

export function sameSelectors(a: readonly Selector[], b: readonly Selector[]): boolean {
  const covers = (x: readonly Selector[], y: readonly Selector[]) =>
    x.every((one) => y.some((other) => sameSelector(one, other)));
  return covers(a, b) && covers(b, a);
}

/** Ends that offer several groups agree on one that both have (RFC 7296 section 2.7). */
export function sharesGroup(ours: string, theirs: string): boolean {
  const others = theirs.split(', ');
  return ours.split(', ').some((group) => others.includes(group));
}

function shown(value: Shown): string {
  return value === null || value === undefined ? unread : String(value);
}

export function staticPeer(peer: PeerAddress | null): string | null {
  return peer?.kind === 'address' ? peer.address : null;
}
