// Time, group and connection of a line, in every form that charon and its loggers print.
import { describe, expect, it } from 'vitest';
import { readLogPrefix, readLogTime } from '../../../../src/vendors/strongswan/logLine.js';

const times = { timeZone: 'Europe/Paris', now: new Date('2026-01-10T12:00:00Z') };

describe('the time of a line', () => {
  it.each([
    ['2026-01-10T10:00:00+0000 05[IKE] x', '2026-01-10T10:00:00.000Z'],
    ['2026-01-10T10:00:00.250+01:00 host charon: 05[IKE] x', '2026-01-10T09:00:00.250Z'],
    ['2026-01-10 10:00:00 05[IKE] x', '2026-01-10T09:00:00.000Z'],
    ['2026-01-10T10:00:00Z 05[IKE] x', '2026-01-10T10:00:00.000Z'],
    ['Jan 10 10:00:00 host charon: 05[IKE] x', '2026-01-10T09:00:00.000Z'],
    ['Jan  9 10:00:00 05[IKE] x', '2026-01-09T09:00:00.000Z'],
    ['Jan 10 10:00:00.125 05[IKE] x', '2026-01-10T09:00:00.125Z'],
    ['Jan 10 10:00:00 2025 05[IKE] x', '2025-01-10T09:00:00.000Z'],
  ])('of %s is %s', (text, at) => {
    expect(readLogTime(text, times)).toBe(at);
  });

  it('without a year is never in the future', () => {
    expect(readLogTime('Dec 31 23:00:00 05[IKE] x', times)).toBe('2025-12-31T22:00:00.000Z');
  });

  it.each(['05[IKE] no time at all', 'Foo 10 10:00:00 x', '2026-13-40T10:00:00Z x'])(
    'of "%s" is not told',
    (text) => {
      expect(readLogTime(text, times)).toBeNull();
    },
  );
});

describe('the prefix of a line', () => {
  it.each([
    ['Jan 10 10:00:00 05[IKE] <gw-a|3> x', { group: 'IKE', connection: 'gw-a', uniqueId: '3' }],
    ['05[NET] <12> received packet', { group: 'NET', connection: '', uniqueId: '12' }],
    ['host charon[812]: 00[DMN] Starting', { group: 'DMN', connection: '', uniqueId: null }],
    ['[CFG] selected proposal', { group: 'CFG', connection: '', uniqueId: null }],
  ])('of %s is found', (text, expected) => {
    expect(readLogPrefix(text)).toEqual(expected);
  });

  it('of a foreign line is not invented', () => {
    expect(readLogPrefix('kernel: eth0 link is up')).toBeNull();
  });
});
