// Phase 1 of a tunnel of IOS: ISAKMP policies of the device, or the IKEv2 profile and the proposals of its policies.

import type { Identity } from '../../domain/identity.js';
import type { Proposal } from '../../domain/proposal.js';
import { addressNumber } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { IkeGatewayConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { begins, behind, type CiscoBlock, inside, isLastLine } from './blocks.js';
import {
  authentication,
  deadPeerDetection,
  localIdentity,
  policyProposals,
  remoteIdentity,
} from './ikev2Profile.js';
import type { IosEntry } from './iosMap.js';
import { policyProposal } from './transforms.js';

export function iosPhaseOne(blocks: readonly CiscoBlock[], entry: IosEntry, notes: Notes): IkeGatewayConfig {
  const version = entry.ikev2Profile === null ? 1 : 2;
  if (entry.address === null)
    notes.cannotTell(
      'ike.local-address',
      `The address of the interface${entry.outside === null ? '' : ` ${entry.outside}`} is not in the text.`,
    );
  if (entry.peer === null) notes.cannotTell('ike.peer-address', `${entry.name} has no peer in the text.`);
  const isOff = blocks.some((block) => /^no crypto (?:ipsec|isakmp) nat-tr/.test(block.text));
  return {
    name: entry.ikev2Profile ?? entry.isakmpProfile ?? entry.name,
    disabled: false,
    version: version === 1 ? 'ikev1' : 'ikev2',
    exchangeMode: version === 1 ? 'main' : null,
    localAddress: entry.address,
    localInterface: entry.outside,
    peer:
      entry.peer === null
        ? null
        : addressNumber(entry.peer)
          ? { kind: 'address', address: entry.peer }
          : { kind: 'fqdn', name: entry.peer },
    ...(version === 1 ? ofIsakmp(blocks, entry, notes) : ofProfile(blocks, entry, notes)),
    certificate: null,
    idMayDifferFromCertificate: null,
    natTraversal: isOff ? 'off' : 'on',
    passive: entry.connection === 'answer-only',
    fragmentation: null,
    postQuantum: null,
  };
}

type Part = Pick<
  IkeGatewayConfig,
  'localId' | 'peerId' | 'auth' | 'peerAuth' | 'proposals' | 'lifetimeSeconds' | 'dpd'
>;

function ofProfile(blocks: readonly CiscoBlock[], entry: IosEntry, notes: Notes): Part {
  const profile = blocks.find((block) =>
    begins(block, 'crypto', 'ikev2', 'profile', entry.ikev2Profile ?? ''),
  );
  if (profile) profile.used = true;
  const missing = `The IKEv2 profile ${entry.ikev2Profile} is not in the text.`;
  const auth = profile ? authentication(profile, 'local') : null;
  const peerAuth = profile ? authentication(profile, 'remote') : null;
  if (profile) for (const line of profile.inside) behind(line, 'keyring');
  if (auth === null)
    notes.cannotTell('ike.auth', profile ? 'The profile names no one method of its own.' : missing);
  for (const setting of ['ike.local-id', 'ike.peer-id', 'ike.lifetime', 'ike.dpd'] as const)
    if (!profile) notes.cannotTell(setting, missing);
  const lifetime = profile ? wholeNumber(inside(profile, 'lifetime')?.[0]) : null;
  if (profile && lifetime === null) notes.byDefault('ike.lifetime');
  return {
    localId: profile ? localIdentity(profile, notes) : null,
    peerId: profile ? remoteIdentity(profile, notes) : null,
    auth,
    peerAuth: peerAuth === auth ? null : peerAuth,
    proposals: ikev2Proposals(blocks, notes),
    lifetimeSeconds: lifetime ?? 86_400,
    dpd: deadPeerDetection(profile, blocks, notes),
  };
}

function ikev2Proposals(blocks: readonly CiscoBlock[], notes: Notes): readonly Proposal[] | null {
  const found = policyProposals(blocks);
  if (found === null) {
    notes.cannotTell(
      'ike.proposals',
      'The text holds no `crypto ikev2 policy` with its proposals, so the default ones may count, which differ between versions.',
    );
    return null;
  }
  return allRead(
    found.map((block) => {
      block.used = true;
      return policyProposal({
        encryption: inside(block, 'encryption'),
        integrity: inside(block, 'integrity'),
        prf: inside(block, 'prf'),
        groups: inside(block, 'group'),
      });
    }),
    found,
    notes,
  );
}

function allRead(
  proposals: readonly (Proposal | null)[],
  blocks: readonly CiscoBlock[],
  notes: Notes,
): readonly Proposal[] | null {
  const bad = proposals.indexOf(null);
  if (bad < 0) return proposals.flatMap((one) => one ?? []);
  notes.cannotTell(
    'ike.proposals',
    `\`${blocks[bad]?.text}\` cannot be read whole: a part of it is not printed (its default differs between versions), or is not known here.`,
  );
  return null;
}

function ofIsakmp(blocks: readonly CiscoBlock[], entry: IosEntry, notes: Notes): Part {
  const policies = blocks
    .filter((block) => begins(block, 'crypto', 'isakmp', 'policy'))
    .toSorted((a, b) => Number(a.words[3]) - Number(b.words[3]));
  for (const policy of policies) policy.used = true;
  if (policies.length === 0) notes.cannotTell('ike.proposals', 'The text holds no `crypto isakmp policy`.');
  // What is not printed is the default: SHA-1, RSA signatures and a day in every version.
  const methods = new Set(policies.map((policy) => inside(policy, 'authentication')?.[0] ?? 'rsa-sig'));
  const [method = ''] = methods;
  const auth =
    methods.size === 1 ? { 'pre-share': 'psk' as const, 'rsa-sig': 'certificate' as const }[method] : null;
  if (!auth) notes.cannotTell('ike.auth', 'The ISAKMP policies of the text do not name one method.');
  const lifetimes = new Set(policies.map((policy) => wholeNumber(inside(policy, 'lifetime')?.[0]) ?? 86_400));
  if (policies.every((policy) => inside(policy, 'lifetime') === null)) notes.byDefault('ike.lifetime');
  if (lifetimes.size !== 1) notes.cannotTell('ike.lifetime', 'The ISAKMP policies have different lifetimes.');
  return {
    ...identities(blocks, entry, notes),
    auth: auth ?? null,
    peerAuth: null,
    proposals:
      policies.length === 0
        ? null
        : allRead(
            policies.map((policy) =>
              policyProposal({
                encryption: cipher(inside(policy, 'encr') ?? inside(policy, 'encryption')),
                integrity: inside(policy, 'hash') ?? (isCut(blocks, policy) ? null : ['sha']),
                prf: null,
                groups: inside(policy, 'group'),
              }),
            ),
            policies,
            notes,
          ),
    lifetimeSeconds: [...lifetimes][0] ?? null,
    dpd: keepalive(blocks, notes),
  };
}

/** The text ends inside of the policy: a hash may have followed. */
function isCut(blocks: readonly CiscoBlock[], policy: CiscoBlock): boolean {
  return isLastLine(blocks, policy.inside.at(-1) ?? policy);
}

/** `encr aes 256`: the length stands apart. */
function cipher(words: readonly string[] | null): readonly string[] | null {
  return words && [words.join('-')];
}

function keepalive(blocks: readonly CiscoBlock[], notes: Notes): IkeGatewayConfig['dpd'] {
  const words = blocks
    .map((block) => behind(block, 'crypto', 'isakmp', 'keepalive'))
    .findLast((one) => one !== null);
  if (!words) notes.byDefault('ike.dpd');
  return {
    enabled: words !== undefined,
    intervalSeconds: wholeNumber(words?.[0]),
    retries: null,
  };
}

function identities(
  blocks: readonly CiscoBlock[],
  entry: IosEntry,
  notes: Notes,
): { localId: Identity | null; peerId: Identity | null } {
  const written = blocks
    .map((block) => behind(block, 'crypto', 'isakmp', 'identity'))
    .findLast((one) => one !== null);
  if (written === undefined) notes.byDefault('ike.local-id');
  else if (written[0] !== 'address')
    notes.cannotTell(
      'ike.local-id',
      `\`crypto isakmp identity ${written.join(' ')}\` does not tell the identity itself.`,
    );
  if (entry.isakmpProfile === null) return { localId: null, peerId: null };
  const profile = blocks.find((block) =>
    begins(block, 'crypto', 'isakmp', 'profile', entry.isakmpProfile ?? ''),
  );
  if (profile) profile.used = true;
  const match = profile ? inside(profile, 'match', 'identity') : null;
  const own = profile ? inside(profile, 'self-identity') : null;
  if (profile) inside(profile, 'keyring');
  if (profile === undefined || own !== null)
    notes.cannotTell(
      'ike.local-id',
      `The identity of the ISAKMP profile ${entry.isakmpProfile} is not read.`,
    );
  if (
    match?.[0] === 'address' &&
    match[1] !== undefined &&
    (match[2] ?? '255.255.255.255') === '255.255.255.255'
  )
    return { localId: null, peerId: { type: 'ipv4', value: match[1] } };
  notes.cannotTell(
    'ike.peer-id',
    `What the ISAKMP profile ${entry.isakmpProfile} matches is not one address.`,
  );
  return { localId: null, peerId: null };
}
