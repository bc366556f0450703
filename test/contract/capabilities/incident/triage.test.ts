import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionActions } from '../../../../src/capabilities/incident/question.js';
import { eventMessage } from '../../../../src/capabilities/incident/threadMessages.js';
import type { Action, Report } from '../../../../src/domain/report.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import { startTriage, type Triage, text, wrongKeyLog } from './triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

function idOf(report: Report): string {
  const id = report.changed?.incident;
  if (id === undefined) throw new Error(`no incident in ${text(report)}`);
  return id;
}

/** The buttons below the questions, which stand in the thread, and those of the card. */
function offered(report: Report): readonly Action[] {
  const events = report.json as Pick<Incident, 'openQuestions' | 'lastSeq'> & { readonly incident: string };
  const { incident: id, lastSeq, openQuestions = [] } = events;
  const asked = openQuestions.flatMap((question) => questionActions({ id, lastSeq }, question));
  return [...asked, ...report.actions];
}

function buttons(report: Report): string[] {
  return offered(report).map((action) => action.label);
}

function command(report: Report, label: string): string {
  const found = offered(report).find((action) => action.label === label);
  if (!found) throw new Error(`no button ${label} in ${buttons(report).join(', ')}`);
  return found.command;
}

describe('triage', () => {
  it('opens an incident, diagnoses, and lets the question stand that decides most', async () => {
    const report = await triage.run('triage partner-1 --severity high');
    expect(report.title).toContain('partner-1');
    expect(report.changed?.seqs.length).toBeGreaterThanOrEqual(3);
    expect(text(report.summary)).toContain('Question: ');
    expect(buttons(report).slice(0, 3)).toEqual(['Yes', 'No', 'I don’t know']);
    expect(report.json).toMatchObject({ state: 'open', severity: 'high', owner: null });
  });

  it('leads to the open incident instead of opening a second one', async () => {
    const first = await triage.run('triage partner-2');
    const second = await triage.run('triage partner-2', { as: 'bo' });
    expect(idOf(second)).toBe(idOf(first));
    expect(second.changed?.seqs).toEqual([]);
    expect(text(second.summary)).toContain('open already');
  });

  it('opens one incident when the same click is delivered five times at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () => triage.run('triage partner-3', { key: 'click-1' })),
    );
    const ids = new Set(all.map(idOf));
    expect(ids.size).toBe(1);
    const events = await triage.stores.incidents.events([...ids][0] ?? '');
    const kinds = events.map((event) => event.what.kind);
    expect(kinds.filter((kind) => kind === 'opened')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'verdict')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'asked')).toHaveLength(1);
  });

  it('takes the thread that it was asked in', async () => {
    const thread = { channel: 'C9', ts: '17.4', link: 'https://example.test/p174' };
    const report = await triage.run('triage partner-4', { thread });
    expect(await triage.stores.incidents.findByThread('C9', '17.4')).toBe(idOf(report));
  });

  it('says which names there are when the tunnel does not exist', async () => {
    const report = await triage.run('triage partner-99');
    expect(report.audience).toBe('asker');
    expect(report.title).toContain('partner-99');
  });
});

