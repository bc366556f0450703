// Whether what one end sent arrived at the other: over the life of the SA, and between two looks, which together say more than each.

import { type Looks, type Passage, passagesOf } from './passage.js';

/**
 * `all`, `part` and `none` of what was sent arrived; `stopped`: it arrived, and since some moment nothing does any more;
 * `nothing-sent`: there is nothing to lose.
 */
type ArrivalState = 'all' | 'part' | 'stopped' | 'none' | 'nothing-sent';

/** Whether the lost packets are larger than those that arrive; `unclear`: the counters do not tell. */
type LostSizes = 'large' | 'every' | 'unclear';

export interface Arrival {
  readonly state: ArrivalState;
  readonly passage: Passage;
  readonly lost: number;
  /** Percent of what was sent. */
  readonly share: number;
  readonly sizes: LostSizes;
  readonly span: 'life' | 'now';
  /** The counters of both ends are known to cover the same time. */
  readonly sure: boolean;
  /** The looks were so near to each other, or the packets so many, that even a small loss would show. */
  readonly close: boolean;
  /**
   * When the lost packets were lost: between two looks (`now`), within the life of the SA (`sa`), or at some time that counters cover
   * which outlive their SAs, and with them every outage: then all of the last ones arrived (`before`), or nothing tells (`unclear`).
   */
  readonly when: 'now' | 'sa' | 'before' | 'unclear';
}

export interface Direction {
  /** The worst child first. */
  readonly arrivals: readonly Arrival[];
  /** Why other children could not be compared, one sentence each. */
  readonly open: readonly string[];
}

/** One or two lost packets are no loss yet: the first packet of an SA, or one at the moment of a rekey. */
const leastLost = 3;
/** A share below this is the everyday loss of any path. */
const everydayShare = 0.5;
/** A comparison that may be wrong by more than this share of the packets proves nothing. */
const closeShare = 2;
/** A loss between two looks that timing alone could explain, and that is large enough to ask again. */
const doubtfulShare = 10;
/** What is lost so often that people notice. */
export const noticedShare = 5;
/** A last packet out this much later than the last one in was not answered or not received; devices tell whole seconds. */
const stoppedSeconds = 3;
/** So many packets without a loss, and a small share of the past was an event of the past. */
const enoughNow = 20;
/** Padding and headers that one implementation counts and another does not (RFC 4303 with AES-CBC and SHA-256 in UDP). */
const overheadBytes = 80;
/** The widest that sizes of ordinary traffic scatter, when half are full and half are empty. */
const spreadBytes = 700;

export function arrivalOf(from: Looks, to: Looks): Direction {
  const there = passagesOf(from, to);
  const back = passagesOf(to, from).passages;
  const open = [...there.open];
  const arrivals: Arrival[] = [];
  for (const passage of there.passages) {
    const returning = back.find((one) => one.sentBy === passage.receivedBy) ?? null;
    const judged = together(overLife(passage, returning, from.name, to.name), now(passage), passage);
    if ('why' in judged) open.push(judged.why);
    else arrivals.push(judged);
  }
  return { arrivals: arrivals.sort((a, b) => badness(b) - badness(a)), open };
}

const order: readonly ArrivalState[] = ['nothing-sent', 'all', 'part', 'stopped', 'none'];

function badness({ state, share }: Arrival): number {
  return order.indexOf(state) * 1000 + share;
}

type Judged = Arrival | { readonly why: string };

function overLife(passage: Passage, back: Passage | null, from: string, to: string): Judged {
  const [sent, received] = [Number(passage.sent.packets), Number(passage.received.packets)];
  const name = `${passage.child} (SPI ${passage.spis.join(', ')})`;
  const { covers } = passage;
  const { expected } = passage.apart;
  const doubt = doubtOf(passage);
  const close = doubt <= (sent * closeShare) / 100;
  const base = {
    passage,
    span: 'life' as const,
    sizes: 'unclear' as const,
    lost: 0,
    share: 0,
    sure: true,
    close,
    when: outlives(passage) ? ('unclear' as const) : ('sa' as const),
  };
  const gained = overcounts(passage) || (back !== null && overcounts(back));
  if (sent === 0 && received === 0 && !gained) return { ...base, state: 'nothing-sent' };
  if (covers.sent === 'longer' && covers.received === 'sa')
    return { why: `${name}: ${from} counts its tunnel, ${to} only the present SA.` };
  if (covers.sent === 'sa' && covers.received === 'longer' && received >= sent - expected - doubt)
    return { why: `${name}: ${from} counts the present SA, ${to} its tunnel since longer.` };
  const mixed = covers.sent !== covers.received;
  if (gained && !mixed)
    return { why: `${name}: the counters of ${from} and ${to} do not cover the same packets.` };
  const lost = Math.max(0, Math.round(sent - received - expected));
  const share = (lost / sent) * 100;
  if (lost <= doubt) return received > 0 ? { ...base, state: 'all' } : tooFew(name, from, sent);
  if (lost < leastLost) {
    return received >= 5 * lost ? { ...base, state: 'all', lost, share } : tooFew(name, from, sent);
  }
  const sure = covers.sent === 'sa' || (back !== null && balances(back));
  const found = { ...base, lost, share, sure, sizes: mixed ? ('unclear' as const) : sizesOf(passage, mixed) };
  if (received === 0) return { ...found, state: 'none' };
  if (stoppedFor(passage) >= stoppedSeconds) return { ...found, state: 'stopped' };
  return { ...found, state: share < everydayShare ? 'all' : 'part' };
}

/**
 * Packets may come in a burst just between the looks at the two ends, which one pair of looks cannot tell from a loss, nor a loss
 * that a burst fills up. Two pairs that say the same can: no burst comes at both, so only what is on its way is in doubt.
 */
