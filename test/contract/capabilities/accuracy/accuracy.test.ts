// From a verdict over what people say of it to the counts: by cause and confidence, right, wrong, closed otherwise, not told.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countVerdicts } from '../../../../src/capabilities/accuracy/count.js';
import type { FollowedVerdict } from '../../../../src/incidents/verdicts.js';
import { startTriage, type Triage, text } from '../incident/triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

const rules = {
  channels: [],
  people: [],
  grantedBy: 'the network team',
  rules: [
    {
      who: { users: ['Uada'], groups: [], channels: [] },
      tunnels: [],
      may: ['triage', 'close', 'audit'],
    },
    { who: { users: ['Ubo'], groups: [], channels: [] }, tunnels: ['partner-2'], may: ['triage'] },
  ],
} as const;

/** Diagnoses and answers the id of the verdict, from the button that says that it was right. */
async function diagnosed(tunnel: string, answer = 'answer.changed=yes'): Promise<string> {
  const report = await triage.run(`diagnose ${tunnel} --answer ${answer}`);
  return report.judging?.right.command.split(' ')[1] ?? '';
}

describe('what people say of a verdict', () => {
  it('is kept with it, counted, and the newest word of a person is theirs', async () => {
    const id = await diagnosed('partner-1');
    expect(id).toMatch(/^v-[2-9a-z]{8}$/);
    const run = triage.under(rules);
    const noted = await run(`judge ${id} right`);
    expect(noted.audience).toBe('asker');
    expect(text(noted.summary)).toContain('partner-1');
    const counted = async () => (await run('accuracy')).json;
    expect(await counted()).toMatchObject({
      verdicts: [{ cause: 'ike-proposal-mismatch', confidence: 'likely', right: 1, wrong: 0, notTold: 0 }],
      wrong: [],
    });
    await run(`judge ${id} wrong`, { fields: { cause: 'psk-mismatch' } });
    expect(await counted()).toMatchObject({
      verdicts: [{ right: 0, wrong: 1 }],
      wrong: [{ verdict: id, tunnel: 'partner-1', said: 'ike-proposal-mismatch', was: 'psk-mismatch' }],
    });
    const report = await run('accuracy --since 30d');
    expect(report.title).toBe('Accuracy: 0 of 1 verdicts right');
    expect(report.audience).toBe('asker');
  });

  it('the same answer about a tunnel on one day is one verdict', async () => {
    expect(await diagnosed('partner-3')).toBe(await diagnosed('partner-3'));
    expect(await diagnosed('partner-3')).not.toBe(await diagnosed('partner-4'));
  });

  it('a diagnosis that names no cause is not asked about', async () => {
    const report = await triage.run('diagnose partner-5 --answer answer.changed=no');
    expect(report.json).toMatchObject({ verdict: { confidence: 'none' } });
    expect(report.judging).toBeUndefined();
  });

  it('is about the verdict of an incident too, and its closing decides where nobody says anything', async () => {
    const opened = await triage.run('triage partner-6');
    const id = opened.changed?.incident ?? '';
    const answered = await triage.run(`answer ${id} answer.changed=yes`);
    const told = answered.judging?.right.command.split(' ')[1] ?? '';
    expect(told).toMatch(new RegExp(`^${id}:\\d+$`));
    const run = triage.under(rules);
    const counts = async () => {
      const { verdicts } = (await run('accuracy')).json as { verdicts: Record<string, unknown>[] };
      return verdicts.find((one) => one.cause === 'ike-proposal-mismatch');
    };
    expect(await counts()).toMatchObject({ closedOtherwise: 0, notTold: 3 });
    await triage.run(`incident ${id} close psk-mismatch new key`);
    expect(await counts()).toMatchObject({ closedOtherwise: 1, notTold: 2 });
    const closed = await triage.run(`incident ${id}`);
    await run(closed.judging?.right.command ?? '');
    expect(await counts()).toMatchObject({ right: 1, closedOtherwise: 0 });
  });

  it('needs the right to work on the tunnel, and reading it all the right to read who did what', async () => {
    const run = triage.under(rules);
    const [first, second] = [await diagnosed('partner-1'), await diagnosed('partner-2')];
    expect((await run(`judge ${first} right`, { as: 'bo' })).title).toContain('`triage`');
    expect((await run(`judge ${second} right`, { as: 'bo' })).kind).toBe('judge');
    expect((await run('accuracy', { as: 'bo' })).title).toContain('`audit`');
  });

  it.each([
    ['judge v-nothere right', /no verdict "v-nothere"/],
    ['judge ID perhaps', /`right` or `wrong`, not "perhaps"/],
    ['judge ID wrong --cause psk-mismach', /Did you mean psk-mismatch/],
    ['judge ID right --cause psk-mismatch', /has no other cause/],
    ['judge ID wrong --cause ike-proposal-mismatch', /say `right`, or another cause/],
  ])('%s is answered in one sentence', async (line, says) => {
    const report = await triage.run(line.replace('ID', await diagnosed('partner-1')));
    expect(report.kind).toBe('problem');
    expect(report.title).toMatch(says);
  });
});

describe('counting', () => {
  const verdict: FollowedVerdict = {
    id: 'v',
    tunnel: 't',
    cause: 'psk-mismatch',
    confidence: 'certain',
    at: '2026-03-01T10:00:00.000Z',
    judged: null,
    closedWith: null,
  };
  const by = { id: 'U1', name: 'Ada' };
  const judged = (right: boolean) => ({ by, at: verdict.at, right, cause: null });

  it('puts a person’s word before the closing, and what is known most of first', () => {
    const counts = countVerdicts([
      { ...verdict, judged: judged(true), closedWith: 'unknown-peer' },
      { ...verdict, closedWith: 'psk-mismatch' },
      { ...verdict, closedWith: 'unknown-peer' },
      { ...verdict, confidence: 'likely' },
      { ...verdict, confidence: 'none', judged: judged(false) },
    ]);
    expect(counts).toEqual([
      { cause: 'psk-mismatch', confidence: 'certain', right: 2, wrong: 0, closedOtherwise: 1, notTold: 0 },
      { cause: 'psk-mismatch', confidence: 'likely', right: 0, wrong: 0, closedOtherwise: 0, notTold: 1 },
    ]);
  });

  it('that it works again says nothing against what was wrong, but people may', () => {
    const healthy: FollowedVerdict = { ...verdict, cause: 'tunnel-up-healthy', closedWith: 'psk-mismatch' };
    expect(countVerdicts([healthy])[0]).toMatchObject({ closedOtherwise: 0, notTold: 1 });
    expect(countVerdicts([{ ...healthy, judged: judged(false) }])[0]).toMatchObject({ wrong: 1 });
  });
});
