import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessRules } from '../../../../src/access/access.js';
import type { AuditLog, AuditRow } from '../../../../src/access/audit.js';
import { withoutBeginnings } from '../../../../src/capabilities/audit/command.js';
import { startTriage, type Triage, text } from '../incident/triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

const rules: AccessRules = {
  channels: ['C1'],
  people: [],
  grantedBy: 'the network team',
  rules: [
    { who: { users: ['Uada'], groups: [], channels: [] }, tunnels: [], may: ['triage', 'close', 'audit'] },
    { who: { users: ['Ubo'], groups: [], channels: [] }, tunnels: ['partner-1'], may: ['triage'] },
  ],
};

function door(audit: AuditLog) {
  return { open: async () => audit, opened: () => audit };
}

describe('the audit log', () => {
  it('has a row for what was answered, refused and misspelled, without secrets', async () => {
    const run = triage.under(rules, { audit: door(triage.stores.audit) });
    const opened = await run('triage partner-1', { as: 'ada' });
    const id = opened.changed?.incident ?? '';
    const dump = 'secret => 32 bytes @ 0x7f\n 0: 01 02 03 04 05 06 07 08\n 8: 8F 2A 3B 4C 5D 6E 7F 80';
    await run(`incident ${id} note`, { as: 'ada', fields: { text: `psk = "s3cr3t-s3cr3t"\n${dump}` } });
    expect((await run(`incident ${id} close psk-mismatch done`, { as: 'bo' })).title).toContain('`close`');
    expect((await run('audit', { as: 'bo' })).title).toContain('`audit`');
    await run('triaeg partner-1', { as: 'bo' });
    const report = await run('audit', { as: 'ada' });
    expect(report.audience).toBe('asker');
    const { rows } = report.json as { rows: AuditRow[] };
    const results = rows.map((row) => `${row.personName}: ${row.command.split(' ')[0]} ${row.result}`);
    expect(results).toEqual([
      'bo: triaeg problem',
      'bo: audit refused',
      'bo: incident refused',
      'ada: incident answered',
      'ada: triage answered',
    ]);
    expect(text(report)).not.toMatch(/s3cr3t|8F 2A/);
    const mine = (await run('audit --by Ubo', { as: 'ada' })).json as { rows: AuditRow[] };
    expect(new Set(mine.rows.map((row) => row.personId))).toEqual(new Set(['Ubo']));
  });

  it('follows the tunnel of the incident, typed or clicked', async () => {
    const run = triage.under(rules);
    expect((await run('triage partner-1', { as: 'bo' })).kind).toBe('incident');
    expect((await run('triage partner-2', { as: 'bo' })).title).toContain('for partner-2');
    const other = (await run('triage partner-2', { as: 'ada' })).changed?.incident;
    const click = `answer ${other} "answer.changed=yes" --seen 3`;
    expect((await run(click, { as: 'bo' })).title).toContain('`triage`');
    const modal = { as: 'bo', fields: { text: 'hello' } };
    expect((await run(`incident ${other} note`, modal)).title).toContain('`triage`');
    expect((await run(`incident ${other}`, { as: 'bo' })).kind).toBe('incident');
  });

  it('that cannot be written blocks changes and says why, never reading', async () => {
    const broken: AuditLog = {
      add: async () => Promise.reject(new Error('disk full')),
      read: async () => [],
    };
    const faults: unknown[] = [];
    const run = triage.under(rules, { audit: door(broken), onFault: (error) => faults.push(error) });
    const before = await triage.stores.incidents.list({ tunnel: 'partner-5' });
    const refused = await run('triage partner-5');
    expect(refused.title).toContain('could not be written to the audit log');
    expect(await triage.stores.incidents.list({ tunnel: 'partner-5' })).toEqual(before);
    expect((await run('incidents')).kind).toBe('incidents');
    expect(faults.length).toBeGreaterThan(0);
  });

  it('shows the beginning only of what never ended', () => {
    const row = (result: string, command = 'triage x'): AuditRow => ({
      at: '2026-03-01T10:00:00.000Z',
      personId: 'U1',
      personName: 'Ada',
      channel: null,
      via: 'chat',
      command,
      result,
      durationMs: 1,
    });
    const rows = [row('answered'), row('started'), row('started'), row('started', 'triage y')];
    expect(withoutBeginnings(rows).map((one) => `${one.command} ${one.result}`)).toEqual([
      'triage x answered',
      'triage x started',
      'triage y started',
    ]);
  });
});
