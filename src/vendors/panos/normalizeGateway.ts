// An IKE gateway as PAN-OS configures it → phase 1 in neutral words; what is not written and has no sure default stays unknown.

import type { Identity, IdentityType } from '../../domain/identity.js';
import { addressNumber } from '../../domain/selector.js';
import {
  type DpdConfig,
  type IkeGatewayConfig,
  type IkeVersionSetting,
  type PeerAddress,
  type SettingName,
  unreadGateway,
} from '../../domain/tunnelConfig.js';
import type { GatewayWords, IdentityWords, NetworkWords } from './configWords.js';
import { normalizeIkeProfile } from './normalizeProposal.js';

/** An object of a kind that stands for no one address, a template variable, or one that was not read. */
export const unresolved = 'an object or variable that could not be resolved to an address';

type Unreadable = Partial<Record<SettingName, string>>;

export function normalizeGateway(
  name: string,
  gateway: GatewayWords | null,
  network: NetworkWords,
  unreadable: Unreadable,
): IkeGatewayConfig {
  if (gateway === null) return unreadGateway(name);
  const version = versionOf(gateway, unreadable);
  return {
    name,
    disabled: gateway.disabled,
    version,
    exchangeMode: exchangeMode(gateway, version),
    localAddress: localAddress(gateway, unreadable),
    localInterface: gateway.localInterface,
    peer: peerOf(gateway, unreadable),
    localId: normalizeIdentity(gateway.localId),
    peerId: expectedIdentity(gateway),
    auth: authOf(gateway, unreadable),
    // PAN-OS uses one method for both directions.
    peerAuth: gateway.auth,
    certificate: gateway.certificate,
    idMayDifferFromCertificate: gateway.auth === 'certificate' ? gateway.idPayloadMismatch : null,
    ...cryptoOf(gateway, version, network, unreadable),
    dpd: dpdOf(gateway, version, unreadable),
    natTraversal: natOf(gateway, unreadable),
    passive: gateway.passive ?? false,
    // Two settings: that of IKEv1 counts only for IKEv1.
    fragmentation: version === 'ikev1' ? (gateway.fragmentation ?? false) : gateway.ikev2.fragmentation,
    postQuantum: version === 'ikev1' ? 'none' : postQuantumOf(gateway),
  };
}

function postQuantumOf({ ikev2: { ppk, kem } }: GatewayWords): IkeGatewayConfig['postQuantum'] {
  if (ppk.enabled) return ppk.mode === 'mandatory' ? 'ppk-mandatory' : 'ppk-preferred';
  return kem ? 'hybrid' : 'none';
}

/** Not written means IKEv1, the default of the schema. */
function versionOf(gateway: GatewayWords, unreadable: Unreadable): IkeVersionSetting | null {
  const written = gateway.version ?? 'ikev1';
  if (written === 'ikev1' || written === 'ikev2' || written === 'ikev2-preferred') return written;
  unreadable['ike.version'] = `The IKE version is written as "${written}", which is not known.`;
  return null;
}

function exchangeMode(
  gateway: GatewayWords,
  version: IkeVersionSetting | null,
): IkeGatewayConfig['exchangeMode'] {
  if (version === 'ikev2' || version === null) return null;
  const written = gateway.exchangeMode ?? 'auto';
  return written === 'main' || written === 'aggressive' ? written : 'auto';
}

/** `198.18.101.1/29` is written with its prefix length; an object name or variable is no address. */
function addressIn(written: string | null): string | null {
  const address = written?.split('/')[0] ?? '';
  return addressNumber(address) ? address : null;
}

/** None written: that of the interface at run time, which is no gap of what was read. */
function localAddress({ localIp }: GatewayWords, unreadable: Unreadable): string | null {
  const address = addressIn(localIp);
  if (address === null && localIp !== null)
    unreadable['ike.local-address'] = `The local address is "${localIp}", ${unresolved}.`;
  return address;
}

