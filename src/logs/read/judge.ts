// What the events of one tunnel amount to: attempts, milestones, what a later success cured, and the line that decides.

import type { LogEvent, Milestone, PrintedDifference } from '../../domain/log.js';
import { possibleAt, type StopPoint } from '../../domain/possible.js';
import { selectorsDiffer } from '../exchange/facts.js';
import { observe } from '../exchange/observe.js';
import { atRekey, inHindsight } from './hindsight.js';
import { isTelling, leadOf, type Negative } from './lead.js';
import { meaningOf } from './meaning.js';
import { advance, exchangeOf, type Moment, newMoment, rank, reached } from './moment.js';
import { oneWayTraffic } from './passage.js';
import { withPhases } from './phases.js';
import { vendorOfPrefix } from './prefix.js';
import { differenceOf } from './proposals.js';
import { stopPointOf } from './stopPoint.js';
import { type Meaning, weak } from './weight.js';

export interface Judgment {
  /** What stands against the tunnel and was not cured, oldest first. */
  readonly negatives: readonly Negative[];
  /** What a later success cured. */
  readonly cured: readonly Negative[];
  readonly lead: Negative | null;
  readonly furthest: Milestone | null;
  /** The last thing known is success; null when nothing tells. */
  readonly endsUp: boolean | null;
  readonly moment: Moment;
  readonly differences: readonly PrintedDifference[];
}

/**
 * What a child SA that comes up in the same attempt does not cure: a route that could not be added, and selectors that were shown to
 * differ, which are its own. In transport mode they are the hosts themselves, and NAT changes their addresses (RFC 3947).
 */
function staysWithChild({ event }: Negative, { transport }: Moment): boolean {
  return event.says === 'no-route' || (event.says === 'selector-narrowed' && !transport);
}

/** @param vendor whose words lines without a prefix of their own are read with */
export function judge(events: readonly LogEvent[], vendor = ''): Judgment {
  let moment = newMoment(null);
  moment.stood = beginsInTheMiddle(events);
  let attempt = 0;
  let open: Negative[] = [];
  let furthest: Milestone | null = null;
  let up: boolean | null = null;
  const cured: Negative[] = [];
  const differences: PrintedDifference[] = [];
  let current: NewestSa = { spis: '', connection: '' };
  let lists: { received?: LogEvent; configured?: LogEvent } = {};
  /** The running attempt was refused for a reason that is told. */
  let refused = false;
  const cure = (isCured: (negative: Negative) => boolean): void => {
    cured.push(...open.filter(isCured));
    open = open.filter((negative) => !isCured(negative));
  };
  for (const event of withPhases(events)) {
    if (event.says === 'started' && (refused || !restarts(event, moment))) {
      attempt++;
      moment = newMoment(moment);
      lists = {};
      refused = false;
    }
    const agreedBefore = reached(moment, 'proposals-agreed');
    advance(moment, event, readerOf(event, vendor));
    if (rank(moment.furthest) > rank(furthest)) furthest = moment.furthest;
    if (reached(moment, 'proposals-agreed') && !agreedBefore)
      cure((negative) => (negative.attempt < attempt && isBeforeProposals(negative)) || isOvercome(negative));
    if (event.says === 'child-up' || event.says === 'rekey-done') {
      const own = moment;
      cure((negative) => negative.attempt !== attempt || !staysWithChild(negative, own));
      up = true;
    } else if (event.says === 'authenticated') {
      cure((negative) => negative.meaning.phase === 1);
      up ??= true;
    } else if (event.says === 'proposals-agreed' || event.milestone === 'proposals-agreed')
      cure(isRefusedOffer);
    else if (event.says === 'recovered') cure((negative) => negative.event.says === 'method-refused');
    else if (event.says === 'monitor-up') cure((negative) => negative.event.says === 'monitor-down');
    if (event.says === 'received-proposals') lists = { ...lists, received: event };
    if (event.says === 'configured-proposals') lists = { ...lists, configured: event };
    const found =
      lists.received && lists.configured ? differenceOf(lists.received, lists.configured, moment) : null;
    const beside = lists.configured;
    if (lists.received && lists.configured) lists = {};
    if (found) {
      differences.push(found.difference);
      const phase = found.difference.what === 'ike-proposal' ? 1 : 2;
      const why = `The peer offers ${found.difference.received}; this end has ${found.difference.configured}.`;
      open.push({
        event: found.difference.event,
        attempt,
        moment,
        point: stopPointOf(moment, found.difference.event, phase),
        ...(beside ? { beside } : {}),
        meaning: { strength: 'proof', causes: [found.cause], abstains: null, phase, why },
      });
      refused = true;
      up = phase === 1 ? false : up;
    }
    if (event.says === 'child-up' || event.says === 'rekey-done') current = newestSa(event, current);
    if (isOfAnOldSa(event, current)) continue;
    const meaning = meaningOf(event, moment);
    const point = meaning === null ? null : stopPointOf(moment, event, meaning.phase);
    if (meaning && point && !isMisread(event, meaning, point)) {
      open.push({ event, meaning, attempt, moment, point });
      if (open.length > mostOpen) open = thinned(open);
      refused ||= isTelling(meaning);
      if (meaning.strength !== 'consequence' || event.says === 'peer-deleted' || event.says === 'deleted')
        up = false;
    }
    if (event.says === 'deleted' && up === true && event.phase === 1) up = null;
  }
  const oneWay = oneWayTraffic(events);
  if (oneWay) open.push({ ...oneWay, attempt, moment, point: stopPointOf(moment, oneWay.event, 2) });
  const networks = differentNetworks(events, moment);
  if (networks) open.push({ ...networks, attempt, moment, point: stopPointOf(moment, networks.event, 2) });
  open = open.map(withRekey).map((negative) => ({
    ...negative,
    meaning: inHindsight(
      negative.meaning,
      negative.event.says,
      exchangeOf(negative.moment),
      reached(negative.moment, 'authenticated'),
    ),
  }));
  // What a later success cured differs no longer.
  const standing = new Set(open.map((negative) => negative.event));
  return {
    negatives: open,
    cured,
    lead: leadOf(open),
    furthest,
    endsUp: up,
    moment,
    differences: differences.filter((one) => standing.has(one.event)),
  };
}

