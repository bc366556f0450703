import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTriage, type Triage, text } from './triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

async function open(tunnel: string): Promise<string> {
  return (await triage.run(`triage ${tunnel}`)).changed?.incident ?? '';
}

describe('an incident', () => {
  it('is taken, handed over, taken over', async () => {
    const id = await open('partner-1');
    expect((await triage.run(`incident ${id} take`)).json).toMatchObject({ owner: { name: 'ada' } });
    const late = await triage.run(`incident ${id} take`, { as: 'bo' });
    expect(late.title).toBe('ada owns it already.');
    expect(late.actions[0]?.command).toBe(`incident ${id} take --over`);
    expect((await triage.run(`incident ${id} take --over`, { as: 'bo' })).json).toMatchObject({
      owner: { name: 'bo' },
    });
    const handed = await triage.run(`incident ${id} hand U0CARLA|carla`);
    expect(handed.json).toMatchObject({ owner: { id: 'U0CARLA', name: 'carla' } });
    const byField = await triage.run(`incident ${id} hand`, { fields: { to: 'U0DAN' } });
    expect(byField.json).toMatchObject({ owner: { id: 'U0DAN' } });
  });

  it('knows its severity and with whom it waits', async () => {
    const id = await open('partner-2');
    await triage.run(`incident ${id} severity critical`);
    const report = await triage.run(`incident ${id} state waiting for Acme NOC`);
    expect(report.json).toMatchObject({
      severity: 'critical',
      state: 'waiting-for-partner',
      waitingFor: 'Acme NOC',
    });
    expect((await triage.run(`incident ${id} severity huge`)).title).toContain('no severity');
    expect((await triage.run(`incident ${id} state resolved`)).title).toContain('Close it');
  });

  it('is found by its tunnel', async () => {
    const id = await open('partner-3');
    expect((await triage.run('incident partner-3 note it flaps')).changed?.incident).toBe(id);
  });

  it('closes with a summary that a colleague can read, and reopens', async () => {
    const id = await open('partner-4');
    await triage.run(`incident ${id} take`);
    await triage.run(`answer ${id} answer.changed=yes`, { as: 'bo' });
    await triage.run(`incident ${id} note -- the partner changed --dh`, { as: 'bo' });
    await triage.clock.advance(3_900_000);
    const report = await triage.run(`incident ${id} close`, {
      fields: {
        cause: 'ike-proposal-mismatch',
        remedy: 'Partner set DH group 14 again.\nVerified with a ping.',
      },
    });
    const said = text(report.summary);
    expect(said).toContain('IKE proposal mismatch');
    expect(said).toContain('Partner set DH group 14 again.');
    expect(said).toContain('incident open 1 h 5 min');
    const shown = await triage.run(`incident ${id}`);
    const page = text(shown.detail);
    // The timeline names the act and leaves its words to the summary above it.
    const told = text([...shown.summary, ...shown.detail]);
    expect(told.split('Partner set DH group 14 again.')).toHaveLength(2);
    expect(told.split('incident open 1 h 5 min')).toHaveLength(2);
    expect(page).toContain('bo: answered a question, added a note');
    expect(page).toContain('ada: opened it, took it, closed it');
    expect(page).toContain('Ruled out');
    const closed = await triage.run(`answer ${id} answer.changed=no`);
    expect(closed.title).toBe(`Incident ${id} is closed.`);
    const again = await triage.run(`incident ${id} reopen it is down again`);
    expect(again.json).toMatchObject({ state: 'open', closed: null });
  });

  it('is not reopened beside another open incident of its tunnel', async () => {
    const id = await open('partner-5');
    await triage.run(`incident ${id} close psk-mismatch new key`);
    const other = await open('partner-5');
    const report = await triage.run(`incident ${id} reopen it came back`);
    expect(report.title).toContain(other);
  });

  it('needs a cause that exists, and a remedy', async () => {
    const id = await open('partner-6');
    expect((await triage.run(`incident ${id} close psk-missmatch typo`)).title).toContain('psk-mismatch');
    expect((await triage.run(`incident ${id} close psk-mismatch`)).title).toContain('remedy');
  });

  it('shows its timeline, and the list shows the most urgent first', async () => {
    const id = await open('partner-7');
    await triage.run(`incident ${id} severity critical`);
    const shown = await triage.run(`incident ${id}`);
    expect(text(shown.detail)).toContain('opened the incident for partner-7');
    const list = await triage.run('incidents');
    const [first] = list.json as { severity: string }[];
    expect(first?.severity).toBe('critical');
  });

  it('leads from a wrong id to those that are open', async () => {
    const report = await triage.run('incident inc-zzz take');
    expect(report.title).toBe('No incident is called "inc-zzz".');
    expect(report.choice?.options.length).toBeGreaterThan(0);
  });

  it('drafts the message to the partner without a key', async () => {
    const id = await open('partner-8');
    await triage.run(`answer ${id} answer.changed=yes`);
    const report = await triage.run(`incident ${id} message`);
    expect(text(report.summary)).toContain('Undo the change.');
    expect(text(report.summary)).toContain('198.51.100.1');
    expect(text(report.summary)).toContain('Please send the lines');
  });
});

describe('hostile input', () => {
  it('keeps mrkdwn and mentions as text', async () => {
    const id = await open('partner-9');
    const report = await triage.run(`incident ${id} note <!channel> *bold* <https://evil.example|click>`);
    const events = await triage.stores.incidents.events(id);
    const note = events.find((event) => event.what.kind === 'note');
    // Escaping is the renderer's work: nothing here is markup, so nothing is interpreted before it.
    expect(note?.what.kind === 'note' ? note.what.text : '').toContain('<!channel>');
    expect(report.audience).toBe('everyone');
  });

  it('bounds every text and takes secrets out of it', async () => {
    const id = await open('partner-10');
    const long = await triage.run(`incident ${id} note`, {
      fields: { text: `psk = "s3cr3tvalue" ${'x'.repeat(50_000)}` },
    });
    const json = text(long.json);
    expect(json).not.toContain('s3cr3tvalue');
    expect(json.length).toBeLessThan(20_000);
    await triage.run(`incident ${id} state waiting`, { fields: { for: 'y'.repeat(10_000) } });
    const events = await triage.stores.incidents.events(id);
    expect(text(events).length).toBeLessThan(20_000);
  });

  it('refuses fields, persons and values that are none', async () => {
    const id = await open('partner-11');
    expect((await triage.run(`incident ${id} note`, { fields: { nonsense: 'x' } })).title).toContain(
      'no field',
    );
    expect((await triage.run(`incident ${id} hand`, { fields: { to: '<!everyone>' } })).title).toContain(
      'Who?',
    );
    expect((await triage.run(`answer ${id} answer.changed=maybe`)).title).toContain('not an answer');
    expect((await triage.run(`answer ${id} no.such.fact=1`)).title).toContain('no fact');
    expect((await triage.run(`incident ${id} explode`)).title).toContain('cannot be told');
  });
});
