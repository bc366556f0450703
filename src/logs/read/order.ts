// Which way a log runs: consoles often show the newest line first.

import type { LogEvent, LogLine } from '../../domain/log.js';
import { clockOf, readTime } from '../format/time.js';

/** True when the lines stand newest first: by their times, or, without times, by what daemons count and what they print before what. */
export function runsBackwards(lines: readonly LogLine[], events: readonly LogEvent[]): boolean {
  const steps =
    stepsOf(lines, ({ at }) => (at === null ? null : Date.parse(at))) ||
    stepsOf(lines, ({ text }) => readTime(text)?.sort ?? clockOf(text)) ||
    counted(lines, events) ||
    natural(events);
  return steps < 0;
}

/** How often the value rises from one line that has it to the next, less how often it falls. */
function stepsOf<T>(list: readonly T[], told: (one: T) => number | null): number {
  let balance = 0;
  let before: number | null = null;
  for (const one of list) {
    const value = told(one);
    if (value === null) continue;
    if (before !== null) balance += Math.sign(value - before);
    before = value;
  }
  return balance;
}

/** What rises within an attempt: repetitions, their waits, the messages of main mode. */
const repeats =
  /\bretransmit (\d{1,3}) of request\b|\bretransmission; will wait (\d{1,3}(?:\.\d{1,3})?) seconds|\brevival attempt (\d{1,4})\b|\bsent Main Mode [IR](\d)\b/;
/** Numbers of pluto's states and charon's IKE SAs. */
const states =
  /"[^"\s]{1,100}"(?:\[\d{1,9}\])?(?: [0-9a-fA-F.:]{2,45})? #(\d{1,9}):|IKE_SA [^\s[\]{}]{1,100}\[(\d{1,9})\]/;
/** An older state may speak again, and a tunnel that failed starts anew: one of them proves nothing. */
const enough = 2;

function counted(lines: readonly LogLine[], events: readonly LogEvent[]): number {
  const numbersBy = (shape: RegExp): number[] =>
    lines.flatMap(({ text }) => {
      const found = shape.exec(text.length > 400 ? text.slice(0, 400) : text)?.slice(1);
      const number = found?.find((one) => one !== undefined);
      return number === undefined ? [] : [Number(number)];
    });
  const begins = Number(events[0]?.says === 'started') - Number(events.at(-1)?.says === 'started');
  const seen = stepsOf([...new Set(numbersBy(states))], (number) => number) + begins;
  return stepsOf(numbersBy(repeats), (number) => number) || (Math.abs(seen) < enough ? 0 : seen);
}

/** Pairs of neighbors that a daemon always prints in this order: what happened, and for messages whether this end sent them. */
const follows: readonly (readonly [string, string])[] = [
  ['payloads sent', 'packet sent'],
  ['packet received', 'payloads received'],
  ['received-proposals', 'configured-proposals'],
  ['proposal-refused', 'child-failed'],
  ['started', 'authenticated'],
  ['authenticated', 'child-up'],
  ['started', 'no-answer'],
  ['started', 'retransmit'],
];

function natural(events: readonly LogEvent[]): number {
  let balance = 0;
  // The tables of a status output stand in any order.
  const printed = events.filter((event) => event.readBy !== 'status');
  for (let index = 1; index < printed.length; index++) {
    const [before, after] = [printed[index - 1], printed[index]].map(nameOf);
    for (const [first, second] of follows) {
      if (before === first && after === second) balance++;
      if (before === second && after === first) balance--;
    }
  }
  return balance;
}

function nameOf(event: LogEvent | undefined): string {
  const direction = event?.context.direction;
  return direction === undefined ? (event?.says ?? '') : `${event?.says} ${direction}`;
}

/**
 * By their lines. What status outputs show one after another holds at one moment: what stands comes first, so that no table cures what another
 * one shows, whichever was pasted first.
 */
export function inOrder(events: readonly LogEvent[]): LogEvent[] {
  const sorted = events.toSorted((a, b) => a.line.number - b.line.number);
  const ordered: LogEvent[] = [];
  let shown: LogEvent[] = [];
  const close = (): void => {
    ordered.push(...shown.filter(({ milestone }) => milestone !== null));
    ordered.push(...shown.filter(({ milestone }) => milestone === null));
    shown = [];
  };
  for (const event of sorted) {
    if (event.readBy === 'status') shown.push(event);
    else {
      close();
      ordered.push(event);
    }
  }
  close();
  return ordered;
}
