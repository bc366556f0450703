// The message to a partner, for the state of this moment: what failed and when, what to change there; thanks once it is up again.

import { partnerVendor } from '../../diagnosis/places.js';
import { type Cause, causeInfo, verdictTitle } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import { selectorText } from '../../domain/selector.js';
import { momentUtc } from '../../domain/utc.js';
import type { Diagnosis } from '../../domain/verdict.js';
import { wayOfLife } from '../../facts/counters.js';
import { isWorking } from '../../incidents/faults.js';
import { linesToAskFor } from '../../logs/ask.js';
import { seenInLogs, withSeen } from '../sheet/seen.js';
import { composeSheet } from '../sheet/sheet.js';
import { compactSheet } from '../sheet/text.js';
import { firstFailure, seenByUs } from './seenByUs.js';

/** What the incident knows besides the diagnosis of this moment. Times are ISO 8601 UTC, null when nothing tells. */
export interface MessageFrame {
  readonly incident: string;
  /** Whoever owns the incident, by name. */
  readonly owner: string | null;
  readonly downSince: string | null;
  /** Since when it is up again; null while it is not, or was never down. */
  readonly upSince: string | null;
  /** What a sheet that came back showed to differ, in words. Never holds a key. */
  readonly differs: readonly string[];
}

export interface PartnerMessage {
  /** The partner's name. */
  readonly to: string;
  readonly subject: string;
  /** Plain text, for a mail or a chat. */
  readonly text: string;
  /** The same without what can be sent later, for where little fits. */
  readonly short: string;
}

const mostChanges = 6;

export function draftMessage(
  diagnosis: Diagnosis,
  evidence: TunnelEvidence,
  frame: MessageFrame,
): PartnerMessage {
  const to = evidence.declared.partner?.name ?? evidence.theirs.name;
  const isUp = diagnosis.state === 'up' && isWorking(diagnosis.verdict);
  const opening = isUp ? upText(evidence, frame) : downText(diagnosis, evidence, frame);
  const changes = isUp ? [] : changeTexts(diagnosis, evidence, frame);
  const logs = isUp ? [] : logTexts(diagnosis, evidence);
  const seen = seenByUs(evidence.ours, { from: frame.downSince, isUp });
  const saw =
    seen.length === 0
      ? []
      : [
          [isUp ? 'What our gateway logged before (UTC):' : 'What our gateway logged (UTC):', ...seen]
            .map((line) => inTheirWords(line, evidence, false))
            .join('\n'),
        ];
  const closing = closingTexts(evidence, frame);
  const parts = (...more: readonly string[]): string =>
    ['Hello,', opening, ...changes, ...more, ...closing].join('\n\n');
  return {
    to,
    subject: subjectOf(evidence, frame, isUp),
    text: parts(...logs, ...saw, ...ourView(evidence), ...(isUp ? [] : ourSettings(diagnosis, evidence))),
    short: parts(...(logs.length > 0 ? ['Please send the lines of your IKE log of these minutes.'] : [])),
  };
}

function subjectOf(
  { tunnel }: TunnelEvidence,
  { incident, downSince, upSince }: MessageFrame,
  isUp: boolean,
): string {
  const since = isUp ? upSince : downSince;
  const state = isUp ? (upSince === null ? 'up' : 'up again') : 'not working';
  return `IPsec tunnel ${tunnel}: ${state}${since === null ? '' : ` since ${momentUtc(since)}`} (our incident ${incident})`;
}

/** Nobody is asked to change what works again; what they did is worth knowing before it happens once more. */
function upText(evidence: TunnelEvidence, { upSince, downSince }: MessageFrame): string {
  const name = tunnelText(evidence);
  if (upSince === null) return `${name} is up, as we see it.`;
  const since = ` since ${momentUtc(upSince)}`;
  const before = downSince === null ? '' : ` It had failed since ${momentUtc(downSince)}.`;
  if (carriesBothWays(evidence.ours))
    return `${name} is up again${since}, thank you; what did you change?${before}`;
  return `${name} seems to be up again${since}, but our gateway has not counted traffic both ways yet.${before} Does traffic pass on your side, and what did you change?`;
}

/** The most that one end can see for itself. */
function carriesBothWays({ live, later }: TunnelEvidence['ours']): boolean {
  const last = later.known ? later : live;
  return last.known && wayOfLife(last.value.children) === 'both-ways';
}

function downText(
  { verdict, state }: Diagnosis,
  evidence: TunnelEvidence,
  { downSince }: MessageFrame,
): string {
  const name = tunnelText(evidence);
  const first = downSince === null ? firstFailure(evidence.ours) : null;
  const since =
    downSince !== null
      ? ` since ${momentUtc(downSince)}`
      : first !== null
        ? `; the first failure in our log is of ${momentUtc(first)}`
        : '';
  const told =
    state === 'down' || state === 'degraded'
      ? `${name} is ${state === 'down' ? 'down' : 'only partly up'}${since}.`
      : `${name} does not work as it should${since}.`;
  if (verdict.confidence === 'none') return `${told} From our side alone we cannot tell the cause.`;
  const sure = { certain: 'The cause', likely: 'Likely cause', possible: 'A possible cause' };
  return `${told} ${sure[verdict.confidence]}: ${verdictTitle(verdict)}. ${inTheirWords(verdict.summary, evidence)}`;
}

