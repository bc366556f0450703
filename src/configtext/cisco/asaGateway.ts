// Phase 1 of a tunnel of ASA: policies of the device, the tunnel-group of the peer, the interface of the crypto map.

import type { Identity } from '../../domain/identity.js';
import type { Proposal } from '../../domain/proposal.js';
import { addressNumber } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { AuthMethod, IkeGatewayConfig, PeerAddress } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { begins, behind, type CiscoBlock, inside } from './blocks.js';
import type { MapEntry } from './mapEntry.js';
import { policyProposal } from './transforms.js';

/** @param version null when the entry names neither transform sets nor proposals. */
export function phaseOneOf(
  blocks: readonly CiscoBlock[],
  entry: MapEntry,
  version: 1 | 2 | null,
  isEither: boolean,
  notes: Notes,
): IkeGatewayConfig {
  if (version === null)
    notes.cannotTell('ike.version', `${entry.name} names no transform set and no proposal.`);
  const group = blocks.find((block) => begins(block, 'tunnel-group', entry.peer ?? '', 'ipsec-attributes'));
  const type = blocks.find((block) => begins(block, 'tunnel-group', entry.peer ?? '', 'type'));
  if (type) type.used = true;
  if (group) group.used = true;
  const policies = version === null ? [] : policiesOf(blocks, version);
  return {
    name: entry.peer ?? entry.name,
    disabled: false,
    // It begins with IKEv2 and falls back.
    version: version === null ? null : isEither ? 'ikev2-preferred' : version === 1 ? 'ikev1' : 'ikev2',
    exchangeMode: version === 2 ? null : modeOf(entry, notes),
    localAddress: localOf(blocks, entry, notes),
    localInterface: entry.outside,
    peer: peerOf(entry, notes),
    localId: localIdOf(blocks, notes),
    peerId: peerIdOf(notes),
    ...authOf(group, version, notes),
    idMayDifferFromCertificate: null,
    proposals: proposalsOf(policies, version, notes),
    lifetimeSeconds: lifetimeOf(policies, version, notes),
    dpd: dpdOf(group, notes),
    natTraversal:
      entry.natOff || blocks.some((one) => one.text === 'no crypto isakmp nat-traversal') ? 'off' : 'on',
    passive: entry.connection === 'answer-only',
    fragmentation: null,
    postQuantum: null,
  };
}

function modeOf(entry: MapEntry, notes: Notes): 'main' | 'aggressive' {
  if (!entry.aggressive) notes.byDefault('ike.exchange-mode');
  return entry.aggressive ? 'aggressive' : 'main';
}

function localOf(blocks: readonly CiscoBlock[], entry: MapEntry, notes: Notes): string | null {
  const unit = blocks.find(
    (block) =>
      begins(block, 'interface') && block.inside.some((line) => begins(line, 'nameif', entry.outside ?? ' ')),
  );
  const address = unit ? inside(unit, 'ip', 'address')?.[0] : undefined;
  if (address !== undefined && addressNumber(address)) return address;
  notes.cannotTell(
    'ike.local-address',
    `The address of the interface${entry.outside === null ? ' of the crypto map' : ` ${entry.outside}`} is not in the text.`,
  );
  return null;
}

function peerOf(entry: MapEntry, notes: Notes): PeerAddress | null {
  if (entry.peer === null) notes.cannotTell('ike.peer-address', `${entry.name} has no peer in the text.`);
  if (entry.peer === null) return null;
  return addressNumber(entry.peer)
    ? { kind: 'address', address: entry.peer }
    : { kind: 'fqdn', name: entry.peer };
}

function localIdOf(blocks: readonly CiscoBlock[], notes: Notes): Identity | null {
  const written = blocks
    .map((block) => behind(block, 'crypto', 'isakmp', 'identity'))
    .findLast((rest) => rest !== null);
  const [kind, value] = written ?? [];
  if (kind === 'key-id' && value !== undefined) return { type: 'keyid', value };
  if (kind === 'hostname') {
    const host = blocks.find((block) => begins(block, 'hostname'))?.words[1];
    const domain = blocks.find((block) => begins(block, 'domain-name'))?.words[1];
    if (host !== undefined && domain !== undefined) return { type: 'fqdn', value: `${host}.${domain}` };
    notes.cannotTell(
      'ike.local-id',
      'It sends its host name, and host name and domain are not both in the text.',
    );
  }
  if (written === undefined) notes.byDefault('ike.local-id');
  return null;
}

/** The tunnel-group is chosen by the identity, else by the address: a text does not tell which identities pass. */
function peerIdOf(notes: Notes): null {
  notes.cannotTell(
    'ike.peer-id',
    'ASA sets no identity of the peer: it chooses the tunnel-group by the identity that comes, or by the address.',
  );
  return null;
}

