// Two configurations side by side: what fits though it differs, and what differs for a reason.

import { describe, expect, it } from 'vitest';
import { settingRows } from '../../../src/fleet/sideBySide.js';
import { type ConfigOptions, proposals, tunnelConfig } from '../doubles/tunnels.js';

function stateOf(ours: ConfigOptions, theirs: ConfigOptions, label: string) {
  const left = tunnelConfig({ local: '198.51.100.1', peer: '203.0.113.9', ...ours });
  const right = tunnelConfig({ local: '203.0.113.9', peer: '198.51.100.1', ...theirs });
  return settingRows(left, right).find((row) => row.label.startsWith(label))?.state;
}

const name = { type: 'fqdn', value: 'a.example' } as const;

describe('addresses that NAT explains', () => {
  const behind: ConfigOptions = { local: '10.9.0.5', ike: { localId: name } };

  it('do not make a pair unfit, on either side', () => {
    expect(stateOf(behind, { ike: { peerId: name } }, 'Our address')).toBe('translated');
    expect(stateOf({}, { local: '10.9.0.6' }, 'Our peer')).toBe('translated');
    expect(stateOf(behind, { ike: { peerId: name } }, 'Local ID')).toBe('same');
  });

  it('leave identities that follow the addresses unfit: the private one is sent, and another one expected', () => {
    expect(stateOf({ local: '10.9.0.5' }, {}, 'Local ID')).toBe('differs');
    expect(stateOf({}, {}, 'Local ID')).toBe('same');
  });

  it('are not those of another public address', () => {
    expect(stateOf({ local: '198.51.100.99' }, {}, 'Our address')).toBe('differs');
  });
});

describe('identities', () => {
  it('fit a wildcard of the other end', () => {
    const peerId = { type: 'fqdn', value: 'a.*', matching: 'up-to-star' } as const;
    expect(stateOf({ ike: { localId: name } }, { ike: { peerId } }, 'Local ID')).toBe('same');
  });
});

describe('the DH group of phase 2', () => {
  const withGroup = (group: string, cipher = 'aes256') =>
    tunnelConfig({
      children: [{ proposals: proposals(`${cipher}/sha256/${group}`, 'esp'), pfs: [group] }],
    });
  const differing = (theirs: ReturnType<typeof withGroup>) =>
    settingRows(withGroup('group14'), theirs)
      .filter(
        ({ label, state }) =>
          !label.includes('networks') && label.startsWith('Phase 2') && state === 'differs',
      )
      .map(({ label, ours, theirs }) => [label, ours, theirs]);

  it('is told once where it differs, in the row of PFS', () => {
    expect(differing(withGroup('group19'))).toEqual([['Phase 2: PFS', 'group14', 'group19']]);
  });

  it('hides no difference of the ciphers', () => {
    expect(differing(withGroup('group19', 'aes128')).map(([label]) => label)).toEqual([
      'Phase 2: proposals',
      'Phase 2: PFS',
    ]);
  });
});
