import { describe, expect, it } from 'vitest';
import {
  type AccessRules,
  openAccess,
  type Person,
  type Right,
  requireRight,
} from '../../../src/access/access.js';
import { fitsPattern } from '../../../src/access/pattern.js';

const ada: Person = { id: 'UADA', channel: 'CNET', via: 'chat' };
const noGroups = async () => [];

async function may(
  rules: AccessRules,
  right: Right,
  person: Person = ada,
  tunnel: string | null = 'paris-hq',
  groupsOf: (id: string) => Promise<readonly string[]> = noGroups,
): Promise<boolean> {
  return await requireRight(rules, person, { right, tunnel }, groupsOf).then(
    () => true,
    () => false,
  );
}

const ruled: AccessRules = {
  channels: ['CNET'],
  people: [],
  grantedBy: 'the network team',
  rules: [
    { who: { users: ['UADA'], groups: [], channels: [] }, tunnels: ['paris-*'], may: ['triage', 'close'] },
    { who: { users: [], groups: ['SOPS'], channels: [] }, tunnels: [], may: ['audit', 'handoff'] },
    { who: { users: [], groups: [], channels: ['CWAR'] }, tunnels: [], may: ['triage', 'read'] },
    { who: { users: ['UBO'], groups: [], channels: ['CNET'] }, tunnels: [], may: ['close'] },
  ],
};

describe('rights', () => {
  it('let everybody do everything but audit where nothing is configured at all', async () => {
    for (const right of ['read', 'triage', 'close', 'handoff'] as const)
      expect(await may(openAccess, right)).toBe(true);
    expect(await may(openAccess, 'audit')).toBe(false);
  });

  it('let the configured channels read, and deny everything else while no rule is written', async () => {
    const rules = { ...openAccess, channels: ['CNET'] };
    expect(await may(rules, 'read')).toBe(true);
    expect(await may(rules, 'read', { ...ada, channel: 'CELSE' })).toBe(false);
    expect(await may({ ...rules, people: ['UADA'] }, 'read', { ...ada, channel: null })).toBe(true);
    for (const right of ['triage', 'close', 'handoff', 'audit'] as const)
      expect(await may(rules, right)).toBe(false);
  });

  it('are denied with rules unless one of them allows it', async () => {
    expect(await may(ruled, 'triage')).toBe(true);
    expect(await may(ruled, 'triage', ada, 'hq-oslo')).toBe(false);
    expect(await may(ruled, 'triage', ada, null)).toBe(false);
    expect(await may(ruled, 'handoff')).toBe(false);
    expect(await may(ruled, 'read')).toBe(true);
  });

  it('follow user groups, and deny when the groups cannot be told', async () => {
    expect(await may(ruled, 'audit', ada, null, async () => ['SOPS'])).toBe(true);
    expect(await may(ruled, 'audit', ada, null, async () => ['SOTHER'])).toBe(false);
    const broken = async () => {
      throw new Error('no Slack');
    };
    expect(await may(ruled, 'audit', ada, null, broken)).toBe(false);
  });

  it('follow the channel, alone and together with a user', async () => {
    expect(await may(ruled, 'triage', { ...ada, id: 'UX', channel: 'CWAR' }, 'hq-oslo')).toBe(true);
    expect(await may(ruled, 'read', { ...ada, id: 'UX', channel: 'CWAR' }, 'hq-oslo')).toBe(true);
    expect(await may(ruled, 'close', { ...ada, id: 'UBO' }, 'hq-oslo')).toBe(true);
    expect(await may(ruled, 'close', { ...ada, id: 'UBO', channel: null }, 'hq-oslo')).toBe(false);
  });

  it('are not asked for on a terminal', async () => {
    expect(await may(ruled, 'audit', { id: 'x', channel: null, via: 'terminal' }, null)).toBe(true);
  });

  it('are refused with the right that is missing and who can grant it', async () => {
    const refusal = requireRight(ruled, ada, { right: 'close', tunnel: 'hq-oslo' }, noGroups);
    await expect(refusal).rejects.toMatchObject({
      code: 'not-allowed',
      message:
        'You may not do this: the right to close and reopen incidents (`close`) for hq-oslo is missing.',
      remedy: expect.stringContaining('the network team'),
    });
  });
});

describe('a tunnel pattern', () => {
  it('stands for itself, with * for any text', () => {
    expect(fitsPattern('paris-*', 'PARIS-hq')).toBe(true);
    expect(fitsPattern('*', '')).toBe(true);
    expect(fitsPattern('*-hq', 'paris-hq')).toBe(true);
    expect(fitsPattern('a*b*c', 'a-b-b-c')).toBe(true);
    expect(fitsPattern('a*b*c', 'a-c-b')).toBe(false);
    expect(fitsPattern('paris-*', 'xparis-hq')).toBe(false);
    expect(fitsPattern('ab*ba', 'aba')).toBe(false);
    expect(fitsPattern('paris.hq', 'paris-hq')).toBe(false);
  });

  it('costs little, however many stars it has', () => {
    expect(fitsPattern(`${'a*'.repeat(100)}b`, 'a'.repeat(300))).toBe(false);
  });
});
