// Who set back what broke a tunnel, by what the device tells of its changes.

import { describe, expect, it } from 'vitest';
import type { ChangeHistory, ConfigChange } from '../../../src/domain/device.js';
import { gap, known } from '../../../src/domain/observation.js';
import { setBackBy } from '../../../src/facts/setBack.js';

const source = { device: 'fw-hq', request: 'config log', at: '2026-11-22T10:00:00.000Z' };
const told = <T>(value: T) => known(value, { ...source, fromCache: false, calls: 1 });
const silent = gap({ ...source, reason: 'unauthorized', says: 'No right.', remedy: 'Give it.' });

const id = { setting: 'ike.local-id' as const, child: null };
const trigger = {
  kind: 'change' as const,
  says: 'admin edited tunnel-x-gw on fw-hq',
  at: '2026-11-22T09:00:00.000Z',
  device: 'fw-hq',
  who: 'admin',
  settings: [{ ...id, before: 'a', after: 'b' }],
};
const until = '2026-11-22T09:30:00.000Z';
const path = 'network ike gateway tunnel-x-gw';

function change(at: string, who: string, more: Partial<ConfigChange> = {}): ConfigChange {
  return { kind: 'edit', at: `2026-11-22T${at}.000Z`, who, command: 'set', path, ...more };
}

function history(
  edits: readonly ConfigChange[] | null,
  commits: readonly ConfigChange[] = [],
): ChangeHistory {
  return { edits: edits === null ? silent : told(edits), commits: told(commits), pending: told(false) };
}

describe('who set it back', () => {
  const back = { settings: [{ ...id, before: 'b', after: 'a' }] };

  it('is whoever gave the setting its value of before, whoever else edited then', () => {
    const edits = [change('09:00:00', 'admin'), change('09:20:00', 'maria', back), change('09:25:00', 'li')];
    expect(setBackBy(history(edits), trigger, until)).toEqual({
      at: '2026-11-22T09:20:00.000Z',
      who: 'maria',
    });
  });

  it('is the one person who edited after it broke, where the device tells no values', () => {
    const edits = [change('09:00:00', 'admin'), change('09:20:00', 'maria'), change('09:21:00', 'maria')];
    expect(setBackBy(history(edits), trigger, until)).toMatchObject({ who: 'maria' });
  });

  it('is nobody who is named where several people edited, and none did before it worked again', () => {
    const several = [change('09:20:00', 'maria'), change('09:21:00', 'li')];
    expect(setBackBy(history(several), trigger, until)).toBeNull();
    expect(setBackBy(history([change('09:40:00', 'maria', back)]), trigger, until)).toBeNull();
    expect(setBackBy(history([change('09:20:00', '', back)]), trigger, until)).toBeNull();
  });

  it('is whoever committed, where edits are not told', () => {
    const commits = [
      change('09:00:00', 'admin', { kind: 'commit' }),
      change('09:29:00', 'maria', { kind: 'commit' }),
    ];
    expect(setBackBy(history(null, commits), trigger, until)).toMatchObject({ who: 'maria' });
    const failedOne = [change('09:29:00', 'maria', { kind: 'failed-commit' })];
    expect(setBackBy(history(null, failedOne), trigger, until)).toBeNull();
  });
});
