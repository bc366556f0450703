// A whole triage as people do it: opened, asked, answered, the partner's log, sheet and message, closed, and in the handoff.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import type { OwnDatabase } from './ownDatabase.js';
import type { Mode } from './stage.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread } from './triageThread.js';

/** @param openDatabase null keeps everything in the data folder, as the service does by itself. */
export function walkThroughTriage(mode: Mode, openDatabase: (() => Promise<OwnDatabase>) | null): void {
  let stage: TriageStage;
  let thread: IncidentThread;
  let database: OwnDatabase | null = null;
  beforeAll(async () => {
    database = (await openDatabase?.()) ?? null;
    stage = await openTriageStage({
      mode,
      firewalls: ['fw-oslo-1'],
      ...(database ? { databaseUrl: database.url } : {}),
    });
    await stage.open();
    thread = new IncidentThread(stage.slack);
  });
  afterAll(async () => {
    await stage.stop();
    await database?.drop();
  });

  const type = (text: string, user = 'ana') =>
    stage.slack.typeCommand({ user, channel: 'netops', text: `/ipsec ${text}` });

  it('is opened by a command, with a thread, a verdict and one question', async () => {
    await type(`triage ${partner}`);
    await thread.says(/^Evidence /);
    await thread.says(/Which product terminates the tunnel at the partner\?/);
    expect(thread.head?.text).toContain(partner);
  });

  it('leads to the open incident when it is opened again', async () => {
    await type(`triage ${partner}`, 'mei');
    await eventually(() => stage.slack.ephemerals('mei').find((one) => one.text.includes(thread.id)));
    expect(stage.slack.messages('netops').filter((one) => /Incident inc-/.test(one.text))).toHaveLength(1);
  });

  it('takes an answer by a button, says who gave it, and goes on with the question that is left', async () => {
    await thread.click('strongSwan', 'jonas');
    await thread.says(/Jonas Weber answered “Which product .*”: strongSwan/);
    await thread.says(/What does the log of Globex show/);
    const asked = await thread.says(/Which product .* Answer: strongSwan \(Jonas Weber\)/);
    expect(asked.blocks.map((block) => block.type)).toContain('actions');
  });

  it('lets an answer be corrected', async () => {
    await thread.fill('Change answer', { value: 'cisco-asa' }, 'mei');
    await thread.says(/Mei Tanaka corrected the answer to “Which product .*” from strongSwan to Cisco ASA/);
    await thread.fill('Change answer', { value: 'strongswan' }, 'mei');
    await thread.says(/corrected the answer to “Which product .*” from Cisco ASA .* to strongSwan/);
  });

  it('reads the log that is dropped into the thread and revises the verdict openly', async () => {
    const { head } = thread;
    await stage.slack.uploadFile({
      user: 'mei',
      channel: 'netops',
      name: 'charon.log',
      content: globexLog(new Date()),
      threadTs: head?.ts ?? '',
    });
    await thread.says(/Mei Tanaka gave the partner’s log charon\.log/);
    await thread.says(
      /^Was likely .*; now confirmed .*, because of the partner’s log.*No match in IKE encryption/,
    );
    await eventually(() => JSON.stringify(thread.head?.blocks).includes('IKE proposal mismatch'));
  });

  it('gives the sheet with the parameter, and the message to the partner to be copied', async () => {
    await thread.click('Message partner');
    const message = await thread.says(/Message to Globex/);
    const draft = JSON.stringify(message.blocks);
    expect(draft).toContain('Add aes256 to the IKE proposal on Globex: connections.<connection>.proposals');
    expect(draft).toMatch(/differs: your log of [-0-9]+ [:0-9]+ UTC shows aes-128-cbc/);
    await thread.click('Parameter sheet');
    const sheet = JSON.stringify((await thread.says(/Parameters of partner-globex/)).blocks);
    expect(sheet).toContain('Globex: mismatch in 1 parameter');
    expect(sheet).toMatch(
      /Phase 1 \(IKE\), Encryption.*needed is aes-256-cbc; their log .* shows aes-128-cbc/,
    );
  });

  it('is handed to a person, pinned to, and closed with a summary', async () => {
    const jonas = stage.slack.people.find((person) => person.name === 'jonas');
    await thread.fill('Hand over', { to: jonas?.id ?? '' });
    await thread.says(/Ana Kovač handed it to Jonas Weber/);
    const said = await stage.slack.post({
      user: 'sam',
      channel: 'netops',
      text: 'Globex changes it at 18:00.',
      threadTs: thread.head?.ts ?? '',
    });
    await stage.slack.react({ user: 'mei', channel: 'netops', ts: said.ts, name: 'pushpin' });
    await thread.says(/Mei Tanaka noted: Sam Okoye wrote: Globex changes it at 18:00/);
    await thread.fill(
      'Close',
      { cause: 'ike-proposal-mismatch', remedy: 'Globex accepts aes-256-cbc again.' },
      'jonas',
    );
    const summary = await thread.says(/^Cause: .*Resolution: Globex accepts aes-256-cbc again.*Closed by/);
    expect(summary.text).toContain('Mei Tanaka: ');
    await eventually(() => thread.head?.text.includes('✅'), 'the card shows that it is closed');
  });

  it('is in the handoff, with cause, remedy and a link to its thread', async () => {
    await type('handoff', 'mei');
    const handoff = await eventually(() =>
      stage.slack.messages('netops').find((one) => /Handoff of netops/.test(one.text)),
    );
    const shown = JSON.stringify(handoff.blocks);
    expect(shown).toContain('Globex accepts aes-256-cbc again.');
    expect(shown).toContain('/archives/');
  });

  it('asks nobody anything once it is closed, and stands open again when it is reopened', async () => {
    expect(thread.messages.at(-1)?.text).not.toMatch(/Question/);
    await thread.fill('Reopen', { why: 'It is down again.' }, 'mei');
    await thread.says(/Mei Tanaka reopened it: It is down again/);
  });
}
