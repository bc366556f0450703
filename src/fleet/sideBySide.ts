// Both ends' settings next to each other, each compared in the way that counts: equal, mirrored, or sharing one proposal.

import type { ChildConfig, TunnelConfig } from '../domain/tunnelConfig.js';
import {
  addressRow,
  identityRow,
  lifetimeRow,
  plain,
  proposalRow,
  rowOf,
  type SettingRow,
  sameSelectors,
  selectorRow,
  sharesGroup,
  staticPeer,
  unlessUnread,
} from './settingRow.js';

/** @param theirs null when the other end is foreign; then every row is `unknown`: there is nothing to compare with. */
export function settingRows(ours: TunnelConfig, theirs: TunnelConfig | null): readonly SettingRow[] {
  return [...ikeRows(ours, theirs), ...childRows(ours, theirs), ...otherRows(ours, theirs)];
}

function ikeRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  const a = ours.ike;
  const b = theirs?.ike ?? null;
  const usesIkev2 = a.version === 'ikev2' && b?.version === 'ikev2';
  return [
    rowOf(plain('IKE version', a.version, b?.version, versionsFit), 'ike.version'),
    ...modeRow(a, b),
    rowOf(
      addressRow('Our address / their peer', a.localAddress, b?.peer, 'ours'),
      'ike.local-address',
      'ike.peer-address',
    ),
    rowOf(
      addressRow('Our peer / their address', b?.localAddress, a.peer, 'theirs'),
      'ike.peer-address',
      'ike.local-address',
    ),
    rowOf(plain('Authentication', a.auth, b?.auth), 'ike.auth'),
    rowOf(
      unlessUnread(
        identityRow(
          'Local ID / peer ID',
          a.localId,
          b?.peerId,
          b && { a: a.localAddress, b: staticPeer(b.peer) },
        ),
        ours.unreadable['ike.local-id'],
        theirs?.unreadable['ike.peer-id'],
      ),
      'ike.local-id',
      'ike.peer-id',
    ),
    rowOf(
      unlessUnread(
        identityRow(
          'Peer ID / local ID',
          a.peerId,
          b?.localId,
          b && { a: staticPeer(a.peer), b: b.localAddress },
        ),
        ours.unreadable['ike.peer-id'],
        theirs?.unreadable['ike.local-id'],
      ),
      'ike.peer-id',
      'ike.local-id',
    ),
    rowOf(proposalRow('Phase 1 proposals', a.proposals, b?.proposals), 'ike.proposals'),
    rowOf(
      lifetimeRow('Phase 1 lifetime (seconds)', a.lifetimeSeconds, b?.lifetimeSeconds, usesIkev2),
      'ike.lifetime',
    ),
    rowOf(
      plain('NAT traversal', a.natTraversal, b?.natTraversal, (x, y) => (x === 'off') === (y === 'off')),
      'ike.nat-traversal',
    ),
    rowOf({ ...plain('DPD', dpdText(a.dpd), b && dpdText(b.dpd)), state: 'apart' }, 'ike.dpd'),
    rowOf(
      plain('Passive', yesNo(a.passive), b && yesNo(b.passive), () => !(a.passive && b?.passive)),
      'ike.passive',
    ),
  ];
}

/** The exchange mode means something only where IKEv1 may be used. */
function modeRow(a: TunnelConfig['ike'], b: TunnelConfig['ike'] | null): SettingRow[] {
  if (a.version === 'ikev2' && (!b || b.version === 'ikev2')) return [];
  return [
    rowOf(plain('Exchange mode (IKEv1)', a.exchangeMode, b?.exchangeMode, modesFit), 'ike.exchange-mode'),
  ];
}

function childRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  return ours.children.flatMap((child) => {
    const other = theirs ? partnerOf(child, ours, theirs) : null;
    const prefix = ours.children.length === 1 ? 'Phase 2' : `Phase 2 ${child.name}`;
    const missing = theirs !== null && other === null;
    const [mine, others] = [ours.unreadable['child.selectors'], theirs?.unreadable['child.selectors']];
    const pfs = plain(`${prefix}: PFS`, pfsText(child.pfs), other && pfsText(other.pfs), sharesGroup);
    // The DH group is PFS and has a row of its own: where that differs, or is not known, it is no difference here.
    const isApart = pfs.state === 'differs' || child.pfs === null || other?.pfs === null;
    const without = isApart ? (['dh'] as const) : [];
    return [
      rowOf(
        unlessUnread(
          selectorRow(`${prefix}: our networks`, child.local, other?.remote, missing),
          mine,
          others,
        ),
        'child.selectors',
      ),
      rowOf(
        unlessUnread(
          selectorRow(`${prefix}: their networks`, child.remote, other?.local, missing),
          mine,
          others,
        ),
        'child.selectors',
      ),
      rowOf(
        proposalRow(`${prefix}: proposals`, child.proposals, other?.proposals, without),
        'child.proposals',
      ),
      rowOf({ ...pfs, atRekey: true }, 'child.pfs'),
      rowOf(
        lifetimeRow(
          `${prefix}: lifetime (seconds)`,
          child.lifetimeSeconds,
          other?.lifetimeSeconds,
          ours.ike.version === 'ikev2' && theirs?.ike.version === 'ikev2',
        ),
        'child.lifetime',
      ),
      rowOf(plain(`${prefix}: mode`, child.mode, other?.mode), 'child.mode'),
    ];
  });
}

function otherRows(ours: TunnelConfig, theirs: TunnelConfig | null): SettingRow[] {
  const monitor = (config: TunnelConfig) =>
    config.monitor?.enabled ? `${config.monitor.destination ?? 'on'}` : config.monitor ? 'off' : null;
  return [
    rowOf(
      { ...plain('Tunnel monitor', monitor(ours), theirs && monitor(theirs)), state: 'apart' },
      'monitor',
    ),
    rowOf(
      {
        ...plain('Tunnel interface', ours.interface, theirs?.interface),
        state: 'apart',
      },
      'tunnel.interface',
    ),
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

function versionsFit(a: string, b: string): boolean {
  const versions = (setting: string) =>
    setting === 'any' || setting === 'ikev2-preferred' ? ['ikev1', 'ikev2'] : [setting];
  return versions(a).some((version) => versions(b).includes(version));
}

function modesFit(a: string, b: string): boolean {
  return a === b || a === 'auto' || b === 'auto';
}

function dpdText(dpd: TunnelConfig['ike']['dpd']): string | null {
  if (!dpd) return null;
  if (!dpd.enabled) return 'off';
  return dpd.intervalSeconds === null ? 'on' : `every ${dpd.intervalSeconds} s`;
}

function pfsText(groups: readonly string[] | null): string | null {
  return groups && (groups.length === 0 ? 'off' : groups.join(', '));
}

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}
