// Real faults triaged as a team does: opened, the partner's real log given, the cause, the partner's configuration fixed, verified, closed, handed off.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/workspace/index.js';
import { eventually } from '../e2e/triageStage.js';
import { changeConnection, changeEnd, healthySpec } from './baseSpec.js';
import type { LabSpec } from './spec.js';
import { type LabTriage, OURS, openLabTriage, TUNNEL } from './triageStage.js';

const OTHER_KEY = [{ ids: [], secret: 'another made up key' }];

interface Case {
  readonly name: string;
  readonly spec: LabSpec;
  readonly repaired: LabSpec;
  readonly attempts: number;
  readonly how: 'file' | 'paste';
  /** What the refused end alone may say, and no more. */
  readonly abstains: string;
  readonly cause: string;
  readonly title: string;
  /** How sure the log of the responder makes it: some lines of charon fit more than one reason. */
  readonly sure: 'certain' | 'possible';
  /** What the reading of the log says about whose it is. */
  readonly reads: RegExp;
  /** The setting that the partner must change, as its product calls it. */
  readonly setting: RegExp;
  readonly inMessage: readonly string[];
  readonly remedy: string;
}

const said = { certain: 'confirmed', possible: 'possible' } as const;

const cases: readonly Case[] = [
  {
    name: 'a phase 1 proposal that only the partner changed',
    spec: changeConnection(healthySpec(2), 'right', { proposals: ['aes128-sha256-modp2048'] }),
    repaired: healthySpec(2),
    attempts: 1,
    how: 'file',
    abstains: 'proposal rejected by the peer',
    cause: 'ike-proposal-mismatch',
    title: 'IKE proposal mismatch',
    sure: 'certain',
    reads: /Read as a log of strongSwan, as the responder/,
    setting: /aes-256-cbc .*on Globex: connections\.\S*\.proposals/,
    inMessage: ['aes-256-cbc', 'connections.<connection>.proposals', '192.0.2.10', '10.2.0.0/24'],
    remedy: 'Globex accepts aes256 again.',
  },
  {
    // Its clock is right, its log is not in our time zone and does not say so.
    name: 'a pre-shared key that was entered wrongly in another time zone',
    spec: changeEnd(healthySpec(2), 'right', {
      keys: OTHER_KEY,
      timeZone: 'JST-9',
      logTimeFormat: '%Y-%m-%d %T',
    }),
    repaired: healthySpec(2),
    attempts: 3,
    how: 'paste',
    abstains: 'authentication rejected by the peer',
    cause: 'psk-mismatch',
    title: 'pre-shared key mismatch',
    sure: 'certain',
    reads: /Its clock is 9 h ahead of ours, probably its time zone/,
    setting: /Enter the agreed pre-shared key again: secrets\.\S+\.secret .*on Globex/,
    inMessage: ['Enter the agreed pre-shared key again', 'Please send no keys or passwords.', '192.0.2.10'],
    remedy: 'Globex entered the agreed key again.',
  },
  {
    name: 'an identity that the partner does not expect, over IKEv1',
    spec: changeConnection(healthySpec(1), 'right', { remote: { method: 'psk', id: 'old-office.example' } }),
    repaired: healthySpec(1),
    attempts: 1,
    how: 'file',
    abstains: 'authentication rejected by the peer',
    cause: 'peer-id-mismatch',
    title: 'IKE ID mismatch',
    sure: 'possible',
    reads: /Read as a log of strongSwan, as the responder/,
    setting: /on Globex.*connections\.\S+\.remote\.id/,
    inMessage: ['office.example', '192.0.2.10'],
    remedy: 'Globex expects office.example again.',
  },
];

const shown = (message: Message): string => JSON.stringify(message.blocks);

