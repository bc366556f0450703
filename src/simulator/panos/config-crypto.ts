// IKE and IPsec crypto profiles as a configuration writes them, and the ones every device is born with.
import type { IkeCryptoConfig, IpsecCryptoConfig, Lifetime } from '../model/spec.js';
import { type Element, el, entry, members } from './xml.js';

function lifetime({ unit, value }: Lifetime): Element {
  return el('lifetime', el(unit, value));
}

export function ikeProfile(profile: IkeCryptoConfig): Element {
  return entry(
    profile.name,
    members('encryption', profile.encryption),
    members('hash', profile.hash),
    members('dh-group', profile.dhGroup),
    lifetime(profile.lifetime),
  );
}

export function ipsecProfile(profile: IpsecCryptoConfig): Element {
  return entry(
    profile.name,
    el('esp', members('encryption', profile.encryption), members('authentication', profile.authentication)),
    el('dh-group', profile.dhGroup),
    lifetime(profile.lifetime),
  );
}

const hours = (value: number): Lifetime => ({ unit: 'hours', value });
export const BUILT_IN_IKE: readonly IkeCryptoConfig[] = [
  {
    name: 'default',
    encryption: ['aes-128-cbc', '3des'],
    hash: ['sha1'],
    dhGroup: ['group2'],
    lifetime: hours(8),
  },
  {
    name: 'Suite-B-GCM-128',
    encryption: ['aes-128-cbc'],
    hash: ['sha256'],
    dhGroup: ['group19'],
    lifetime: hours(8),
  },
  {
    name: 'Suite-B-GCM-256',
    encryption: ['aes-256-cbc'],
    hash: ['sha384'],
    dhGroup: ['group20'],
    lifetime: hours(8),
  },
];
export const BUILT_IN_IPSEC: readonly IpsecCryptoConfig[] = [
  {
    name: 'default',
    encryption: ['aes-128-cbc', '3des'],
    authentication: ['sha1'],
    dhGroup: 'group2',
    lifetime: hours(1),
  },
  {
    name: 'Suite-B-GCM-128',
    encryption: ['aes-128-gcm'],
    authentication: ['none'],
    dhGroup: 'group19',
    lifetime: hours(1),
  },
  {
    name: 'Suite-B-GCM-256',
    encryption: ['aes-256-gcm'],
    authentication: ['none'],
    dhGroup: 'group20',
    lifetime: hours(1),
  },
];