function doubtOf({ apart, missing }: Passage): number {
  if (missing === null) return apart.doubt;
  const [before, after] = missing;
  const same = before.packets > before.doubt === after.packets > after.doubt;
  return same ? Math.min(apart.doubt, after.doubt) : apart.doubt;
}

function tooFew(name: string, from: string, sent: number): { readonly why: string } {
  return { why: `${name}: ${from} sent ${sent} packets, which are too few to tell a loss.` };
}

/** More came in than went out: one end's counters started again, or do not move at all (offloaded to hardware). */
function overcounts({ sent, received, apart }: Passage): boolean {
  return Number(received.packets - sent.packets) + apart.expected > apart.doubt;
}

/** Counters of a tunnel started at some unknown time; when the way back balances, they started together. */
function balances({ sent, received, apart }: Passage): boolean {
  const [out, arrived] = [Number(sent.packets), Number(received.packets)];
  const difference = Math.abs(out - arrived - apart.expected);
  return out >= enoughNow && difference <= Math.max(apart.doubt, (out * everydayShare) / 100);
}

/** Seconds between the last packet that arrived and the last one that was sent; 0 when a device does not tell. */
function stoppedFor({ lastSentAt, lastReceivedAt, covers, senderLaterSeconds }: Passage): number {
  if (lastSentAt === null || lastReceivedAt === null || covers.sent !== 'sa' || covers.received !== 'sa')
    return 0;
  // What was sent after the receiver was looked at it could not have counted.
  return (Date.parse(lastSentAt) - Date.parse(lastReceivedAt)) / 1000 - senderLaterSeconds;
}

/** Compares the average of the lost packets with that of all that were sent; chance alone moves it by `noise`. */
function sizesOf({ sent, received }: Passage, overheadDiffers: boolean): LostSizes {
  if (sent.bytes === null || received.bytes === null || received.packets === 0n) return 'unclear';
  const arrived = Number(received.packets);
  const lost = Number(sent.packets) - arrived;
  const doubt = overheadDiffers ? (overheadBytes * arrived) / lost : 0;
  const average = Number(sent.bytes) / Number(sent.packets);
  const lostAverage = Number(sent.bytes - received.bytes) / lost;
  const noise = (4 * spreadBytes) / Math.sqrt(lost);
  const apart = lost >= 5 && arrived >= 5 && lostAverage - doubt >= (3 * Number(received.bytes)) / arrived;
  const larger = lostAverage - average - doubt > Math.max(average / 4, noise);
  if ((apart || larger) && lostAverage >= 500) return 'large';
  return Math.abs(lostAverage - average) + doubt <= average / 6 ? 'every' : 'unclear';
}

function now(passage: Passage): Arrival | null {
  if (passage.now === null) return null;
  const { sent, received } = passage.now;
  const { expected, doubt } = passage.now.apart;
  if (sent - doubt < leastLost) return null;
  const lost = Math.max(0, Math.round(sent - received - expected));
  const share = (lost / sent) * 100;
  const close = doubt <= (sent * closeShare) / 100;
  const base = {
    passage,
    span: 'now' as const,
    sizes: 'unclear' as const,
    lost,
    share,
    sure: true,
    close,
    when: 'now' as const,
  };
  if (received === 0) return { ...base, state: 'none' };
  const few = lost <= doubt || lost < leastLost;
  return { ...base, state: few ? 'all' : 'part' };
}

/** What happens now outranks what happened: it was lost before and passes now, or passed before and is lost now. */
function together(life: Judged, present: Arrival | null, passage: Passage): Judged {
  if (present === null) return life;
  if ('why' in life) return present;
  if (present.state === 'none') return life.state === 'none' ? life : present;
  if (present.state === 'part') {
    if (life.state !== 'part') return present;
    return life.share >= present.share ? { ...life, when: 'now' } : { ...present, sizes: life.sizes };
  }
  // What two near looks cannot tell from a loss is no proof of health either.
  if (life.state === 'all')
    return present.share > doubtfulShare && present.lost >= leastLost ? { ...life, close: false } : life;
  if (life.sizes !== 'large' && isPast(life, passage)) return { ...present, lost: 0, share: 0, span: 'life' };
  if (life.when !== 'unclear' || !isQuietNow(life, present, passage)) return life;
  // What is lost by size may pass for as long as nothing large is sent.
  if (life.sizes === 'large') return { ...life, when: 'before' };
  // That a small loss goes on is not ruled out by so few.
  return { ...life, state: 'all', close: false, when: 'before' };
}

/** Counters of a tunnel outlive its SAs, and with them every outage that it ever had. */
function outlives({ covers }: Passage): boolean {
  return covers.sent === 'longer' || covers.received === 'longer';
}

/** All of enough packets arrive now, as far as two looks can tell; of a share that people notice, fewer would. */
function isQuietNow({ share }: Arrival, { lost }: Arrival, { now }: Passage): boolean {
  if (now === null || now.received < enoughNow) return false;
  const { doubt } = now.apart;
  if (share < noticedShare) return lost <= doubt && doubt <= (now.sent * doubtfulShare) / 100;
  return lost + doubt < (now.sent * share) / 100;
}

/**
 * The chance to see no loss now if the share of the past went on is below one in a hundred, or the past share is small; as long as
 * the two looks can tell such a share at all.
 */
function isPast({ share }: Arrival, { now }: Passage): boolean {
  if (now === null || now.apart.doubt > (now.sent * share * 0.75) / 100) return false;
  if (now.received >= enoughNow && share < noticedShare) return true;
  return now.received * Math.log(1 - Math.min(share, 99.9) / 100) < Math.log(0.01);
}
