// Lines of a log that say the same again are one, whatever each attempt draws anew; what differs in anything else stays apart.

import { describe, expect, it } from 'vitest';
import { folded } from '../../../src/domain/repeats.js';

const at = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 2, 2, 7, 33 + minute, second)).toISOString();
const line = (text: string, minute: number | null, device = 'fw-hq') => ({
  device,
  at: minute === null ? null : at(minute),
  text,
});

describe('lines that differ only in times, threads, SPIs and message ids', () => {
  it.each([
    ['times', '2026-03-02 07:33:48 no match', '2026-03-02T07:38:48.120Z no match'],
    ['times of syslog', 'Mar  2 07:33:48 gw no match', 'Mar 12 07:38:48 gw no match'],
    [
      'threads',
      '06[IKE] <acme|12> received AUTHENTICATION_FAILED',
      '14[IKE] <acme|13> received AUTHENTICATION_FAILED',
    ],
    [
      'SPIs',
      'Failed SA: a[500]-b[500] SPI:a1b2c3d4e5f60718:1122334455667788.',
      'Failed SA: a[500]-b[500] SPI:0011c3d4e5f60718:0000000000000000.',
    ],
    [
      'SPIs of charon',
      'CHILD_SA net{1} SPIs c9c2b1a0_i c1d2e3f4_o',
      'CHILD_SA net{1} SPIs 09c2b1a0_i 01d2e3f4_o',
    ],
    ['message ids', 'message id:0x43D09AE5 timed out', 'message id:0x00000002 timed out'],
    ['repetitions', 'retransmit 1 of request with message ID 0', 'retransmit 5 of request with message ID 0'],
  ])('are one: %s', (_, one, other) => {
    expect(folded([line(one, 0), line(other, 5)])).toEqual([{ line: line(one, 0), count: 2, last: at(5) }]);
  });

  it.each([
    ['address', 'no gateway for 192.0.2.1', 'no gateway for 192.0.2.2'],
    ['identity', "'a.example' not confirmed", "'b.example' not confirmed"],
    ['algorithm', 'received aes-128', 'received aes-256'],
    ['lifetime', 'lifetime 3600 s', 'lifetime 28800 s'],
    ['word of letters alone', 'feedface is refused', 'defaced is refused'],
  ])('are two where the %s differs', (_, one, other) => {
    expect(folded([line(one, 0), line(other, 5)])).toHaveLength(2);
  });

  it('stand in the order of their first times, each device for itself, what has no time last', () => {
    const lines = [line('set', null), line('b', 3), line('a', 1), line('b', 2), line('b', 4, 'fw-paris')];
    expect(folded(lines).map((one) => [one.line.device, one.line.text, one.count])).toEqual([
      ['fw-hq', 'a', 1],
      ['fw-hq', 'b', 2],
      ['fw-paris', 'b', 1],
      ['fw-hq', 'set', 1],
    ]);
  });
});
