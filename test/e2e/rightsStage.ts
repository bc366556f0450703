// The stage of the rights: four people, each with a rule of another kind or with none, and what a refusal must look like.

import { expect } from 'vitest';
import { type GuardedStage, openGuardedStage } from './guardedStage.js';
import { idOf, seenByAll, whispersTo } from './told.js';
import { eventually, partner } from './triageStage.js';

const people = [
  { name: 'ana', realName: 'Ana Kovač' },
  { name: 'jonas', realName: 'Jonas Weber' },
  { name: 'mei', realName: 'Mei Tanaka' },
  { name: 'sam', realName: 'Sam Okoye' },
];

/** Ana by name, Jonas by the group on call, Mei for some tunnels, everybody in one channel; Sam has no rule. */
export function openRightsStage(): Promise<GuardedStage> {
  return openGuardedStage({
    people,
    firewalls: ['fw-oslo-1', 'fw-hq-1', 'fw-hq-2'],
    workspace: { onCall: ['jonas'] },
    access: (slack) => {
      const user = (name: string) => idOf(slack, name);
      const channel = (name: string) => slack.channels.find((one) => one.name === name)?.id ?? '';
      return {
        channels: [channel('netops'), channel('network-incidents')],
        grantedBy: 'the network team',
        rules: [
          { who: { users: [user('ana')] }, may: ['triage', 'close', 'handoff', 'audit'] },
          { who: { groups: ['S0ONCALL01'] }, may: ['triage', 'close'] },
          // Somebody deleted it.
          { who: { groups: ['S0GONE0001'] }, may: ['triage'] },
          { who: { users: [user('mei')] }, tunnels: ['partner-g*'], may: ['triage'] },
          { who: { channels: [channel('network-incidents')] }, may: ['handoff'] },
        ],
      };
    },
  });
}

/** The sentence that refuses a right, and who can grant it. */
export function refusal(right: string, tunnel = partner): RegExp {
  const about = tunnel === '' ? '' : ` for ${tunnel}`;
  return new RegExp(
    `You may not do this: the right to .* \\(\`${right}\`\\)${about} is missing\\..*the network team`,
  );
}

/** Somebody is told a sentence, alone, and nothing changes. */
export async function refused(
  { slack }: GuardedStage,
  user: string,
  act: () => Promise<unknown>,
  says: RegExp,
): Promise<void> {
  const toldToOthers = () => people.flatMap(({ name }) => (name === user ? [] : whispersTo(slack, name)));
  const before = { seen: seenByAll(slack), others: toldToOthers(), told: whispersTo(slack, user).length };
  await act();
  const sentence = await eventually(() => whispersTo(slack, user)[before.told], `${user} is told`, 20_000);
  expect(sentence).toMatch(says);
  expect(seenByAll(slack)).toEqual(before.seen);
  expect(toldToOthers()).toEqual(before.others);
}
