// Two configurations of one end are compared setting by setting, in the words of people; what was not read is no difference.

import { describe, expect, it } from 'vitest';
import { type Compared, differencesOf, differenceText } from '../../../src/facts/differences.js';
import { goodForm, settingsOf } from '../../../src/facts/goodSettings.js';
import { type ConfigOptions, proposals, selectors, tunnelConfig } from '../doubles/tunnels.js';

function good(
  options: ConfigOptions = {},
  unreadable: Partial<Record<'ike.local-id', string>> = {},
): Compared {
  return { form: goodForm, settings: settingsOf({ ...tunnelConfig(options), unreadable }) };
}

function texts(before: Compared, after: Compared) {
  return differencesOf(before, after).map((one) => differenceText(one, 'tunnel-x'));
}

describe('a difference', () => {
  it('has the value before and after, as people say it', () => {
    const explicit = good({ ike: { localId: { type: 'ipv4', value: '10.222.191.127' } } });
    expect(texts(good(), explicit)).toEqual([
      'local ID 198.51.100.1 (not set: the address) → 10.222.191.127',
    ]);
    const weaker = good({ ike: { proposals: proposals('aes128/sha1/modp1024', 'ike') } });
    expect(texts(good(), weaker)).toEqual([
      'phase 1 proposals aes-256-cbc / sha256 / group14 → aes-128-cbc / sha1 / group2',
    ]);
    expect(texts(good(), good({ children: [{ pfs: [] }] }))).toEqual(['PFS group14 → off']);
    expect(texts(good(), good({ disabled: true }))).toEqual(['tunnel enabled → disabled']);
  });

  it('names the proxy ID where there are several, and one that came or went', () => {
    const [a, b] = [{ name: 'a' }, { name: 'b', remote: selectors('10.3.0.0/24') }];
    expect(
      texts(good({ children: [a, b] }), good({ children: [a, { ...b, lifetimeSeconds: 1800 }] })),
    ).toEqual(['phase 2 lifetime of b 3600 s → 1800 s']);
    expect(texts(good({ children: [a, b] }), good({ children: [a] }))).toEqual([
      'proxy ID of b 10.1.0.0/24 to 10.3.0.0/24 → none',
    ]);
    expect(texts(good({ children: [a] }), good({ children: [a, b] }))).toEqual([
      'proxy ID of b none → 10.1.0.0/24 to 10.3.0.0/24',
    ]);
  });

  it('is none where a setting was not read on one of the days, or was written in another way', () => {
    const explicit = { ike: { localId: { type: 'ipv4' as const, value: '10.222.191.127' } } };
    expect(texts(good(), good(explicit, { 'ike.local-id': 'It could not be read.' }))).toEqual([]);
    expect(texts(good({ ike: { lifetimeSeconds: null } }), good())).toEqual([]);
    expect(texts({ ...good(), form: 0 }, good(explicit))).toEqual([]);
  });
});
