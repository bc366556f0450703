// The demo: an assistant is answered; its partner, asked, it sends its log; when that was read, it mends its side, and the tunnel works again.

import { readFile } from 'node:fs/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { eventually, IncidentThread, partner } from './triageStage.js';

describe('the partner of the demo', () => {
  let demo: RunningDemo;
  let thread: IncidentThread;
  beforeAll(async () => {
    demo = await startDemo({ port: 0, story: [], say: () => undefined, partnerMs: 100, lookSeconds: 5 });
    thread = new IncidentThread(demo.workspace);
    await eventually(() => demo.workspace.socketCount() > 0, 'the app is connected');
  }, 60_000);
  afterAll(() => demo.close(), 60_000);

  const type = (text: string) =>
    demo.workspace.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec ${text}` });

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
  }, 60_000);

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
