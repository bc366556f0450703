// Whose lines a log holds: marks and specific words speak for a vendor; words that several share speak for none.

import type { Match } from '../signature/set.js';

/** PAN-OS, RouterOS and clouds print many messages of racoon; a line that several of them know equally well is called racoon's. */
const family = 'racoon';
const printsRacoons: ReadonlySet<string> = new Set([family, 'panos', 'mikrotik', 'alibaba', 'aws']);

const ofMark = 3;
/** A shape with this share of the fixed text of the best one knows the line as well. */
const asGood = 0.9;

export class VendorVotes {
  readonly #votes = new Map<string, number>();
  /** Those that at least one line speaks for alone. */
  readonly #alone = new Set<string>();
  readonly #marked = new Set<string>();

  /** A prefix, a tag or a table that only this vendor prints. */
  mark(vendor: string): void {
    this.#add(vendor, ofMark);
    this.#alone.add(vendor);
    this.#marked.add(vendor);
  }

  /** The signatures that know a line. */
  words(matches: readonly Match[]): void {
    const best = matches.reduce((most, { weight }) => Math.max(most, weight), 0);
    const equals = matches.filter(
      ({ weight, signature }) => weight >= best * asGood && signature.vendor !== 'generic',
    );
    for (const { weight, signature } of equals) this.#add(signature.vendor, weight / best / equals.length);
    const [only] = equals;
    if (only && equals.length === 1) this.#alone.add(only.signature.vendor);
  }

  /** The vendor with the most votes. Words that several vendors share equally tell none of them: advice then is neutral. */
  winner(): string {
    const equals = this.#first();
    const [first] = equals;
    if (first === undefined) return 'unknown';
    if (equals.length === 1) return first;
    return equals.includes(family) && equals.every((name) => printsRacoons.has(name)) ? family : 'unknown';
  }

  /** A prefix, a tag or a table of this vendor stands in the log: its short phrases can be trusted. */
  isMarked(vendor: string): boolean {
    return this.#marked.has(vendor);
  }

  /** Vendors that printed a good part of the lines; more than one means a mixed log. */
  vendors(): string[] {
    const cast = [...this.#votes.values()].reduce((sum, count) => sum + count, 0);
    const many = this.#ranked().filter(([name, count]) => count >= cast * 0.25 && this.#alone.has(name));
    return many.map(([name]) => name);
  }

  /** Vendors between which the log does not decide; empty when it does. */
  undecided(): string[] {
    const equals = this.#first();
    if (this.winner() === family && !this.#marked.has(family)) return [...printsRacoons].sort();
    return equals.length > 1 && !equals.some((name) => this.#alone.has(name)) ? equals : [];
  }

  #first(): string[] {
    const ranked = this.#ranked();
    const most = ranked[0]?.[1] ?? 0;
    return ranked.filter(([, count]) => count >= most * 0.999).map(([name]) => name);
  }

  #ranked(): (readonly [string, number])[] {
    return [...this.#votes.entries()].sort(
      (a, b) => b[1] - a[1] || Number(b[0] === family) - Number(a[0] === family) || (a[0] < b[0] ? -1 : 1),
    );
  }

  #add(vendor: string, count: number): void {
    this.#votes.set(vendor, (this.#votes.get(vendor) ?? 0) + count);
  }
}