function authOf(
  group: CiscoBlock | undefined,
  version: 1 | 2 | null,
  notes: Notes,
): Pick<IkeGatewayConfig, 'auth' | 'peerAuth' | 'certificate'> {
  const read = (words: readonly string[] | null): AuthMethod | null =>
    words === null
      ? null
      : words[0] === 'pre-shared-key'
        ? 'psk'
        : words[0] === 'certificate'
          ? 'certificate'
          : null;
  const nothing = { auth: null, peerAuth: null, certificate: null };
  if (group === undefined || version === null) {
    notes.cannotTell(
      'ike.auth',
      'The ipsec-attributes of the tunnel-group of this peer are not in the text.',
    );
    return nothing;
  }
  if (version === 2) {
    const local = inside(group, 'ikev2', 'local-authentication');
    const remote = inside(group, 'ikev2', 'remote-authentication');
    const [auth, peerAuth] = [read(local), read(remote)];
    if (auth === null)
      notes.cannotTell('ike.auth', 'The tunnel-group holds no `ikev2 local-authentication`.');
    return {
      auth,
      peerAuth: peerAuth === auth ? null : peerAuth,
      certificate: auth === 'certificate' ? (local?.[1] ?? null) : null,
    };
  }
  const hasKey =
    inside(group, 'ikev1', 'pre-shared-key') !== null || inside(group, 'pre-shared-key') !== null;
  const trust = inside(group, 'ikev1', 'trust-point') ?? inside(group, 'trust-point');
  if (hasKey) return { ...nothing, auth: 'psk' };
  if (trust) return { ...nothing, auth: 'certificate', certificate: trust[0] ?? null };
  notes.cannotTell(
    'ike.auth',
    'The tunnel-group holds neither `ikev1 pre-shared-key` nor `ikev1 trust-point`.',
  );
  return nothing;
}

function policiesOf(blocks: readonly CiscoBlock[], version: 1 | 2): readonly CiscoBlock[] {
  const found = blocks.filter(
    (block) =>
      begins(block, 'crypto', `ikev${version}`, 'policy') ||
      (version === 1 && begins(block, 'crypto', 'isakmp', 'policy')),
  );
  for (const policy of found) policy.used = true;
  return found.toSorted((a, b) => Number(a.words[3]) - Number(b.words[3]));
}

function proposalsOf(
  policies: readonly CiscoBlock[],
  version: 1 | 2 | null,
  notes: Notes,
): readonly Proposal[] | null {
  if (version === null || policies.length === 0) {
    notes.cannotTell('ike.proposals', `The text holds no \`crypto ikev${version ?? 1} policy\`.`);
    return null;
  }
  const proposals: Proposal[] = [];
  for (const policy of policies) {
    inside(policy, 'authentication');
    const prf = version === 1 ? null : inside(policy, 'prf');
    const proposal = policyProposal({
      encryption: inside(policy, 'encryption') ?? inside(policy, 'encr'),
      integrity: inside(policy, version === 1 ? 'hash' : 'integrity'),
      prf,
      groups: inside(policy, 'group'),
    });
    // It prints the PRF of IKEv2 always.
    if (proposal === null || (version === 2 && prf === null)) {
      notes.cannotTell(
        'ike.proposals',
        `\`${policy.text}\` cannot be read whole: a line of it is missing in the text or not known here.`,
      );
      return null;
    }
    proposals.push(proposal);
  }
  return proposals;
}

/** One lifetime where all policies have it; several differ by what is agreed on. */
function lifetimeOf(policies: readonly CiscoBlock[], version: 1 | 2 | null, notes: Notes): number | null {
  const all = policies.map((policy) => {
    const words = inside(policy, 'lifetime');
    return wholeNumber(words?.find((word) => word !== 'seconds'));
  });
  const [first] = all;
  if (first !== undefined && first !== null && all.every((one) => one === first)) return first;
  const why =
    all.length === 0
      ? `The text holds no \`crypto ikev${version ?? 1} policy\`.`
      : 'The policies have different lifetimes, or one does not tell its own.';
  notes.cannotTell('ike.lifetime', why);
  return null;
}

function dpdOf(group: CiscoBlock | undefined, notes: Notes): IkeGatewayConfig['dpd'] {
  const words = group ? inside(group, 'isakmp', 'keepalive') : null;
  if (group === undefined) {
    notes.cannotTell('ike.dpd', 'The tunnel-group of this peer is not in the text.');
    return null;
  }
  if (words === null) notes.byDefault('ike.dpd');
  const after = (word: string): number | null => wholeNumber(words?.[words.indexOf(word) + 1]);
  if (words?.[0] === 'disable') return { enabled: false, intervalSeconds: null, retries: null };
  return {
    enabled: true,
    intervalSeconds: words?.includes('threshold') ? after('threshold') : 10,
    retries: words?.includes('retry') ? after('retry') : 2,
  };
}