function peerOf(gateway: GatewayWords, unreadable: Unreadable): PeerAddress | null {
  if (gateway.peerDynamic) return { kind: 'dynamic' };
  if (gateway.peerFqdn !== null) return { kind: 'fqdn', name: gateway.peerFqdn };
  const address = addressIn(gateway.peerIp);
  if (address !== null) return { kind: 'address', address };
  unreadable['ike.peer-address'] =
    gateway.peerIp === null
      ? 'The configuration that was read holds no peer address.'
      : `The peer address is "${gateway.peerIp}", ${unresolved}.`;
  return null;
}

const identityTypes: Readonly<Record<string, IdentityType>> = {
  fqdn: 'fqdn',
  ufqdn: 'email',
  keyid: 'keyid',
  dn: 'dn',
};

export function normalizeIdentity(words: IdentityWords | null): Identity | null {
  if (words === null) return null;
  if (words.type === 'ipaddr') {
    const family = addressNumber(words.id)?.family;
    return { type: family === undefined ? 'unknown' : family === 4 ? 'ipv4' : 'ipv6', value: words.id };
  }
  return { type: identityTypes[words.type] ?? 'unknown', value: words.id };
}

function expectedIdentity({ peerId, peerIdMatching }: GatewayWords): Identity | null {
  const identity = normalizeIdentity(peerId);
  return identity && { ...identity, matching: peerIdMatching === 'wildcard' ? 'up-to-star' : 'exact' };
}

function authOf(gateway: GatewayWords, unreadable: Unreadable): IkeGatewayConfig['auth'] {
  if (gateway.auth === null)
    unreadable['ike.auth'] = 'The configuration that was read holds no authentication of the gateway.';
  return gateway.auth;
}

function cryptoOf(
  gateway: GatewayWords,
  version: IkeVersionSetting | null,
  network: NetworkWords,
  unreadable: Unreadable,
): Pick<IkeGatewayConfig, 'proposals' | 'lifetimeSeconds'> {
  const names = new Set<string>();
  if (version !== 'ikev2') names.add(gateway.ikev1.profile ?? 'default');
  if (version !== 'ikev1') names.add(gateway.ikev2.profile ?? 'default');
  const profiles = network.ikeProfiles.filter((profile) => names.has(profile.name));
  const missing = [...names].filter((name) => !profiles.some((profile) => profile.name === name));
  if (missing.length > 0) {
    unreadable['ike.proposals'] =
      `The IKE crypto profile ${missing.join(', ')} is not in the configuration that was read.`;
    unreadable['ike.lifetime'] = unreadable['ike.proposals'];
    return { proposals: null, lifetimeSeconds: null };
  }
  const read = profiles.map(normalizeIkeProfile);
  const unknown = read.flatMap((one) => (one.unknown === null ? [] : [one.unknown]));
  if (unknown.length > 0)
    unreadable['ike.proposals'] =
      `The IKE crypto profile holds words that are not known: ${unknown.join(', ')}.`;
  return {
    proposals: unknown.length > 0 ? null : read.flatMap((one) => (one.proposal ? [one.proposal] : [])),
    // Not written means eight hours, the default of the schema.
    lifetimeSeconds: profiles[0]?.lifetimeSeconds ?? 28_800,
  };
}

/** With IKEv2 this is the liveness check. Sources disagree about the default of `enable`, so unwritten stays unknown. */
function dpdOf(
  gateway: GatewayWords,
  version: IkeVersionSetting | null,
  unreadable: Unreadable,
): DpdConfig | null {
  const { dpd } = version === 'ikev1' ? gateway.ikev1 : gateway.ikev2;
  if (dpd.enable === null) {
    unreadable['ike.dpd'] =
      'The configuration does not write whether dead peer detection is on; the default differs between versions.';
    return null;
  }
  return {
    enabled: dpd.enable,
    intervalSeconds: dpd.interval ?? 5,
    retries: version === 'ikev1' ? (dpd.retry ?? 5) : null,
  };
}

function natOf(gateway: GatewayWords, unreadable: Unreadable): IkeGatewayConfig['natTraversal'] {
  if (gateway.natTraversal === null) {
    unreadable['ike.nat-traversal'] = 'The configuration does not write whether NAT traversal is on.';
    return null;
  }
  return gateway.natTraversal ? 'on' : 'off';
}