function tunnelText({ tunnel, ours }: TunnelEvidence): string {
  const { mine, peer } = gateways(ours);
  const between =
    mine !== null && peer !== null ? ` between our gateway ${mine} and your gateway ${peer}` : '';
  return `the IPsec tunnel “${tunnel}” (our name for it)${between}`;
}

/** What they are to do. */
function changeTexts(diagnosis: Diagnosis, evidence: TunnelEvidence, { differs }: MessageFrame): string[] {
  const changes = changesOf(diagnosis).map((change) => inTheirWords(change, evidence));
  const request =
    diagnosis.verdict.confidence === 'certain' ? 'Please change on your side:' : 'Please check on your side:';
  return [
    ...(changes.length > 0 ? [listText(request, changes)] : []),
    ...(differs.length > 0
      ? [listText('Your sheet differs from what we run in:', differs.slice(0, 20))]
      : []),
  ];
}

/** What to send as long as the cause is not certain. */
function logTexts({ verdict, alternatives }: Diagnosis, evidence: TunnelEvidence): string[] {
  if (evidence.theirs.log.known || verdict.confidence === 'certain') return [];
  const causes: Cause[] = [verdict.cause, ...alternatives.map((one) => one.cause)];
  return [linesToAskFor(partnerVendor(evidence), causes)];
}

function listText(title: string, items: readonly string[]): string {
  return [title, ...items.map((item) => `- ${item}`)].join('\n');
}

/** What our devices are called is our business, and means nothing to them. */
function inTheirWords(text: string, { ours }: TunnelEvidence, isProse = true): string {
  const name = ours.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const told = text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}_.-])${name}(?![\\p{L}\\p{N}_-])`, 'gu'),
    'our gateway',
  );
  return isProse ? told.replace(/(^|[.!?] )our gateway/g, '$1Our gateway') : told;
}

/** Each step for their side once; the leading finding first. */
function changesOf({ findings }: Diagnosis): string[] {
  const steps = findings
    .filter((finding) => finding.severity !== 'note')
    .map((finding) => alone(finding.next.theirs.trim()))
    .filter((step) => step !== '');
  return [...new Set(steps)].slice(0, mostChanges);
}

/** "Or add …" stands behind a step of our side; here it stands alone. */
function alone(step: string): string {
  return step.replace(/^Or (\p{L})/u, (_or, letter: string) => letter.toUpperCase());
}

/** Where the ends may differ and theirs cannot be read, what ours runs is what they must compare with. */
function ourSettings({ verdict }: Diagnosis, evidence: TunnelEvidence): string[] {
  const { ours, theirs, declared, collectedAt } = evidence;
  if (!ours.config.known || theirs.config.known) return [];
  const { kind } = causeInfo(verdict.cause);
  const compares = kind === 'phase-1' || kind === 'phase-2' || kind === 'abstains';
  if (!compares || verdict.cause === 'device-unreachable') return [];
  const sheet = withSeen(composeSheet(ours.config.value, declared, collectedAt), seenInLogs(evidence));
  return [`What your side must carry, in your view:\n${compactSheet(sheet)}`];
}

/** What they need to find the tunnel on their device. */
function ourView({ ours }: TunnelEvidence): string[] {
  if (!ours.config.known) return [];
  const networks = ours.config.value.children
    .slice(0, 4)
    .map(
      (child) =>
        `${child.local.map(selectorText).join(', ')} (ours) to ${child.remote.map(selectorText).join(', ')} (yours)`,
    );
  const { mine, peer } = gateways(ours);
  const lines = [
    ...(mine === null ? [] : [`our gateway: ${mine}`]),
    ...(peer === null ? [] : [`your gateway: ${peer}`]),
    ...networks.map((network) => `networks: ${network}`),
  ];
  return lines.length === 0 ? [] : [listText('To find it on your side:', lines)];
}

function gateways({ config }: TunnelEvidence['ours']): {
  readonly mine: string | null;
  readonly peer: string | null;
} {
  if (!config.known) return { mine: null, peer: null };
  const { localAddress, peer } = config.value.ike;
  return {
    mine: localAddress,
    peer: peer?.kind === 'address' ? peer.address : peer?.kind === 'fqdn' ? peer.name : null,
  };
}

function closingTexts({ ours, declared }: TunnelEvidence, { incident, owner }: MessageFrame): string[] {
  const contact = [owner, declared.owner].filter((one) => one !== null).join(', ');
  const isKeyed = !ours.config.known || ours.config.value.ike.auth !== 'certificate';
  return [
    `Our incident number is ${incident}; please name it in your answer.${contact === '' ? '' : `\nContact on our side: ${contact}`}`,
    `${isKeyed ? 'PSK not included; share it over a separate secure channel. ' : ''}Please send no keys or passwords.`,
  ];
}
