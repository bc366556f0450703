// What the diagnosis of one or two tunnels says of all that fail with them: where many peers are silent at once, what they share is at fault.

import { causeInfo } from '../../domain/causes.js';
import type { Share } from '../../domain/share.js';
import type { RecordedVerdict } from '../../incidents/events.js';

interface Members {
  readonly of: string;
  /** How many of them are down now. */
  readonly down: number;
  readonly shares: Share | null;
  /** Addresses of the peers of those that are down. */
  readonly peers: readonly string[];
  /** Whether the interface has link by which those that were diagnosed leave, where it is what they share; null where nothing tells. */
  readonly hasLink: boolean | null;
  /** Of a second tunnel, where one was diagnosed. */
  readonly second: { readonly of: string; readonly verdict: RecordedVerdict } | null;
}

/** Nothing comes back: by itself it says nothing of who is at fault. */
const silent: readonly RecordedVerdict['cause'][] = ['peer-unreachable', 'dpd-timeout'];

export function groupVerdict(first: RecordedVerdict, members: Members): RecordedVerdict {
  const { of, second } = members;
  const beside =
    second === null
      ? {}
      : {
          second: { of: second.of, cause: second.verdict.cause, confidence: second.verdict.confidence },
        };
  const told = { ...first, of, ...beside };
  return isOfShared(first, members) ? sharedFault(told, members) : told;
}

/** So many peers do not fall silent by themselves at the same time. */
const noCoincidence = 3;

/** Of the tunnels that share it; where some of them work, it does too. */
const nearlyAll = 0.8;

/** The device says it; or two of them, to different peers, hear nothing, and nearly all that leave by one interface, address or device of ours are down. */
function isOfShared(first: RecordedVerdict, { shares, down, peers, hasLink, second }: Members): boolean {
  if (hasLink === false) return true;
  if (shares === null || second === null || peers.length < 2) return false;
  const isOurs = shares.kind === 'interface' || shares.kind === 'address' || shares.kind === 'device';
  const areSilent = silent.includes(first.cause) && silent.includes(second.verdict.cause);
  return isOurs && areSilent && down >= nearlyAll * shares.of;
}

function sharedFault(verdict: RecordedVerdict, { shares, peers, hasLink }: Members): RecordedVerdict {
  if (shares === null) return verdict;
  const device = shares.device ?? shares.value;
  const isDevice = shares.kind === 'device';
  const place = isDevice ? device : `${shares.value} of ${device}`;
  if (hasLink === false) {
    const summary = `${place} has no link, so none of the tunnels that leave by it works.`;
    const up = `Bring ${place} up: cable, module, and the port that it leads to.`;
    const cause = 'peer-unreachable';
    return { ...ofDevice(verdict, device, summary, up), cause, confidence: 'certain', side: 'ours' };
  }
  const rest = hasLink ? 'it has link; check the next hop' : 'link, next hop';
  const check = `Check ${isDevice ? `the outside interface of ${device}` : place}: ${rest}, and the line behind it.`;
  const summary = `None of ${peers.length} peers answered by ${place}: it is the line they share, not each peer.`;
  const confidence = peers.length >= noCoincidence ? 'likely' : verdict.confidence;
  return { ...ofDevice(verdict, device, summary, check), confidence, side: 'path' };
}

function ofDevice(verdict: RecordedVerdict, actor: string, summary: string, says: string): RecordedVerdict {
  const shared = { summary, nextOurs: says, nextTheirs: '', remedies: [{ actor, says }] };
  return { ...verdict, ...shared, partner: null, isShared: true };
}

/** Below the cause: which were diagnosed, and whether they agree. */
export function diagnosedText({ of, second, cause }: RecordedVerdict): string {
  if (of === undefined) return '';
  if (!second) return `Diagnosed: ${of}.`;
  if (second.cause === cause) return `Diagnosed: ${of} and ${second.of}, the same cause.`;
  return `Diagnosed: ${of}. But ${second.of} shows another cause: ${causeInfo(second.cause).title}. They may not belong together; split what differs.`;
}
