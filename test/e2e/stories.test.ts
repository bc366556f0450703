// What people met at night, each as they would meet it again: one demo, its real fleet, its thread.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import type { Message } from '../../src/workspace/index.js';
import { eventually } from './triageStage.js';
import { buttonsOf, IncidentThread } from './triageThread.js';

describe('at 3 a.m.', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, say: () => undefined, story: [] });
    await eventually(() => demo.workspace.socketCount() > 0, 'the app is connected');
  }, 60_000);
  afterAll(() => demo.close(), 60_000);

  const all = (): readonly Message[] => demo.workspace.messages('netops');
  const shown = (message: Message): string => `${message.text} ${JSON.stringify(message.blocks)}`;

  /** The card that stands in the channel after a command. */
  async function ask(text: string, sign: RegExp): Promise<{ card: Message; told: string }> {
    const before = new Set(all().map((one) => one.ts));
    await demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });
    const card = await eventually(
      () => all().find((one) => !before.has(one.ts) && one.threadTs === undefined && sign.test(shown(one))),
      `the answer to ${text}`,
    );
    return { card, told: shown(card) };
  }

  it('the card of a status says why, and that of a diagnosis what set it off, what to do and who does it, the better first', async () => {
    const status = await ask('status tunnel-x', /tunnel-x: down/);
    expect(status.told).toMatch(/IKE ID mismatch.*fw-hq expects IKE ID .*; fw-paris sends/);
    const { told, card } = await ask('diagnose tunnel-x', /Started 11 s after admin edited tunnel-x-gw/);
    const order = ['Down', 'Cause', 'Trigger', 'Revert that first', 'Do one of', 'recommended', 'Who acts'];
    const places = order.map((word) => told.indexOf(word));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(told).toMatch(/Set Local ID on fw-paris/);
    expect(told).not.toMatch(/both sides, together|their side|our side/);
    expect(buttonsOf(card).map(({ label }) => label)[0]).toBe('Triage');
  }, 60_000);

  it('the thread holds the decision’s evidence folded, the one picture with what differs, and nothing else', async () => {
    const { card } = await ask('diagnose hq-oslo', /hq-oslo: down, PFS group mismatch/);
    const thread = () => demo.workspace.thread('netops', card.ts).slice(1);
    const told = await eventually(() => {
      const text = thread().map(shown).join('\n');
      return /×\d+, first .*last /.test(text) ? text : undefined;
    }, 'the evidence stands in the thread');
    expect(told).not.toMatch(/--answer|And \d+ more questions|\bouter-|Posture/);
    expect(thread().length).toBeLessThanOrEqual(2);
    expect(shown(card)).not.toMatch(/aes-128|turn PFS off/i);
  }, 60_000);

  it('a healthy tunnel gets no advice and no red mark, behind NAT too', async () => {
    const healthy = await ask('diagnose hq-madrid', /hq-madrid: up/);
    expect(healthy.told).not.toMatch(/NAT traversal|:x:|Do this|Do one of/);
    expect(buttonsOf(healthy.card).map(({ label }) => label)).not.toContain('Triage');
    const { told } = await ask('config hq-madrid', /hq-madrid/);
    expect(told).not.toMatch(/\d mismatch/);
  }, 60_000);

  it('a list is one line a tunnel: mark, name, since when, a short cause that the card repeats, and what to do with it', async () => {
    const { told } = await ask('list --refresh', /\d+ tunnels/);
    expect(told).toMatch(/tunnel-x.{0,80}down \d+ h.{0,40}likely: IKE ID mismatch/);
    expect(told).toMatch(/partner-acme.{0,80}down .{0,60}possible: no answer from the peer/);
    expect(told).toMatch(/diagnose tunnel-x/);
  }, 60_000);

  it('an incident between two ends of ours shows state and since, and offers no partner', async () => {
    const thread = new IncidentThread(demo.workspace);
    await demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec triage tunnel-x' });
    const head = await eventually(
      () => (thread.head && /Down.{0,300}since/.test(shown(thread.head)) ? thread.head : undefined),
      'the card of the incident says since when',
    );
    const labels = buttonsOf(head).map(({ label }) => label);
    expect(labels).not.toContain('Message partner');
    expect(shown(head)).not.toMatch(/Parameter sheet/);
  }, 60_000);
});
