// What the deciding end printed about offered and configured values, and where they differ.

import type { PrintedDifference } from '../domain/log.js';
import { proposalText } from '../domain/proposal.js';
import { transformText } from '../domain/transforms.js';
import { type FactDefinition, list, text, type View } from './fact.js';
import type { JointCandidate } from './logCandidates.js';
import { fromLead } from './logLead.js';

/** What the deciding end printed about offered and configured values. */
function differenceOf(lead: JointCandidate, view: View): PrintedDifference | null {
  const wanted: Partial<Record<string, PrintedDifference['what']>> = {
    'ike-proposal-mismatch': 'ike-proposal',
    'esp-proposal-mismatch': 'esp-proposal',
    'pfs-mismatch': 'esp-proposal',
    'traffic-selector-mismatch': 'selectors',
    'peer-id-mismatch': 'identity',
    'ike-version-mismatch': 'version',
    'exchange-mode-mismatch': 'mode',
    'auth-method-mismatch': 'auth-method',
    'rekey-failure': 'lifetime',
  };
  const log = view.evidence[lead.end].log;
  // What the end that was refused printed before is what it offered, not what the other end takes.
  return log.known && lead.refuser === lead.end
    ? (log.value.differences.findLast((one) => one.what === wanted[lead.cause]) ?? null)
    : null;
}

/** `DH group (offered group2, fw-a accepts group14)`, for each kind of transform that differs. */
function differenceText({ device }: JointCandidate, difference: PrintedDifference | null): string | null {
  if (!difference || difference.differs.length === 0) return null;
  const parts = difference.differs.map((type) => {
    const list = (side: 'receivedProposals' | 'configuredProposals'): string =>
      [...new Set(difference[side].flatMap((proposal) => proposal[type]))].map(transformText).join(', ') ||
      'none';
    const name = type === 'dh' ? 'DH group' : type;
    return `${name} (offered ${list('receivedProposals')}, ${device} accepts ${list('configuredProposals')})`;
  });
  return parts.join('; ');
}

/** In the names of every other sentence; as it was printed where it is no list of proposals. The line itself stands beside it. */
function shownAs(difference: PrintedDifference | null, side: 'received' | 'configured'): string | null {
  if (difference === null) return null;
  return difference[`${side}Proposals`].map(proposalText).join(', ') || difference[side];
}

const noDifference = 'The deciding log does not print both values.';

export const logDifferenceFacts: readonly FactDefinition[] = [
  fromLead(
    'log.difference',
    text,
    'Which transforms differ and what each end has, as the deciding end printed it.',
    (lead, view) => differenceText(lead, differenceOf(lead, view)),
    noDifference,
  ),
  fromLead(
    'log.received',
    text,
    'What the deciding end received from its peer.',
    (lead, view) => shownAs(differenceOf(lead, view), 'received'),
    noDifference,
  ),
  fromLead(
    'log.configured',
    text,
    'What the deciding end is configured with.',
    (lead, view) => shownAs(differenceOf(lead, view), 'configured'),
    noDifference,
  ),
  fromLead(
    'log.differs',
    list,
    'The transforms that differ, as the deciding end printed them.',
    (lead, view) => {
      const found = differenceOf(lead, view);
      return found && found.differs.length > 0 ? found.differs : null;
    },
    noDifference,
  ),
  fromLead(
    'log.received-proposals',
    list,
    'The proposals that the deciding end received.',
    (lead, view) => {
      const found = differenceOf(lead, view);
      return found && found.receivedProposals.length > 0 ? found.receivedProposals.map(proposalText) : null;
    },
    noDifference,
  ),
];
