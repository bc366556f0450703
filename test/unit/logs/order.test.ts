// Consoles and exports often show the newest line first: told by times of every kind, else by what only rises.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

const story = [
  'ipsec: 05[IKE] initiating IKE_SA hub[7] to 203.0.113.9',
  'ipsec: 06[IKE] CHILD_SA hub{9} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24',
  'ipsec: 07[IKE] giving up after 5 retransmits',
];

const clocks: [string, (at: number) => string][] = [
  ['a year and a zone', (at) => `2026-03-04T10:00:0${at}Z fw1`],
  ['no year', (at) => `Mar  4 10:00:0${at} fw1`],
  ['a time of day alone', (at) => `10:00:0${at}`],
  ['a date of another kind', (at) => `4Mar2026 10:00:0${at}`],
];

describe('lines that stand newest first', () => {
  it.each(clocks)('are read from the end by %s', (_what, clock) => {
    const forward = story.map((line, at) => `${clock(at)} ${line}`);
    for (const lines of [forward, forward.toReversed()]) {
      const reading = readLines(linesOf(lines.join('\n')));
      expect(reading.candidates[0]?.cause).toBe('dpd-timeout');
      expect(reading.reversed).toBe(lines !== forward);
    }
  });

  it('are told without a time by repetitions that count down', () => {
    const lines = [
      '"hub" #4: IKE_SA_INIT: retransmission; will wait 2 seconds for response',
      '"hub" #4: IKE_SA_INIT: retransmission; will wait 1 seconds for response',
      '"hub" #4: initiating IKEv2 connection',
    ];
    expect(readLines(linesOf(lines.join('\n'))).reversed).toBe(true);
    expect(readLines(linesOf(lines.toReversed().join('\n'))).reversed).toBe(false);
  });

  it('are not told by an older state that speaks again', () => {
    const lines = [
      '"hub" #2: IPsec SA established tunnel mode {ESP=>0xc0ffee01 <0xc0ffee02 DPD=active}',
      '"hub" #1: DPD action - clearing connection kind CK_PERMANENT',
    ];
    const reading = readLines(linesOf(lines.join('\n')));
    expect([reading.reversed, reading.candidates[0]?.cause]).toEqual([false, 'dpd-timeout']);
  });
});
