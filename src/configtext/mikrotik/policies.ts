// `/ip ipsec policy` and `proposal` of RouterOS → children in neutral words.

import { readSelector, type Selector } from '../../domain/selector.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { ChildConfig, IkeGatewayConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { mostChildren } from '../configText.js';
import { type RouterEntry, secondsOf, standard } from './entries.js';
import { listOf } from './peer.js';

export interface PolicyParts {
  readonly policies: readonly RouterEntry[];
  readonly proposals: readonly RouterEntry[];
  /** The peer's identity lets the other end choose the networks. */
  readonly isGenerated: boolean;
  /** Policies that the other end's choice is made from. */
  readonly templates: readonly RouterEntry[];
}

export function childrenOf(
  { policies, proposals, isGenerated, templates }: PolicyParts,
  ike: IkeGatewayConfig,
  notes: Notes,
): readonly ChildConfig[] {
  notes.cannotTell('child.start', 'RouterOS has no setting for when it brings a tunnel up.');
  const used = policies.length > 0 ? policies.slice(0, mostChildren) : templates.slice(0, 1);
  if (policies.length > mostChildren)
    notes.cannotTell('child.selectors', `Only the first ${mostChildren} policies of the peer are read.`);
  if (policies.length === 0)
    notes.cannotTell(
      'child.selectors',
      isGenerated
        ? 'The peer chooses the networks (`generate-policy`).'
        : 'The text holds no policy of this peer.',
    );
  return (used.length === 0 ? [null] : used).map((policy, index): ChildConfig => {
    const own = (key: string) => policy?.settings.get(key);
    const mode = own('tunnel') === 'yes' ? 'tunnel' : 'transport';
    const networks = policies.length === 0 ? { local: [], remote: [] } : networksOf(own, mode, ike, notes);
    if (policies.length === 0) notes.cannotTell('child.mode', 'The text holds no policy of this peer.');
    return {
      name: own('comment') ?? `policy ${index + 1}`,
      ...networks,
      ...proposalOf(
        policy === null ? null : (own('proposal') ?? standard),
        own('ipsec-protocols'),
        proposals,
        notes,
      ),
      mode: policies.length === 0 ? null : mode,
      start: null,
    };
  });
}

const protocols: Readonly<Record<string, number | null>> = {
  all: null,
  icmp: 1,
  ipencap: 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  'ipsec-esp': 50,
  ospf: 89,
};

function networksOf(
  own: (key: string) => string | undefined,
  mode: 'tunnel' | 'transport',
  ike: IkeGatewayConfig,
  notes: Notes,
): Pick<ChildConfig, 'local' | 'remote'> {
  const word = own('protocol') ?? 'all';
  const protocol = protocols[word] ?? wholeNumber(word);
  if (protocol === null && word !== 'all')
    notes.cannotTell(
      'child.selectors',
      `A policy is limited to the protocol ${word}, which is not known here.`,
    );
  const side = (name: 'src' | 'dst', address: string | null): readonly Selector[] => {
    const written = own(`${name}-address`) ?? (mode === 'transport' ? address : null);
    const read = readSelector(written ?? '');
    const number = wholeNumber(own(`${name}-port`));
    if (read === null)
      notes.cannotTell('child.selectors', `A policy has no \`${name}-address\` that is a network.`);
    const ports = number === null ? null : { from: number, to: number };
    return read ? [{ ...read, protocol, ports }] : [];
  };
  return {
    local: side('src', ike.localAddress),
    remote: side('dst', ike.peer?.kind === 'address' ? ike.peer.address : null),
  };
}

type PhaseTwo = Pick<ChildConfig, 'proposals' | 'pfs' | 'protocol' | 'lifetimeSeconds' | 'lifetimeKilobytes'>;

/**
 * Defaults of the RouterOS manual, IPsec: Proposals: AES-CBC of any length with SHA-1, 30 minutes, PFS with group 2.
 * @param name null when no policy says which proposal counts
 */
function proposalOf(
  name: string | null,
  protocol: string | undefined,
  proposals: readonly RouterEntry[],
  notes: Notes,
): PhaseTwo {
  const entry = proposals.find(({ settings }) => settings.get('name') === name);
  if (name === null || (entry === undefined && name !== standard)) {
    const why =
      name === null ? 'The text holds no policy of this peer.' : `The proposal ${name} is not in the text.`;
    for (const setting of ['child.proposals', 'child.pfs', 'child.lifetime'] as const)
      notes.cannotTell(setting, why);
    return { proposals: null, pfs: null, protocol: null, lifetimeSeconds: null, lifetimeKilobytes: null };
  }
  const own = (key: string) => entry?.settings.get(key);
  if (own('pfs-group') === undefined) notes.byDefault('child.pfs');
  if (own('lifetime') === undefined) notes.byDefault('child.lifetime');
  if (own('enc-algorithms') === undefined || own('auth-algorithms') === undefined)
    notes.byDefault('child.proposals');
  const group = own('pfs-group') ?? 'modp1024';
  const groups = dhGroups(group === 'none' ? [] : listOf(group));
  const pfs = 'names' in groups ? groups.names : null;
  if (pfs === null) notes.cannotTell('child.pfs', `The group \`${group}\` of PFS is not known here.`);
  const kind = protocol === 'ah' ? 'ah' : 'esp';
  const hashes = listOf(own('auth-algorithms') ?? 'sha1').filter((word) => word !== 'null');
  const ciphers = kind === 'ah' ? [] : listOf(own('enc-algorithms') ?? 'aes-256-cbc,aes-192-cbc,aes-128-cbc');
  const read = proposalFrom(kind, [...ciphers, ...hashes], pfs ?? []);
  if (read === null)
    notes.cannotTell('child.proposals', `The proposal ${name} holds a word that is not known here.`);
  return {
    proposals: read === null ? null : [read],
    pfs,
    protocol: kind,
    lifetimeSeconds: secondsOf(own('lifetime') ?? '30m'),
    lifetimeKilobytes: null,
  };
}
