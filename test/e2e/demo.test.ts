// The demo's partner: asked, it sends its log; when that was read, it mends its side, and the tunnel works again. And what happens by itself.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

describe('the partner of the demo', () => {
  let demo: RunningDemo;
  let thread: IncidentThread;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, story: [], say: () => undefined, partnerMs: 100 });
    thread = new IncidentThread(demo.workspace);
    await eventually(() => demo.workspace.socketCount() > 0, 'the app is connected');
  }, 60_000);
  afterAll(() => demo.close(), 60_000);

  const type = (text: string) =>
    demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });

  it('answers with its log once somebody waits for it', async () => {
    await type(`triage ${partner}`);
    await thread.says(/Which product terminates the tunnel/);
    expect(thread.messages.some((message) => /Globex answered/.test(message.text))).toBe(false);
    await thread.click('Message partner');
    await thread.click('I’ve sent it');
    await thread.says(/Globex answered by mail, with the log of its gateway/);
    await thread.says(/now confirmed “IKE proposal mismatch”, because of the partner’s log/);
  }, 120_000);

  it('mends its side, which the thread tells once, by itself', async () => {
    await thread.says(/we accept aes-256-cbc again/);
    await thread.says(/^(?!\S+ Incident).*back up since [\d:]+ UTC/i);
    await eventually(() => /back up since/i.test(thread.head?.text ?? ''), 'the card says it');
    await thread.click('Message partner');
    const thanks = await eventually(() => {
      const shown = JSON.stringify(thread.messages.at(-1)?.blocks);
      return shown.includes('thank you; what did you change?') ? shown : undefined;
    }, 'the message thanks');
    expect(thanks).not.toMatch(/Please (change|check)/);
    const told = thread.messages.slice(1).filter((one) => /^\W*(possibly )?back up since/i.test(one.text));
    expect(told).toHaveLength(1);
  }, 180_000);
});

describe('the story of the demo', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, say: () => undefined });
  }, 60_000);
  afterAll(() => demo.close(), 60_000);

  const inChannel = () => demo.workspace.messages('netops');
  const heads = () => inChannel().filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const type = (text: string) =>
    demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });
  const says = (pattern: RegExp) =>
    eventually(() => heads().find(({ text }) => pattern.test(text)), `the channel says ${pattern}`);

  it('is told by itself: a commit breaks a tunnel, with trigger and cause, and it is undone', async () => {
    const told = await says(/warehouse: down, IKE proposal mismatch/);
    const shown = JSON.stringify(told.blocks);
    expect(shown).toMatch(/Since it last worked .*fw-oslo .*group14.* → .*group2/);
    expect(shown).toMatch(/kim edited warehouse-ike on fw-oslo/);
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
});
