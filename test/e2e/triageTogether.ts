// Ten people in one incident at once: each act is taken once, whoever came second is told by whom and what, and the thread says everything once.

import { expect, it } from 'vitest';
import type { PersonSeed } from '../../src/workspace/index.js';
import { partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread } from './triageThread.js';

export const tenPeople: readonly PersonSeed[] = [
  { name: 'ana', realName: 'Ana Kovač' },
  { name: 'jonas', realName: 'Jonas Weber' },
  { name: 'mei', realName: 'Mei Tanaka' },
  { name: 'sam', realName: 'Sam Okoye' },
  { name: 'lucia', realName: 'Lucía Fernández' },
  { name: 'piotr', realName: 'Piotr Nowak' },
  { name: 'aylin', realName: 'Aylin Demir' },
  { name: 'noah', realName: 'Noah Lindqvist' },
  { name: 'priya', realName: 'Priya Raman' },
  { name: 'tomas', realName: 'Tomáš Dvořák' },
];

const nameOf = (user: string): string => tenPeople.find((one) => one.name === user)?.realName ?? '';
const all = <T>(act: (person: PersonSeed, index: number) => Promise<T>) => Promise.all(tenPeople.map(act));

const swan = 'strongSwan';
const asa = 'Cisco ASA or Firepower (FTD)';
/** In a pattern its brackets are letters. */
const literal = (text: string): string => text.replace(/[()]/g, '\\$&');

/** @param stageOf a stage with those ten people, and with as many services as are to share the work. */
export function tenPeopleAtOnce(stageOf: () => TriageStage): void {
  const threadOf = () => new IncidentThread(stageOf().slack);

  it('open one incident, and nine of them are led to it', async () => {
    const { slack } = stageOf();
    const thread = threadOf();
    await all(({ name }) =>
      slack.typeCommand({ user: name, channel: 'netops', text: `/ipsec triage ${partner}` }),
    );
    await thread.says(/Which product terminates the tunnel/);
    const led = () =>
      tenPeople.filter(({ name }) => slack.ephemerals(name).some((one) => one.text.includes(thread.id)));
    await eventually(() => led().length === 9, 'nine people are told where it is open');
    expect(slack.messages('netops').filter((one) => /Incident inc-/.test(one.text))).toHaveLength(1);
    expect(thread.count(/Which product terminates the tunnel/)).toBe(1);
  });

  it('answer a question with two answers: one is taken, the other person is told and can correct it', async () => {
    const { slack } = stageOf();
    const thread = threadOf();
    await Promise.all([thread.click(swan, 'lucia'), thread.click(asa, 'piotr')]);
    const taken = await thread.says(/answered “Which product .*”: /);
    const lucia = /strongSwan/.test(taken.text);
    const [first, value, second, other] = lucia
      ? ['lucia', swan, 'piotr', asa]
      : ['piotr', asa, 'lucia', swan];
    expect(taken.text).toMatch(new RegExp(`^${nameOf(first)} answered “.*”: ${literal(value)}\\.$`));
    await thread.tells(second, new RegExp(`${nameOf(first)} was faster: “${literal(value)}” was taken\\.`));
    await thread.clickTold(`Change it to “${other}”`, second);
    const offers = () =>
      slack.ephemerals(second).filter((one) => JSON.stringify(one.blocks).includes('Change it to'));
    await eventually(() => offers().length === 0, 'what was used is taken away');
    await thread.says(
      new RegExp(
        `${nameOf(second)} corrected the answer to “.*” from ${literal(value)} to ${literal(other)}\\.`,
      ),
    );
    await thread.says(new RegExp(`Which product .* Answer: ${literal(other)} \\(${nameOf(second)}\\)`));
    expect(thread.count(/answered “Which product/)).toBe(1);
    expect(thread.count(/corrected the answer to “Which product/)).toBe(1);
  });

  it('take it: one owns it, nine are told who', async () => {
    const thread = threadOf();
    await all(({ name }) => thread.click('Take it', name));
    const taken = await thread.says(/ took it\.$/);
    const owner = tenPeople.find(({ realName }) => taken.text === `${realName} took it.`);
    expect(owner).toBeDefined();
    for (const { name } of tenPeople)
      if (name !== owner?.name)
        await thread.tells(name, new RegExp(`^.*${owner?.realName} owns it already\\.`));
    expect(thread.count(/ took it/)).toBe(1);
    await eventually(() => JSON.stringify(thread.head?.blocks).includes(owner?.realName ?? '-'));
  });

  it('note something each: ten notes stand there, each once', async () => {
    const thread = threadOf();
    await all(({ name }, index) => thread.fill('Note', { text: `Seen by ${index}` }, name));
    for (const [index, { realName }] of tenPeople.entries())
      await thread.says(new RegExp(`^${realName} noted: Seen by ${index}\\.$`));
    expect(thread.count(/ noted: Seen by/)).toBe(10);
  });

  it('close it twice: one remedy is taken, the other person is told who closed it', async () => {
    const thread = threadOf();
    const close = (user: string, remedy: string) =>
      thread.fill('Close', { cause: 'ike-proposal-mismatch', remedy }, user);
    await Promise.all([close('priya', 'Globex undid it.'), close('tomas', 'We changed it.')]);
    const summary = await thread.says(/^Cause: .*Resolution: .*Closed by/);
    const [first, second] = /Globex undid it/.test(summary.text) ? ['priya', 'tomas'] : ['tomas', 'priya'];
    expect(summary.text).toContain(nameOf(first));
    await thread.tells(second, new RegExp(`${nameOf(first)} closed it already\\.`));
    expect(thread.count(/Closed by/)).toBe(1);
    await eventually(() => thread.head?.text.startsWith('✅'), 'the card shows that it is closed');
  });

  it('read a thread that says each thing once and in the order in which it happened', () => {
    const { keys } = threadOf();
    expect(keys).toEqual([...new Set(keys)]);
    const order = keys.map((key) => Number(key.split(':').at(-1)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(keys.length).toBeGreaterThan(15);
  });
}
