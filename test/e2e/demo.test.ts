// The demo: what happens in it while nobody asks, a commit that breaks a tunnel and is undone; an assistant is answered; its partner, asked, sends its log, mends its side, and the tunnel works again.

import { readFile } from 'node:fs/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { shortStory } from '../../src/demo/story.js';
import type { DayStep } from '../../src/simulator/index.js';
import { lookedAt } from './looks.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await startDemo({ port: 0, story: [], say: () => undefined, partnerMs: 100, lookSeconds: 5 });
  await lookedAt(demo.fleet, ['fw-oslo-1', 'fw-hq-1']);
});
afterAll(() => demo.close(), 60_000);

const type = (text: string) =>
  demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });

// First, while nothing else is said in the channel.
describe('the story of the demo', () => {
  const inChannel = () => demo.workspace.messages('netops');
  const heads = () => inChannel().filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
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
  });

  it('stands in the history, and in one line of the handoff', async () => {
    await type('history warehouse');
    expect(JSON.stringify((await says(/warehouse.*(history|outage)/i)).blocks)).toMatch(
      /IKE proposal mismatch/,
    );
    await type('handoff');
    const handoff = JSON.stringify((await says(/Handoff of netops/)).blocks);
    expect(handoff).toMatch(/warehouse.*IKE proposal mismatch/);
  });

  it('has a tunnel to a FortiGate, whose fault names both settings in the words of both vendors', async () => {
    demo.fleet.injectFault('paris-lyon', { kind: 'ike-proposal-mismatch', end: 'right' }, 'kim');
    await type('diagnose paris-lyon');
    const shown = JSON.stringify((await says(/paris-lyon: down, IKE proposal mismatch/)).blocks);
    expect(shown).toMatch(/ on fgt-lyon[^:]*: VPN > IPsec Tunnels > .*Phase 1 Proposal \(set proposal/);
    expect(shown).toMatch(/ on fw-paris: Network > Network Profiles > IKE Crypto/);
  });
});

describe('the partner of the demo', () => {
  let thread: IncidentThread;
  beforeAll(() => {
    thread = new IncidentThread(demo.workspace);
  });

  it('leaves room for an assistant, which is told what the service knows, with the rights of whom it stands for', async () => {
    const { url, tokenFile } = demo.assistants;
    const headers = { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` };
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    const { structuredContent } = await client.callTool({ name: 'whoami' });
    expect(structuredContent).toMatchObject({ name: 'demo', missing: [] });
    const status = await client.callTool({ name: 'status', arguments: { tunnel: 'tunnel-x' } });
    expect(status.structuredContent).toMatchObject({ tunnel: 'tunnel-x', state: 'down' });
    await client.close();
  });

  it('answers with its log once somebody waits for it', async () => {
    await type(`triage ${partner}`);
    await thread.says(/Which product terminates the tunnel/);
    expect(thread.messages.some((message) => /Globex answered/.test(message.text))).toBe(false);
    await thread.click('Message partner');
    await thread.click('I’ve sent it');
    await thread.says(/Globex answered by mail, with the log of its gateway/);
    await thread.says(/now confirmed “IKE proposal mismatch”, because of the partner’s log/);
  });

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
  });
});
