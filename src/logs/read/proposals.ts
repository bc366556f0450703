// The offered and the configured proposals, side by side: which parameter differs.

import type { Cause } from '../../domain/causes.js';
import type { LogEvent, PrintedDifference } from '../../domain/log.js';
import { type ComparedType, compareProposals, type Proposal, readProposal } from '../../domain/proposal.js';
import { readTransform } from '../../domain/transforms.js';
import type { Moment } from './moment.js';

export interface ProposalDifference {
  readonly difference: PrintedDifference;
  readonly cause: Cause;
}

/** The list as charon prints it: `IKE:A/B/C, IKE:D/E/F`. A name that we do not know is compared as itself; null when a part is no proposal. */
function readProposals(printed: string): Proposal[] | null {
  const proposals = printed
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .slice(0, 64)
    .map((text) => readProposal(text.replace(/[^\x20-\x7e].*$/, ''), 'ike', 'itself'));
  return proposals.length === 0 || proposals.some((proposal) => proposal === null) || isCut(printed)
    ? null
    : (proposals as Proposal[]);
}

/** The line ended before the list did: its very last word is none that we know, and it may be the beginning of one that we do. */
function isCut(printed: string): boolean {
  const last = printed.trim().split(/[/,:]/).at(-1) ?? '';
  return printed.includes(',') && readTransform(last) === null;
}

/**
 * @param received the event that carries what the peer sent, `configured` what this end has.
 * @returns null when the lists share a proposal, or cannot be read: then the lines beside them decide.
 */
export function differenceOf(
  received: LogEvent,
  configured: LogEvent,
  moment: Moment,
): ProposalDifference | null {
  const theirs = readProposals(received.captures.proposals ?? '');
  const ours = readProposals(configured.captures.proposals ?? '');
  if (!theirs || !ours) return null;
  const ike = ours[0]?.protocol === 'ike';
  if ((theirs[0]?.protocol === 'ike') !== ike) return null;
  if (!ike && theirs[0]?.protocol !== ours[0]?.protocol)
    return difference('encapsulation-mode-mismatch', [], received, configured, theirs, ours);
  // The first child SA of IKEv2 takes its keys from the IKE SA: a DH group that only one list has is no reason there (RFC 7296, 1.2).
  const first = !ike && moment.ikeVersion === 2 && moment.exchange === 'ike-auth';
  const plain = compareProposals(ours, theirs);
  const real = first ? compareProposals(ours, theirs, ['dh']) : plain;
  if (real.shares) return null;
  const pfs = !ike && real.differs.length === 1 && real.differs[0] === 'dh';
  const cause: Cause = ike ? 'ike-proposal-mismatch' : pfs ? 'pfs-mismatch' : 'esp-proposal-mismatch';
  return difference(cause, real.differs, received, configured, theirs, ours);
}

function difference(
  cause: Cause,
  differs: readonly ComparedType[],
  received: LogEvent,
  configured: LogEvent,
  theirs: readonly Proposal[],
  ours: readonly Proposal[],
): ProposalDifference {
  return {
    cause,
    difference: {
      what:
        cause === 'encapsulation-mode-mismatch'
          ? 'mode'
          : ours[0]?.protocol === 'ike'
            ? 'ike-proposal'
            : 'esp-proposal',
      received: received.captures.proposals ?? '',
      configured: configured.captures.proposals ?? '',
      receivedProposals: theirs,
      configuredProposals: ours,
      differs,
      event: received,
    },
  };
}
