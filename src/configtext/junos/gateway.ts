// `security ike` of Junos: gateway, policy and proposals → phase 1 in neutral words.

import type { Identity } from '../../domain/identity.js';
import type { Proposal } from '../../domain/proposal.js';
import { addressNumber } from '../../domain/selector.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { IkeGatewayConfig, PeerAddress } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { type ConfigLine, setting, values } from '../hierarchy.js';

export function gatewayOf(lines: readonly ConfigLine[], name: string, notes: Notes): IkeGatewayConfig {
  const own = (...path: readonly string[]) => setting(lines, 'security', 'ike', 'gateway', name, ...path);
  const policy = own('ike-policy')?.[0] ?? null;
  const inPolicy = (...path: readonly string[]) =>
    policy === null ? null : setting(lines, 'security', 'ike', 'policy', policy, ...path);
  const version = own('version')?.[0];
  if (version === undefined) notes.byDefault('ike.version');
  const names = policy === null ? [] : values(lines, 'security', 'ike', 'policy', policy, 'proposals');
  const mode = inPolicy('mode')?.[0];
  return {
    name,
    disabled: false,
    version: version === 'v2-only' ? 'ikev2' : 'ikev1',
    exchangeMode: version === 'v2-only' ? null : mode === 'aggressive' ? 'aggressive' : 'main',
    localAddress: localOf(lines, own('local-address')?.[0], own('external-interface')?.[0], notes),
    localInterface: own('external-interface')?.[0] ?? null,
    peer: peerOf(own('address'), own('dynamic'), notes),
    localId: identityOf(own('local-identity'), 'ike.local-id', notes),
    peerId: identityOf(own('remote-identity'), 'ike.peer-id', notes),
    ...authOf(lines, names, inPolicy('pre-shared-key'), inPolicy('certificate', 'local-certificate'), notes),
    idMayDifferFromCertificate: null,
    ...proposalsOf(lines, names, inPolicy('proposal-set'), notes),
    dpd: dpdOf(own, notes),
    natTraversal: own('no-nat-traversal') === null ? 'on' : 'off',
    passive: own('dynamic') === null ? null : true,
    fragmentation: null,
    peerAuth: null,
    postQuantum: null,
  };
}

function localOf(
  lines: readonly ConfigLine[],
  written: string | undefined,
  unit: string | undefined,
  notes: Notes,
): string | null {
  if (written !== undefined && addressNumber(written)) return written;
  const [name = '', number = '0'] = (unit ?? '').split('.');
  const address = setting(lines, 'interfaces', name, 'unit', number, 'family', 'inet', 'address')?.[0]?.split(
    '/',
  )[0];
  if (address !== undefined && addressNumber(address)) return address;
  notes.cannotTell('ike.local-address', `The address of the interface ${unit ?? ''} is not in the text.`);
  return null;
}

function peerOf(
  address: readonly string[] | null,
  dynamic: readonly string[] | null,
  notes: Notes,
): PeerAddress | null {
  const [first] = address ?? [];
  if (first !== undefined)
    return addressNumber(first) ? { kind: 'address', address: first } : { kind: 'fqdn', name: first };
  if (dynamic !== null) return { kind: 'dynamic' };
  notes.cannotTell('ike.peer-address', 'The gateway has no address in the text.');
  return null;
}

const identityTypes: Readonly<Record<string, Identity['type']>> = {
  inet: 'ipv4',
  inet6: 'ipv6',
  hostname: 'fqdn',
  'user-at-hostname': 'email',
  'key-id': 'keyid',
};

function identityOf(
  words: readonly string[] | null,
  name: 'ike.local-id' | 'ike.peer-id',
  notes: Notes,
): Identity | null {
  if (words === null) return null;
  const [kind = '', value] = words;
  const type = identityTypes[kind];
  if (type !== undefined && value !== undefined) return { type, value };
  notes.cannotTell(name, `The identity \`${words.join(' ').slice(0, 80)}\` is not read.`);
  return null;
}

function authOf(
  lines: readonly ConfigLine[],
  names: readonly string[],
  key: readonly string[] | null,
  certificate: readonly string[] | null,
  notes: Notes,
): Pick<IkeGatewayConfig, 'auth' | 'certificate'> {
  const methods = new Set(
    names.flatMap(
      (name) => setting(lines, 'security', 'ike', 'proposal', name, 'authentication-method')?.[0] ?? [],
    ),
  );
  const isKey = methods.has('pre-shared-keys') || (methods.size === 0 && key !== null);
  const isCertificate = [...methods].some((method) => /signatures$|^certificates$/.test(method));
  if (isKey !== isCertificate)
    return { auth: isKey ? 'psk' : 'certificate', certificate: certificate?.[0] ?? null };
  notes.cannotTell('ike.auth', 'The IKE proposals of the text do not name one authentication method.');
  return { auth: null, certificate: null };
}

function proposalsOf(
  lines: readonly ConfigLine[],
  names: readonly string[],
  set: readonly string[] | null,
  notes: Notes,
): Pick<IkeGatewayConfig, 'proposals' | 'lifetimeSeconds'> {
  const unknown = (why: string) => {
    notes.cannotTell('ike.proposals', why);
    return { proposals: null, lifetimeSeconds: null };
  };
  if (names.length === 0)
    return unknown(
      set === null
        ? 'The IKE policy names no proposals in the text.'
        : `The predefined set \`${set.join(' ')}\` differs between versions of Junos.`,
    );
  const proposals: Proposal[] = [];
  const lifetimes = new Set<number>();
  for (const name of names) {
    const own = (key: string) => setting(lines, 'security', 'ike', 'proposal', name, key);
    const groups = dhGroups(own('dh-group') ?? []);
    const encryption = own('encryption-algorithm');
    const read =
      'names' in groups && groups.names.length > 0 && encryption !== null
        ? proposalFrom('ike', [...encryption, ...(own('authentication-algorithm') ?? [])], groups.names)
        : null;
    if (read === null)
      return unknown(
        `The IKE proposal ${name} is not whole in the text, or holds a word that is not known here.`,
      );
    proposals.push(read);
    const seconds = wholeNumber(own('lifetime-seconds')?.[0]);
    if (seconds === null) notes.byDefault('ike.lifetime');
    lifetimes.add(seconds ?? 28_800);
  }
  if (lifetimes.size !== 1) notes.cannotTell('ike.lifetime', 'The IKE proposals have different lifetimes.');
  return { proposals, lifetimeSeconds: [...lifetimes][0] ?? null };
}

function dpdOf(
  own: (...path: readonly string[]) => readonly string[] | null,
  notes: Notes,
): IkeGatewayConfig['dpd'] {
  if (own('dead-peer-detection') === null) {
    notes.byDefault('ike.dpd');
    return { enabled: false, intervalSeconds: null, retries: null };
  }
  return {
    enabled: true,
    intervalSeconds: wholeNumber(own('dead-peer-detection', 'interval')?.[0]) ?? 10,
    retries: wholeNumber(own('dead-peer-detection', 'threshold')?.[0]) ?? 5,
  };
}
