// The proposals of both ends side by side: two lists, what they share, what differs (RFC 7296 sections 2.7 and 3.3).

import { type EndEvidence, otherEnd } from '../domain/evidence.js';
import {
  type ComparedType,
  compareProposals,
  type Proposal,
  proposalText,
  readProposal,
} from '../domain/proposal.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { algorithmIn, proposalsIn } from '../products/algorithms.js';
import {
  type FactDefinition,
  type FactState,
  knownFact,
  list,
  type UnknownFact,
  unknownFact,
  type View,
  yes,
  yesNo,
} from './fact.js';
import { ofThisTunnel } from './logHeard.js';
import { type EndFact, forEachEnd, fromGap, printedLine, settingLine } from './perEnd.js';
import { weakerEnd, weakerEndType, weakerInAll } from './weakerEnd.js';

export type ProposalKind = 'ike' | 'child';

interface FoundProposals {
  readonly proposals: readonly Proposal[];
  readonly evidence: readonly EvidenceLine[];
}

/** Proposals of one end: configured, else as its own log prints them, else as the other end's log received them. */
export function proposalsOf(
  end: EndEvidence,
  other: EndEvidence,
  kind: ProposalKind,
): FoundProposals | UnknownFact {
  const configured = fromConfig(end, kind);
  if ('proposals' in configured) return configured;
  return printedBy(end, kind, 'configured') ?? printedBy(other, kind, 'received') ?? configured;
}

function fromConfig(end: EndEvidence, kind: ProposalKind): FoundProposals | UnknownFact {
  if (!end.config.known) return fromGap(end.config);
  const { ike, children, places, unreadable } = end.config.value;
  const setting = kind === 'ike' ? 'ike.proposals' : 'child.proposals';
  const lists = kind === 'ike' ? [ike.proposals] : children.map((child) => child.proposals);
  const place = places[setting];
  if (lists.length === 0 || lists.some((one) => one === null || one.length === 0)) {
    return unknownFact(
      unreadable[setting] ??
        `${end.name} does not tell its ${kind === 'ike' ? 'phase 1' : 'phase 2'} proposals.`,
      `Check ${place ?? 'the proposals'} on ${end.name}.`,
    );
  }
  const proposals = lists.flatMap((one) => one ?? []);
  return {
    proposals,
    evidence: settingLine(end, setting, `accepts ${proposalsIn(end.vendor, proposals)}`),
  };
}

function printedBy(
  end: EndEvidence,
  kind: ProposalKind,
  which: 'configured' | 'received',
): FoundProposals | null {
  const what = kind === 'ike' ? 'ike-proposal' : 'esp-proposal';
  const printed = ofThisTunnel(end)?.differences.findLast((difference) => difference.what === what);
  const proposals = which === 'configured' ? printed?.configuredProposals : printed?.receivedProposals;
  if (!printed || !proposals || proposals.length === 0) return null;
  return { proposals, evidence: [printedLine(end, printed.event.line)] };
}

function listFact(found: FoundProposals | UnknownFact): FactState {
  return 'proposals' in found ? knownFact(found.proposals.map(proposalText), found.evidence) : found;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'ike.proposals',
    type: list,
    says: 'The phase 1 proposals that {end} accepts.',
    needs: ['config', 'log'],
    from: ['other:log.read'],
    derive: ({ end, other }) => listFact(proposalsOf(end, other, 'ike')),
  },
  {
    name: 'child.proposals',
    type: list,
    says: 'The phase 2 proposals that {end} accepts.',
    needs: ['config', 'log'],
    from: ['other:log.read'],
    derive: ({ end, other }) => listFact(proposalsOf(end, other, 'child')),
  },
];

interface Compared {
  readonly shares: boolean;
  readonly differs: readonly ComparedType[];
  readonly common: readonly string[];
  readonly evidence: readonly EvidenceLine[];
}