/** So many lines against a tunnel are kept: a log of a day holds thousands of equal attempts. */
const mostOpen = 800;

/** The latest stay, and of those that name a cause the first as well. */
function thinned(open: readonly Negative[]): Negative[] {
  const first = open.slice(0, -mostOpen / 2).filter(({ meaning }) => isTelling(meaning));
  return [...first.slice(0, mostOpen / 4), ...open.slice(-mostOpen / 2)];
}

/** A line with a prefix is its vendor's; general wordings are read as those of the log. */
function readerOf({ line, vendor }: Pick<LogEvent, 'line' | 'vendor'>, ofLog: string): string {
  return vendorOfPrefix(line.text) ?? (vendor === 'generic' ? ofLog : vendor);
}

/** A line that was read by its words alone and then means only what cannot be at this point was not understood. */
function isMisread(event: LogEvent, { causes }: Meaning, point: StopPoint): boolean {
  return event.readBy === 'concept' && possibleAt(causes, point).length === 0;
}

/** It stopped an attempt before the proposals of phase 1 were agreed on: an attempt that gets farther has overcome it. */
function isBeforeProposals({ meaning }: Negative): boolean {
  if (meaning.phase === 2) return false;
  if (meaning.abstains === 'proposal-rejected-by-peer') return true;
  return meaning.causes[0] === 'ike-proposal-mismatch' || meaning.causes[0] === 'ike-version-mismatch';
}

/** The first message could not be sent or was sent again, and the peer answered it after all: an address or a route came late. */
function isOvercome({ event, meaning }: Negative): boolean {
  return event.says === 'retransmit' || (meaning.phase === 1 && event.says === 'no-route');
}

/** A device that tries the offer against one policy after another refuses it until one fits. */
function isRefusedOffer({ event, meaning }: Negative): boolean {
  return meaning.phase === 1 && (event.says === 'proposal-refused' || event.says === 'method-refused');
}

/** Phase 2 is spoken of and no line of phase 1 is there: phase 1 stood before the log begins. */
function beginsInTheMiddle(events: readonly LogEvent[]): boolean {
  const starts = ['started', 'answered', 'proposals-agreed', 'auth-sent'];
  return (
    events.some((event) => event.phase === 2 && event.says === 'consequence') &&
    !events.some((event) => starts.includes(event.says) || rank(event.milestone) >= 0)
  );
}

/** A child SA may come up although the ends mean different networks. */
function differentNetworks(
  events: readonly LogEvent[],
  moment: Moment,
): Pick<Negative, 'event' | 'meaning'> | null {
  const { selectors, ...exchange } = exchangeOf(moment);
  const event = events.findLast(printsSelectors);
  if (!event || !selectorsDiffer({ ...exchange, selectors })) return null;
  const { asked, own } = selectors;
  const why = `The peer asks for ${asked.local} here and ${asked.remote} there; this end has ${own.local ?? 'no network'} and ${own.remote ?? 'no network'}.`;
  return { event, meaning: weak(['traffic-selector-mismatch'], 2, why) };
}

function printsSelectors({ says, readBy, line, vendor }: LogEvent): boolean {
  if (readBy !== 'message') return says === 'selectors';
  return observe(line.text, readerOf({ line, vendor }, '')).some(({ is }) => is === 'selectors');
}

/** That the exchange was a CREATE_CHILD_SA may stand behind the line that refuses its offer. */
function withRekey(negative: Negative): Negative {
  const { meaning, moment, event } = negative;
  const now = moment.exchange === 'create-child' ? atRekey(meaning) : meaning;
  return now === meaning ? negative : { ...negative, meaning: now, point: stopPointOf(moment, event, 2) };
}

interface NewestSa {
  /** The SPIs of the newest child SA as printed; empty when they are not. */
  readonly spis: string;
  /** The newest IKE SA, `hub[7]`. */
  readonly connection: string;
}

function newestSa(event: LogEvent, before: NewestSa): NewestSa {
  return {
    spis: event.captures.spis ?? before.spis,
    connection: event.captures.connection ?? before.connection,
  };
}

/** After a rekey the SA that was replaced is deleted: that is the end of a success, not of the tunnel. */
function isOfAnOldSa(event: LogEvent, newest: NewestSa): boolean {
  if (event.says !== 'peer-deleted' && event.says !== 'deleted') return false;
  const { spi, connection } = event.captures;
  if (spi !== undefined && newest.spis !== '')
    return !newest.spis.toLowerCase().includes(spi.toLowerCase().replace(/^0x/, ''));
  return connection !== undefined && newest.connection !== '' && connection !== newest.connection;
}

/** The same start printed again (a retry of the first message with another DH group) does not begin a new attempt; after a refusal it does. */
function restarts(event: LogEvent, moment: Moment): boolean {
  return (
    moment.furthest === 'started' &&
    moment.role === event.printedBy &&
    moment.exchange === event.context.exchange
  );
}
