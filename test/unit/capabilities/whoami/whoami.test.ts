// `whoami`: the rights of whoever asks, as the same rules say that decide.

import { describe, expect, it } from 'vitest';
import { type AccessRules, openAccess, type Person, rightsOf } from '../../../../src/access/access.js';
import { whoamiCommand } from '../../../../src/capabilities/whoami/command.js';
import { whoamiAnswer } from '../../../../src/capabilities/whoami/schema.js';
import type { CommandRequest } from '../../../../src/commands/command.js';

const ruled: AccessRules = {
  channels: ['CNET'],
  people: [],
  grantedBy: 'the network team',
  rules: [
    { who: { users: ['UADA'], groups: [], channels: [] }, tunnels: ['paris-*'], may: ['triage', 'close'] },
    { who: { users: [], groups: ['SOPS'], channels: [] }, tunnels: [], may: ['close', 'handoff'] },
  ],
};

async function whoami(
  rules: AccessRules,
  asker: Person,
  groupsOf = async (): Promise<readonly string[]> => [],
) {
  const command = whoamiCommand({
    rightsOf: (person) => rightsOf(rules, person, groupsOf),
    grantedBy: rules.grantedBy,
  });
  const report = await command.run({ asker: { ...asker, name: 'Ada' } } as unknown as CommandRequest);
  return { report, json: whoamiAnswer.parse(report.json) };
}

const ada: Person = { id: 'UADA', channel: 'CNET', via: 'chat' };

describe('whoami', () => {
  it('tells rights with the tunnels that they are for, and which are missing', async () => {
    const { json, report } = await whoami(ruled, ada);
    expect(json).toEqual({
      schema: 1,
      id: 'UADA',
      name: 'Ada',
      channel: 'CNET',
      rights: [
        { right: 'read', tunnels: null },
        { right: 'triage', tunnels: ['paris-*'] },
        { right: 'close', tunnels: ['paris-*'] },
      ],
      missing: ['audit', 'handoff', 'operate'],
      groupsUnread: false,
    });
    expect(report.audience).toBe('asker');
    expect(JSON.stringify(report.summary)).toContain('granted by the network team');
  });

  it('joins what several rules grant: one for every tunnel is for every tunnel', async () => {
    const { json } = await whoami(ruled, ada, async () => ['SOPS']);
    expect(json.rights).toContainEqual({ right: 'close', tunnels: null });
    expect(json.missing).toEqual(['audit', 'operate']);
  });

  it('does not take a group that cannot be read for no group', async () => {
    const { json, report } = await whoami(ruled, ada, () => Promise.reject(new Error('down')));
    expect(json.groupsUnread).toBe(true);
    expect(JSON.stringify(report.summary)).toContain('could not be read');
  });

  it('grants nothing in a channel that is not allowed, and everything on the terminal', async () => {
    const elsewhere = await whoami(ruled, { id: 'UBO', channel: 'CELSE', via: 'chat' });
    expect(elsewhere.json.rights).toEqual([]);
    const terminal = await whoami(ruled, { id: 'terminal:ada', channel: null, via: 'terminal' });
    expect(terminal.json.missing).toEqual([]);
    const first = await whoami(openAccess, ada);
    expect(first.json.missing).toEqual(['audit']);
  });
});