/** A person may have told one end's list as text (`aes-256-cbc/sha256/group14`). */
function listed(view: View, end: 'ours' | 'theirs', kind: ProposalKind): FoundProposals | UnknownFact {
  const other = otherEnd(end);
  const found = proposalsOf(view.evidence[end], view.evidence[other], kind);
  if ('proposals' in found) return found;
  const told = view.fact(`${end}.${kind}.proposals`);
  if (!told.known || typeof told.value !== 'object') return found;
  const read = told.value.map((one) => readProposal(one.replaceAll(' ', ''), kind === 'ike' ? 'ike' : 'esp'));
  const proposals = read.filter((one) => one !== null);
  return proposals.length === read.length ? { proposals, evidence: told.evidence } : found;
}

function compare(view: View, kind: ProposalKind): Compared | UnknownFact {
  const ours = listed(view, 'ours', kind);
  const theirs = listed(view, 'theirs', kind);
  if (!('proposals' in ours)) return ours;
  if (!('proposals' in theirs)) return theirs;
  // The DH group of phase 2 is PFS, which is compared by itself: with IKEv2 it does not count for the first child SA.
  const without: ComparedType[] = kind === 'ike' ? [] : ['dh', 'prf'];
  const { shares, differs } = compareProposals(ours.proposals, theirs.proposals, without);
  const common = ours.proposals
    .filter((one) => compareProposals([one], theirs.proposals, without).shares)
    .map((one) => proposalText(one));
  return { shares, differs, common, evidence: [...ours.evidence, ...theirs.evidence] };
}

const typeWords: Readonly<Record<ComparedType, string>> = {
  encryption: 'encryption',
  integrity: 'integrity (hash)',
  prf: 'PRF',
  dh: 'DH group',
};

function members(
  view: View,
  end: 'ours' | 'theirs',
  kind: ProposalKind,
  types: readonly ComparedType[],
): string[] {
  const found = listed(view, end, kind);
  if (!('proposals' in found)) return [];
  return types.flatMap((type) => [...new Set(found.proposals.flatMap((one) => one[type]))]);
}

function comparisonFacts(kind: ProposalKind, phase: string): FactDefinition[] {
  const from = [`ours.${kind}.proposals`, `theirs.${kind}.proposals`];
  const define = (
    name: string,
    type: FactDefinition['type'],
    says: string,
    read: (compared: Compared, view: View) => FactState,
  ): FactDefinition => ({
    name: `${kind}.proposals.${name}`,
    type,
    says,
    needs: [],
    from,
    derive: (view) => {
      const compared = compare(view, kind);
      return 'shares' in compared ? read(compared, view) : compared;
    },
  });
  const missing = (end: 'ours' | 'theirs') =>
    define(
      end === 'ours' ? 'missing-ours' : 'missing-theirs',
      list,
      `What of the differing ${phase} transforms the other end has and ${end === 'ours' ? 'our' : 'their'} end lacks, in the words of the end that lacks it.`,
      (compared, view) => {
        const other = otherEnd(end);
        const names = members(view, other, kind, compared.differs);
        const { vendor } = view.evidence[end];
        return knownFact(
          names.map((name) => algorithmIn(vendor, name)),
          compared.evidence,
        );
      },
    );
  return [
    define('shared', yesNo, `Whether the ends share a ${phase} proposal.`, ({ shares, evidence }) =>
      knownFact(yes(shares), evidence),
    ),
    define(
      'differs',
      list,
      `The ${phase} transforms without a common member, such as the encryption.`,
      (compared) =>
        knownFact(
          compared.differs.map((type) => typeWords[type]),
          compared.evidence,
        ),
    ),
    define('common', list, `Our ${phase} proposals that the other end accepts too.`, ({ common, evidence }) =>
      knownFact(common, evidence),
    ),
    missing('ours'),
    missing('theirs'),
    define(
      'weaker',
      weakerEndType,
      `The end whose differing ${phase} transforms are the weaker ones.`,
      (compared, view) => {
        const of = (end: 'ours' | 'theirs', type: ComparedType) => members(view, end, kind, [type]);
        const ends = compared.differs.map((type) => weakerEnd(of('ours', type), of('theirs', type)));
        return knownFact(weakerInAll(ends), compared.evidence);
      },
    ),
  ];
}

export const proposalFacts = [
  ...forEachEnd(perEnd),
  ...comparisonFacts('ike', 'phase 1'),
  ...comparisonFacts('child', 'phase 2'),
];
