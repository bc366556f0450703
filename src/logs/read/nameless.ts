// Lines that carry no name: whether they can speak of the tunnel that is named beside them.

import type { LogEvent } from '../../domain/log.js';
import { observe } from '../exchange/observe.js';
import { judge } from './judge.js';
import { keysOf } from './keys.js';
import { rank } from './moment.js';
import { vendorOfPrefix } from './prefix.js';

/** What the lines of a tunnel have told so far. */
export class Told {
  readonly #ends = new Set<string>();
  readonly #pairs = new Set<string>();
  readonly #versions = new Set<1 | 2>();
  #stands = false;

  take(event: LogEvent): void {
    const ends = endsOf(event);
    for (const end of ends) this.#ends.add(end);
    if (ends.length === 2) this.#pairs.add(pairOf(ends));
    const version = versionOf(event);
    if (version !== null) this.#versions.add(version);
    if (rank(event.milestone) >= rank('authenticated')) this.#stands = true;
  }

  /** The line stands between other addresses, speaks another IKE version, or begins what this tunnel had finished. */
  isElsewhere(event: LogEvent): boolean {
    const shares = this.shares([event]);
    if (shares !== null) return !shares;
    const version = versionOf(event);
    if (version !== null && this.#versions.size > 0 && !this.#versions.has(version)) return true;
    return this.#stands && (isBeginning(event) || isOfFirstMessages(event));
  }

  /** Null when one of the two names no address. Of pairs both must be the same: our own address stands in every pair. */
  shares(events: readonly LogEvent[]): boolean | null {
    const named = events.map(endsOf).filter((ends) => ends.length > 0);
    if (named.length === 0 || this.#ends.size === 0) return null;
    return named.some((ends) =>
      ends.length === 2 && this.#pairs.size > 0
        ? this.#pairs.has(pairOf(ends))
        : ends.some((end) => this.#ends.has(end)),
    );
  }
}

function pairOf(ends: readonly string[]): string {
  return ends.toSorted().join('|');
}

/**
 * Lines before the first name belong to whom it is first known of, unless another product printed them, told by prefix or words, they stand
 * between other addresses, or they tell of a failure that nothing shows to be this tunnel's.
 */
export function mayBeOf(nameless: readonly LogEvent[], named: readonly LogEvent[]): boolean {
  const told = new Told();
  for (const event of named) told.take(event);
  const shares = told.shares(nameless);
  const prefixes = new Set(named.map(({ line }) => vendorOfPrefix(line.text)));
  const hasPrefix =
    prefixes.has(null) || nameless.some(({ line }) => prefixes.has(vendorOfPrefix(line.text)));
  if (!hasPrefix && shares !== true) return false;
  const printers = vendorsOf(named);
  const others = vendorsOf(nameless);
  if (printers.size > 0 && others.size > 0 && ![...others].some((vendor) => printers.has(vendor)))
    return false;
  return shares ?? !failedBefore(nameless, named);
}

/** Whose words they are; those that every product shares are nobody's. */
function vendorsOf(events: readonly LogEvent[]): Set<string> {
  return new Set(events.map(({ vendor }) => vendor).filter((vendor) => vendor !== 'generic'));
}

export function addressesOf(events: readonly LogEvent[]): string[] {
  return [...new Set(events.flatMap(({ line }) => keysOf(line.text, line.object).addresses))];
}

/** Refusals among which a daemon goes on to its next policy: the negotiation is not over. */
const tries: ReadonlySet<string> = new Set(['proposal-refused', 'method-refused']);

/** The failure had ended its negotiation, or the named lines begin anew: their success cures nothing that is shown to be theirs. */
function failedBefore(nameless: readonly LogEvent[], named: readonly LogEvent[]): boolean {
  const { lead } = judge(nameless);
  if (!lead) return false;
  const first = named.find((event) => isBeginning(event) || event.milestone !== null);
  if (first === undefined) return false;
  const goesOn = tries.has(lead.event.says) && rank(first.milestone) <= rank('proposals-agreed');
  return isBeginning(first) || !goesOn;
}

function isOfFirstMessages({ says, milestone, line }: LogEvent): boolean {
  if (says === 'no-answer') return /\b(?:STATE_)?(?:V2_)?(?:PARENT|MAIN|AGGR)_I1\b/.test(line.text);
  return milestone !== null && rank(milestone) < rank('authenticated');
}

function isBeginning(event: LogEvent): boolean {
  if (event.says === 'started') return true;
  return observe(event.line.text, readerOf(event)).some(
    (one) =>
      one.is === 'message' &&
      ['ike-init', 'main', 'aggressive'].includes(one.message.exchange) &&
      !one.message.isRepeat,
  );
}

function versionOf(event: LogEvent): 1 | 2 | null {
  if (event.ikeVersion !== null) return event.ikeVersion;
  for (const one of observe(event.line.text, readerOf(event)))
    if (one.is === 'message' && one.message.ikeVersion !== null) return one.message.ikeVersion;
  return null;
}

function readerOf({ line, vendor }: LogEvent): string {
  return vendorOfPrefix(line.text) ?? vendor;
}

/** `peer 203.0.113.9`: an address in the role of the other end. */
const peer =
  /\b(?:peer(?: ip)?|gateway|gw|with|remote(?: (?:address|gateway|peer))?|remip|srcaddr|ip(?= = ))[ =:]{1,3}"?(\d{1,3}(?:\.\d{1,3}){3})\b(?![/.])/gi;
/** `ipsec,error 203.0.113.9 failed`, `ERROR: 203.0.113.9 give up`: RouterOS and racoon begin with it. */
const ahead = /(?:\bipsec,[a-z,]{1,20}|\b(?:ERROR|INFO|NOTIFY|WARNING):) (\d{1,3}(?:\.\d{1,3}){3}) /g;
/** `packet from 203.0.113.9:500:`, `"hub"[1] 203.0.113.9 #4:` */
const pluto = /(?:\bpacket from |"\[\d{1,9}\] )(\d{1,3}(?:\.\d{1,3}){3})(?=:\d|[ ]#)/g;

function endsOf({ line }: LogEvent): string[] {
  const text = line.text.length > 1200 ? line.text.slice(0, 1200) : line.text;
  const printed = [peer, ahead, pluto].flatMap((shape) =>
    [...text.matchAll(shape)].flatMap(([, told]) => told ?? []),
  );
  return [...new Set([...keysOf(text, line.object).addresses, ...printed])];
}