describe('a walk in a thread', () => {
  it('goes on by itself after an answer, and says openly what was revised', async () => {
    const opened = await triage.run('triage partner-5');
    const id = idOf(opened);
    const silent = await triage.run(command(opened, 'No'));
    expect(silent.json).toMatchObject({ verdict: { cause: 'idle-on-demand', confidence: 'possible' } });
    expect(text(silent.summary)).toContain('Was something changed at either end?');
    const answered = await triage.run(command(silent, 'Yes'));
    expect(answered.json).toMatchObject({
      verdict: { cause: 'ike-proposal-mismatch', confidence: 'likely' },
      answers: [
        { fact: 'answer.offered-traffic', value: 'no', by: 'ada' },
        { fact: 'answer.changed', value: 'yes', by: 'ada' },
      ],
    });
    const incident = incidentFrom(await triage.stores.incidents.events(id));
    const verdict = incident.timeline.findLast((event) => event.what.kind === 'verdict');
    expect(text(verdict && eventMessage(verdict, incident))).toContain(
      'Was possible idle: comes up on traffic; now likely “IKE proposal mismatch”, because of this answer.',
    );
    const corrected = await triage.run(`answer ${id} answer.changed=no`, { as: 'bo' });
    expect(corrected.json).toMatchObject({
      verdict: { cause: 'idle-on-demand' },
      answers: [{ value: 'no' }, { fact: 'answer.changed', value: 'no', by: 'bo' }],
    });
    const events = await triage.stores.incidents.events(id);
    const correction = events.find((event) => event.what.kind === 'answered' && event.by.name === 'bo');
    expect(correction?.what).toMatchObject({ replaces: 'yes' });
  });

  it('never asks what would change nothing, and asks nothing twice after “I don’t know”', async () => {
    let report = await triage.run('triage partner-6');
    const asked: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const button = offered(report).find((action) => action.label === 'I don’t know');
      if (!button) break;
      asked.push(/answer\.[a-z-]+/.exec(button.command.replace(/^answer inc-\d+ /, ''))?.[0] ?? '');
      report = await triage.run(button.command);
    }
    expect(asked).toEqual([...new Set(asked)]);
    expect(asked).not.toContain('answer.large-packets-fail');
    expect(asked).toContain('answer.theirs-log');
    expect(buttons(report)).not.toContain('I don’t know');
  });

  it('reads the partner’s log as the other end, after taking the secrets out', async () => {
    const id = idOf(await triage.run('triage partner-1'));
    const pasted = `${wrongKeyLog}\n2026-03-01T11:59:02.000Z gw charon: secret = "hunter2hunter2"`;
    const report = await triage.run(`partner-log ${id}`, { fields: { text: pasted } });
    expect(report.json).toMatchObject({ verdict: { cause: 'psk-mismatch', confidence: 'certain' } });
    expect(text(report.summary)).toContain('responder');
    expect(text(report.summary)).toContain('One secret was removed');
    const events = await triage.stores.incidents.events(id);
    const log = events.find((event) => event.what.kind === 'partner-log');
    const document = await triage.stores.incidents.document(
      log?.what.kind === 'partner-log' ? log.what.document : '',
    );
    expect(document?.text).toContain('MAC mismatched');
    expect(text([document, events, report])).not.toContain('hunter2');
    // Nothing is left to ask once the cause is certain.
    expect(events.some((event) => event.what.kind === 'withdrawn')).toBe(true);
    expect(buttons(report)).not.toContain('Yes');
  });

  it('reads lines of a log that somebody types as an answer as that log', async () => {
    const id = idOf(await triage.run('triage partner-2'));
    const lines = wrongKeyLog.replaceAll('203.0.113.1', '203.0.113.2');
    const report = await triage.run(`answer ${id} answer.theirs-log`, { fields: { value: lines } });
    expect(report.json).toMatchObject({
      answers: [],
      partnerLogs: [{ name: 'pasted lines' }],
      verdict: { cause: 'psk-mismatch', confidence: 'certain' },
    });
    const told = await triage.run(`answer ${id} answer.theirs-log=they see nothing at all`);
    expect(told.json).toMatchObject({
      answers: [{ fact: 'answer.theirs-log', value: 'they see nothing at all' }],
    });
  });

  it('takes an answer without the name of its fact for the question that stands', async () => {
    const opened = await triage.run('triage partner-11');
    const id = idOf(opened);
    expect(text(opened.summary)).toContain(`answer ${id} …`);
    const report = await triage.run(`answer ${id} no`);
    expect(report.json).toMatchObject({ answers: [{ fact: 'answer.offered-traffic', value: 'no' }] });
    expect((await triage.run(`answer ${id} perhaps`)).title).toContain('"perhaps" is not an answer');
  });

  it('tells every answer in words, also one that nobody asked for', async () => {
    const id = idOf(await triage.run('triage partner-9'));
    const card = await triage.run(`answer ${id} peer.vendor=FortiGate`);
    expect(text(card.summary)).toContain(
      '“The product that terminates the tunnel at the partner”: Fortinet FortiOS (FortiGate) (ada)',
    );
    const whole = await triage.run(`incident ${id}`);
    await triage.run(`incident ${id} close --cause other --remedy swapped`);
    const closed = await triage.run(`incident ${id}`);
    for (const report of [whole, closed]) {
      const { json: _json, ...shown } = report;
      expect(text(shown)).toContain('Fortinet FortiOS (FortiGate)');
      expect(text([shown.summary, shown.detail])).not.toMatch(/peer\.vendor|fortios/);
    }
  });

  it('shows on its card what cannot all be true', async () => {
    const id = idOf(await triage.run('triage partner-12'));
    await triage.run(`answer ${id} answer.peer-answers-elsewhere=no`);
    const lines = wrongKeyLog.replaceAll('203.0.113.1', '203.0.113.12');
    const report = await triage.run(`partner-log ${id}`, { fields: { text: lines } });
    expect(report.summary).toContainEqual(
      expect.objectContaining({
        kind: 'callout',
        tone: 'warning',
        text: expect.stringMatching(/^Ada said that .* is unreachable from elsewhere too; /i),
      }),
    );
  });

  it('survives devices that cannot be asked: the answer stands and the trouble is said', async () => {
    const id = idOf(await triage.run('triage partner-7'));
    const device = triage.parts.fleet.devices;
    expect(device.length).toBe(1);
    const report = await triage.run(`answer ${id} answer.offered-traffic=no`);
    expect(report.json).toMatchObject({ answers: [{ fact: 'answer.offered-traffic', value: 'no' }] });
  });
});

