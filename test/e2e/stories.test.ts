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
  });
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
  });

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
    // Nobody asked for a file but for the picture, which holds what differs, in words too; how a tunnel is set up otherwise is for the look at a healthy one.
    const files = await eventually(() => {
      const all = thread().flatMap((one) => one.fileIds.flatMap((id) => demo.workspace.file(id) ?? []));
      return all.length > 0 ? all : undefined;
    }, 'the picture stands in the thread');
    expect(files.map(({ name }) => name.replace(/^.*\./, ''))).toEqual(['png']);
    expect(files[0]?.altText).toMatch(/^\d mismatch(?:es)? \(fw-\w+ and fw-\w+\); .*group1[49].*group1[49]/);
    expect(files[0]?.altText).not.toMatch(/IKE version|DPD|NAT/);
    expect(told).not.toMatch(/To review|post-quantum|lifetime.{0,20}(?:equal|same)|tunnel monitor off/i);
  });

  it('a question stands once, at most three are asked, and none is for the command line', async () => {
    const { card } = await ask('diagnose partner-acme', /partner-acme: down/);
    const told = await eventually(() => {
      const text = demo.workspace.thread('netops', card.ts).slice(1).map(shown).join('\n');
      return /What would settle it/.test(text) ? text : undefined;
    }, 'what would settle it stands in the thread');
    const settling = told.slice(told.indexOf('What would settle it'));
    const questions = (settling.match(/"text":"[^"]*\?"/g) ?? []).filter((one) => one.length > 20);
    expect(questions.length).toBeLessThanOrEqual(3);
    expect(new Set(questions).size).toBe(questions.length);
    expect(told).not.toMatch(/--answer|answer\.\w|peer\.vendor/);
  });

  it('while a diagnosis runs, one line tells what is being done', async () => {
    const before = demo.workspace.calls.length;
    await ask('diagnose warehouse', /warehouse: up/);
    const drawn = demo.workspace.calls
      .slice(before)
      .filter(({ method }) => /^chat\.(?:postMessage|update|appendStream|startStream)$/.test(method))
      .map((call) => JSON.stringify(call));
    expect(drawn.filter((one) => (one.match(/task_card|"type":"plan"/g) ?? []).length > 1)).toEqual([]);
  });

  it('an end that is disabled is told with the end that still calls it', async () => {
    const status = await ask('status partner-initech', /partner-initech: disabled/);
    expect(status.told).toMatch(/disabled on fw-hq, and Initech still calls it: \d+ times since/);
    const diagnosis = await ask('diagnose partner-initech', /partner-initech: disabled/);
    expect(diagnosis.told).toMatch(/disabled on fw-hq, and Initech still calls it: .*about every \d+ min/);
    expect(diagnosis.told).not.toMatch(/:x:/);
  });

  it('a name that is no command, and a question in plain words, are taken as they are meant', async () => {
    const named = await ask('tunnel-x', /tunnel-x: down/);
    expect(named.told).toMatch(/IKE ID mismatch/);
    const asked = await ask('why is hq-oslo down', /hq-oslo: down/);
    expect(asked.told).toMatch(/PFS group mismatch/);
  });

  it('a name with a slip is asked about once', async () => {
    const before = new Set(demo.workspace.ephemerals('ana').map((one) => one.ts));
    await demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec status tunel-x' });
    const asked = await eventually(
      () => demo.workspace.ephemerals('ana').find((one) => !before.has(one.ts)),
      'the slip is asked about',
    );
    const words = shown(asked).match(/did you mean|which one do you mean/gi) ?? [];
    expect(words.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(asked.blocks)).toContain('tunnel-x');
  });

  it('a healthy tunnel gets no advice and no red mark, behind NAT too', async () => {
    const healthy = await ask('diagnose hq-madrid', /hq-madrid: up/);
    expect(healthy.told).not.toMatch(/NAT traversal|:x:|Do this|Do one of/);
    expect(buttonsOf(healthy.card).map(({ label }) => label)).not.toContain('Triage');
    const { told } = await ask('config hq-madrid', /hq-madrid/);
    expect(told).not.toMatch(/\d mismatch/);
  });

  it('a list is one line a tunnel: mark, name, since when, a short cause that the card repeats, and what to do with it', async () => {
    const { told } = await ask('list --refresh', /\d+ tunnels/);
    expect(told).toMatch(/tunnel-x.{0,80}down \d+ h.{0,40}likely: IKE ID mismatch/);
    expect(told).toMatch(/partner-acme.{0,80}down .{0,60}possible: no answer from the peer/);
    expect(told).toMatch(/diagnose tunnel-x/);
  });

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
    // What opens below a button says for which tunnel, and what it will do.
    await thread.click('Close');
    const view = await eventually(() => demo.workspace.openViews('ana').at(-1), 'the form of closing');
    const form = JSON.stringify(view.body);
    expect(form).toContain('tunnel-x');
    expect(form).not.toMatch(/"text":"Send"/);
    const list = await ask('incidents --all', /incident/i);
    const [count] = /(\d+) (?:open )?incidents?/.exec(list.told) ?? [];
    expect(count).toBeDefined();
  });
});
