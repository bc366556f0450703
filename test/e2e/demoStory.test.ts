// What happens in the demo while nobody asks: a commit breaks a tunnel and is undone. Apart from the partner's story, as both mostly wait.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { shortStory } from '../../src/demo/story.js';
import type { DayStep } from '../../src/simulator/index.js';
import { lookedAt } from './looks.js';
import { eventually } from './triageStage.js';

describe('the story of the demo', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, say: () => undefined, story: [], lookSeconds: 5 });
    await lookedAt(demo.fleet, ['fw-oslo-1', 'fw-hq-1']);
  }, 120_000);
  afterAll(() => demo.close(), 60_000);

  const inChannel = () => demo.workspace.messages('netops');
  const heads = () => inChannel().filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const type = (text: string) =>
    demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });
  const says = (pattern: RegExp) =>
    eventually(() => heads().find(({ text }) => pattern.test(text)), `the channel says ${pattern}`);

  it('is told by itself: a commit breaks a tunnel, with trigger and cause, and it is undone', async () => {
    // The story itself, without the time that people need to watch it.
    const happens = (step: DayStep | undefined) =>
      demo.fleet.schedule(step ? [{ ...step, afterSeconds: 0 }] : []);
    happens(shortStory[0]);
    const told = await says(/warehouse: down, IKE proposal mismatch/);
    const shown = JSON.stringify(told.blocks);
    expect(shown).toMatch(/Since it was last up .*fw-oslo .*group14.* → .*group2/);
    expect(shown).toMatch(/kim edited warehouse-ike on fw-oslo/);
    happens(shortStory[1]);
    await says(/warehouse: back up/);
    expect(heads()).toHaveLength(1);
  }, 180_000);

  it('stands in the history, and in one line of the handoff', async () => {
    await type('history warehouse');
    expect(JSON.stringify((await says(/warehouse.*(history|outage)/i)).blocks)).toMatch(
      /IKE proposal mismatch/,
    );
    await type('handoff');
    const handoff = JSON.stringify((await says(/Handoff of netops/)).blocks);
    expect(handoff).toMatch(/warehouse.*IKE proposal mismatch/);
  }, 60_000);

  it('has a tunnel to a FortiGate, whose fault names both settings in the words of both vendors', async () => {
    demo.fleet.injectFault('paris-lyon', { kind: 'ike-proposal-mismatch', end: 'right' }, 'kim');
    await type('diagnose paris-lyon');
    const shown = JSON.stringify((await says(/paris-lyon: down, IKE proposal mismatch/)).blocks);
    expect(shown).toMatch(/ on fgt-lyon[^:]*: VPN > IPsec Tunnels > .*Phase 1 Proposal \(set proposal/);
    expect(shown).toMatch(/ on fw-paris: Network > Network Profiles > IKE Crypto/);
  }, 60_000);
});