describe.each(cases)('$name', (fault) => {
  let triage: LabTriage;
  beforeAll(async () => {
    triage = await openLabTriage(fault.spec);
  });
  afterAll(() => triage?.stop());

  it('is not blamed on anything while only the refused end speaks, and asks for the log', async () => {
    const { thread } = triage;
    expect(await triage.attempt(fault.attempts)).toBe(false);
    await triage.type(`triage ${TUNNEL}`);
    await thread.says(/^Evidence /);
    await eventually(() => thread.head?.text.includes(fault.abstains));
    await thread.says(/Question: /);
    await triage.type(`answer ${thread.id} peer.vendor=strongswan`, 'jonas');
    await thread.says(/Jonas Weber answered “.*”: strongSwan/);
    await thread.says(/What does the log of Globex show for 192\.0\.2\.10/);
    expect(thread.texts.join('\n')).not.toMatch(/certain|confirmed/i);
  });

  it('is named by the log that the partner’s daemon wrote', async () => {
    const { thread } = triage;
    await triage.giveLog(fault.how);
    await thread.says(/Mei Tanaka gave the partner’s log /);
    await thread.says(fault.reads);
    const revised = await thread.says(
      /^Was likely .*; now (confirmed|possible) .*, because of the partner’s log/,
    );
    expect(revised.text).toContain(`Was likely “${fault.abstains}”`);
    expect(revised.text).toContain(`now ${said[fault.sure]} “${fault.title}”`);
    expect(revised.text).toMatch(fault.setting);
    await eventually(() => thread.head?.text.includes(fault.title), 'the card says it too');
  });

  it('is put to the partner in a message that names what to change there, with the sheet', async () => {
    await triage.type(`incident ${triage.thread.id} message`);
    const message = shown(await triage.thread.says(/Message to Globex/));
    for (const words of fault.inMessage) expect(message).toContain(words);
    // What our device is called is nothing to the partner.
    expect(message).not.toContain(OURS);
    await triage.type(`sheet ${TUNNEL}`);
    const sheet = shown(await triage.channelSays(/Parameters of partner-globex/));
    for (const words of ['aes-256-cbc', 'office.example', '10.1.0.0/24']) expect(sheet).toContain(words);
  });

  it('is seen to be gone once the partner’s configuration is right', async () => {
    const { thread } = triage;
    await triage.repair(fault.repaired);
    expect(await triage.attempt()).toBe(true);
    await triage.withTraffic(async () => {
      await triage.type(`incident ${thread.id} diagnose`);
      const verified = await thread.says(/^(Possibly b|B)ack up since .*no traffic to prove it/i);
      expect(verified.text).toContain('counts packets both ways');
    });
    await eventually(() => /back up since/i.test(thread.head?.text ?? ''), 'the card says it');
  });

  it('is closed with what it was and what put it right, and told to the next shift', async () => {
    const { thread } = triage;
    await triage.type(`incident ${thread.id} close ${fault.cause} ${fault.remedy}`);
    const summary = await thread.says(/^(?!\S+ Incident)[\s\S]*Cause: [\s\S]*Resolution: /);
    expect(summary.text).toContain(`Cause: ${fault.title}`);
    expect(summary.text).toContain(fault.remedy);
    expect(summary.text).toMatch(/Verified: .*counts packets both ways/);
    expect(summary.text).toContain('Mei Tanaka: brought the partner’s log');
    await triage.type('handoff', 'mei');
    const handoff = await triage.channelSays(/Handoff of netops/);
    const told = shown(handoff).split('What happened')[1] ?? '';
    expect(told).toContain(fault.title);
    expect(told).toContain(fault.remedy);
    expect(told).toContain(`/p${thread.head?.ts.replace('.', '')}`);
    expect(handoff.text).toContain('No incident is open');
    expect(triage.leakedKeys()).toEqual([]);
  });
});

describe('two faults, one behind the other', () => {
  const broken = changeEnd(healthySpec(2), 'right', { keys: OTHER_KEY });
  let triage: LabTriage;
  beforeAll(async () => {
    triage = await openLabTriage(
      changeConnection(broken, 'right', { proposals: ['aes128-sha256-modp2048'] }),
    );
  });
  afterAll(() => triage?.stop());

  it('show the first one first', async () => {
    const { thread } = triage;
    await triage.attempt();
    await triage.type(`triage ${TUNNEL}`);
    await thread.says(/^Evidence /);
    await triage.giveLog('file', 'monday.log');
    await thread.says(/now confirmed “IKE proposal mismatch”, because of the partner’s log/);
  });

  it('are not taken for one: the log of the first is left aside when the second shows', async () => {
    const { thread } = triage;
    await triage.repair(broken);
    expect(await triage.attempt()).toBe(false);
    await triage.type(`incident ${thread.id} diagnose`);
    await thread.says(/monday\.log: The log shows another failure than our end meets now/);
    await thread.says(/^Was confirmed .*; now likely “authentication rejected by the peer”/);
    await eventually(() => /Question: .*log of Globex/.test(thread.messages.at(-1)?.text ?? ''));
  });

  it('are both in a newer log, and the last one counts', async () => {
    const { thread } = triage;
    await triage.giveLog('file', 'tuesday.log');
    await thread.says(/Was likely .*; now confirmed “pre-shared key mismatch”, because of the partner’s log/);
    await triage.repair(healthySpec(2));
    expect(await triage.attempt()).toBe(true);
    await triage.type(`incident ${thread.id} diagnose`);
    await thread.says(/^(Possibly b|B)ack up since .*no traffic to prove it/i);
    expect(triage.leakedKeys()).toEqual([]);
  });
});
