// Which tunnel of a configuration text is the other end of ours: by a name, by its peer, by identities, by networks.

import type { ReadTunnel } from '../../configtext/read.js';
import { sameIdentity } from '../../domain/identity.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { matchSelectors } from '../../facts/selectors.js';
import { type Unusable, unusable } from './unusable.js';

const mostNames = 8;

/** The one that is meant; its reason when none is, or several are. */
export function whichTunnel(
  tunnels: readonly ReadTunnel[],
  ours: TunnelConfig | null,
  named: string | null,
): TunnelConfig | Unusable {
  const all = forOurVersion(tunnels, ours);
  if (named !== null) {
    const called = all.filter((one) => namesOf(one).includes(named.trim().toLowerCase()));
    const [only] = called;
    if (only && called.length === 1) return only;
    return unusable(
      `no tunnel in it is called ${named.slice(0, 60)}; there are ${listed(all)}`,
      'Give one of these names with `--tunnel NAME`.',
    );
  }
  const theirs = all.filter((one) => !isOurOwn(one, ours));
  const [first] = theirs;
  if (!first)
    return unusable(
      'this is a configuration of our own end',
      'Our end is read from the device itself; send the configuration of the other end.',
    );
  if (theirs.length === 1) return first;
  const fits = ours === null ? theirs : narrowed(theirs, ours);
  const [only] = fits;
  if (only && fits.length === 1) return only;
  return unusable(
    `${fits.length === 0 ? `none of its ${theirs.length} tunnels leads to us for certain` : `${fits.length} of its tunnels may lead to us`}: ${listed(fits.length === 0 ? theirs : fits)}`,
    'Say which one it is with `--tunnel NAME`, or send only its lines.',
  );
}

/** Where a tunnel stands once for each IKE version, the one that our end would meet; its own side is never ours. */
function forOurVersion(tunnels: readonly ReadTunnel[], ours: TunnelConfig | null): readonly TunnelConfig[] {
  const wanted = ours?.ike.version === 'ikev1' ? 1 : 2;
  return tunnels
    .filter(({ forIke }) => forIke === null || forIke === wanted)
    .map(({ config, turned }) =>
      turned && isOurOwn(config, ours) && !isOurOwn(turned, ours) ? turned : config,
    );
}

/** Signs are tried one after the other, the surest first; a sign that fits none, or all, says nothing. */
function narrowed(tunnels: readonly TunnelConfig[], ours: TunnelConfig): readonly TunnelConfig[] {
  const { localAddress, localId, peerId } = ours.ike;
  const signs: readonly ((one: TunnelConfig) => boolean)[] = [
    ({ ike }) => localAddress !== null && ike.peer?.kind === 'address' && ike.peer.address === localAddress,
    ({ ike }) =>
      localId !== null &&
      ike.peerId !== null &&
      ike.peerId.type !== 'any' &&
      sameIdentity(ike.peerId, localId) !== false,
    ({ ike }) => peerId !== null && ike.localId !== null && sameIdentity(peerId, ike.localId) === true,
    ({ children }) => matchSelectors(ours.children, children).match === 'mirrored',
    ({ children }) => matchSelectors(ours.children, children).match !== 'differ',
  ];
  let left = tunnels;
  let isSure = false;
  for (const sign of signs) {
    const fits = left.filter(sign);
    if (fits.length === 0 || fits.length === left.length) continue;
    left = fits;
    isSure = true;
    if (left.length === 1) break;
  }
  return isSure || left.every(({ ike }) => ike.peer?.kind !== 'address') ? left : [];
}

/** It leads to where our end leads, or negotiates from our own address. */
function isOurOwn({ ike }: TunnelConfig, ours: TunnelConfig | null): boolean {
  if (ours === null) return false;
  const { localAddress, peer } = ours.ike;
  if (ike.localAddress !== null && ike.localAddress === localAddress) return true;
  return ike.peer?.kind === 'address' && peer?.kind === 'address' && ike.peer.address === peer.address;
}

function namesOf({ tunnel, ike, children, objects }: TunnelConfig): readonly string[] {
  const names = [tunnel, ike.name, ...children.map((child) => child.name), ...Object.values(objects)];
  return names.flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
}

function listed(tunnels: readonly TunnelConfig[]): string {
  const names = [...new Set(tunnels.map(({ tunnel }) => tunnel))];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.slice(0, mostNames).join(', ')}${more}`;
}