describe('people at the same time', () => {
  it('tells both what was taken when two answer at once', async () => {
    const opened = await triage.run('triage partner-8');
    const yes = command(opened, 'Yes');
    const no = command(opened, 'No');
    const [a, b] = await Promise.all([triage.run(yes, { as: 'ada' }), triage.run(no, { as: 'bo' })]);
    const events = await triage.stores.incidents.events(idOf(opened));
    const answers = events.filter((event) => event.what.kind === 'answered');
    expect(answers).toHaveLength(1);
    const taken = answers[0]?.what.kind === 'answered' ? answers[0].what.value : '';
    const loser = taken === 'yes' ? b : a;
    const winner = taken === 'yes' ? a : b;
    expect(winner.json).toMatchObject({ answers: [{ value: taken }] });
    expect(loser.audience).toBe('asker');
    expect(loser.title).toContain(`was faster: “${taken}” was taken`);
    expect(loser.actions[0]?.label).toContain('Change it to');
  });

  it('keeps every act of ten people in one incident', async () => {
    const id = idOf(await triage.run('triage partner-9'));
    const people = Array.from({ length: 10 }, (_, index) => `p${index}`);
    await Promise.all(
      people.flatMap((as, index) => [
        triage.run(`incident ${id} note -- note ${index}`, { as }),
        triage.run(`answer ${id} answer.changed=${index % 2 === 0 ? 'yes' : 'no'} --seen 3`, { as }),
        triage.run(`incident ${id} take`, { as }),
      ]),
    );
    const events = await triage.stores.incidents.events(id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.what.kind === 'note')).toHaveLength(10);
    expect(events.filter((event) => event.what.kind === 'owner')).toHaveLength(1);
    expect(events.filter((event) => event.what.kind === 'answered')).toHaveLength(1);
    const last = events.findLast((event) => event.what.kind === 'verdict');
    const answer = events.find((event) => event.what.kind === 'answered');
    if (answer?.what.kind === 'answered' && answer.what.value === 'yes') {
      expect(last?.what).toMatchObject({ verdict: { cause: 'ike-proposal-mismatch' } });
    }
  });

  it('acts once on an answer that is delivered twice', async () => {
    const opened = await triage.run('triage partner-10');
    const yes = command(opened, 'Yes');
    await Promise.all([triage.run(yes, { key: 'twice' }), triage.run(yes, { key: 'twice' })]);
    await triage.run(yes, { key: 'twice' });
    const events = await triage.stores.incidents.events(idOf(opened));
    expect(events.filter((event) => event.what.kind === 'answered')).toHaveLength(1);
  });
});
