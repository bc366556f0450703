import { describe, expect, it } from 'vitest';
import { normalizeUptime } from '../../../../src/vendors/strongswan/normalizeUptime.js';

const now = new Date('2026-03-02T10:00:00.000Z');
const told = (running: string, since: string) => {
  const outcome = normalizeUptime({ uptime: { running, since }, ikesas: { total: '0' }, plugins: [] }, now);
  return outcome.ok ? outcome.value.startedAt : outcome.fault.reason;
};

describe('since when charon runs', () => {
  it('is exact while it tells seconds or minutes, whatever the zone of its machine', () => {
    expect(told('45 seconds', 'Mar 02 09:59:15 2026')).toBe('2026-03-02T09:59:15.000Z');
    expect(told('45 seconds', 'Mar 02 15:29:15 2026')).toBe('2026-03-02T09:59:15.000Z');
    expect(told('90 minutes', 'Mar 02 03:29:31 2026')).toBe('2026-03-02T08:29:31.000Z');
  });

  it('is the earliest moment that fits when it tells hours or days', () => {
    expect(told('5 hours', 'Mar 02 04:30:00 2026')).toBe('2026-03-02T04:00:00.000Z');
    expect(told('1 day', 'Mar 01 08:00:00 2026')).toBe('2026-02-28T10:00:00.000Z');
  });

  it('is the earliest moment when the time of its machine cannot be read', () => {
    expect(told('45 seconds', 'yesterday')).toBe('2026-03-02T09:59:14.000Z');
  });

  it('is not told by versions without it', () => {
    expect(told('a while', '')).toBe('not-supported');
  });
});
