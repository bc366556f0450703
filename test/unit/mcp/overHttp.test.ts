// Assistants at the listener of the service: both revisions of the protocol, the rights of whom the settings name, and what everybody else gets.

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccessRules } from '../../../src/access/access.js';
import { rightsOf } from '../../../src/access/access.js';
import { assistantsOver } from '../../../src/app/assistants.js';
import { commandsOver } from '../../../src/app/registry.js';
import { listAnswer } from '../../../src/capabilities/list/schema.js';
import { whoamiAnswer } from '../../../src/capabilities/whoami/schema.js';
import { type CommandDispatch, createDispatcher } from '../../../src/commands/dispatch.js';
import { inPlace } from '../../../src/diagnosis/longWork.js';
import { type Listener, startListener } from '../../../src/support/listener.js';
import { createLogger } from '../../../src/support/logger.js';
import { startTriage, type Triage } from '../capabilities/incident/triageSetup.js';

const rules: AccessRules = {
  channels: ['C0NETOPS'],
  people: [],
  grantedBy: 'the network team',
  setting: 'slack.access',
  rules: [{ who: { users: ['U0ADA'], groups: [], channels: [] }, tunnels: ['partner-1'], may: ['read'] }],
};

const assistants = [
  { name: 'holmes', token: async () => 'the-token-of-holmes', as: 'U0HOLMES', channel: 'C0NETOPS' },
  { name: 'narrow', token: async () => 'the-token-of-narrow', as: 'U0ADA', channel: null },
];

let triage: Triage;
let listener: Listener;
let dispatcher: CommandDispatch;
let url: URL;
const clients: Client[] = [];

beforeAll(async () => {
  triage = await startTriage();
  const parts = {
    ...triage.parts,
    rightsOf: (person: Parameters<typeof rightsOf>[1]) => rightsOf(rules, person, async () => []),
  };
  dispatcher = createDispatcher({
    ...parts,
    commands: commandsOver(parts),
    access: rules,
    audit: { open: async () => triage.stores.audit, opened: () => triage.stores.audit },
    questionMs: 25_000,
    onFault: (error) => {
      throw error;
    },
  });
  const settings = { assistants, timeZone: 'UTC' };
  const log = createLogger('silent');
  const routes = assistantsOver({
    settings,
    wired: { dispatcher, longWork: inPlace },
    clock: triage.clock,
    log,
  });
  listener = await startListener({ host: '127.0.0.1', port: 0 }, routes, () => undefined);
  url = new URL(`http://127.0.0.1:${listener.port}/mcp`);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await listener.stop();
  await triage.close();
});

async function connect(token: string, mode: 'auto' | 'legacy' = 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  clients.push(client);
  return client;
}

const textOf = ({ content }: { readonly content: readonly unknown[] }): string =>
  (content as readonly { readonly text: string }[])[0]?.text ?? '';

describe('an assistant at the listener', () => {
  it.each([
    ['auto', '2026-07-28'],
    ['legacy', '2025-11-25'],
  ] as const)('is served by the revision that it speaks (%s: %s)', async (mode, version) => {
    const client = await connect('the-token-of-holmes', mode);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect((await client.listTools()).tools).toHaveLength(9);
    const { structuredContent } = await client.callTool({ name: 'list_tunnels' });
    expect(listAnswer.parse(structuredContent).tunnels).toHaveLength(12);
    const incidents = await client.callTool({ name: 'incidents' });
    // Older revisions know objects alone.
    expect(incidents.structuredContent).toEqual(mode === 'auto' ? [] : { result: [] });
    const told: (string | undefined)[] = [];
    const diagnosis = await client.callTool(
      { name: 'diagnose', arguments: { tunnel: 'partner-1' } },
      { onprogress: ({ message }) => told.push(message) },
    );
    expect(diagnosis.isError).toBeFalsy();
    expect(told.length).toBeGreaterThan(0);
  });

  it('has the rights of whom its token stands for, and is refused with the one that is missing', async () => {
    const holmes = await connect('the-token-of-holmes');
    const whoami = async (client: Client) =>
      whoamiAnswer.parse((await client.callTool({ name: 'whoami' })).structuredContent);
    expect(await whoami(holmes)).toMatchObject({
      id: 'U0HOLMES',
      name: 'holmes',
      rights: [{ right: 'read', tunnels: null }],
    });
    const narrow = await connect('the-token-of-narrow');
    expect(await whoami(narrow)).toMatchObject({
      id: 'U0ADA',
      rights: [{ right: 'read', tunnels: ['partner-1'] }],
    });
    const status = async (tunnel: string) => await narrow.callTool({ name: 'status', arguments: { tunnel } });
    expect((await status('partner-1')).isError).toBeFalsy();
    const refused = await status('partner-2');
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toMatch(/^You may not do this: the right to read.*the network team/);
  });

  it('leaves a row in the audit log for each question, under its own name', async () => {
    const client = await connect('the-token-of-holmes');
    await client.callTool({ name: 'handoff' });
    const [row] = await triage.stores.audit.read({ limit: 1 });
    expect(row).toMatchObject({
      personId: 'U0HOLMES',
      personName: 'holmes',
      via: 'assistant',
      command: 'handoff',
    });
  });

  it('reads a log that it was given, asking no device', async () => {
    const client = await connect('the-token-of-holmes');
    const text = "13[IKE] <hub|4> tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched\n";
    const { structuredContent } = await client.callTool({ name: 'analyze_log', arguments: { text } });
    expect(structuredContent).toMatchObject({ verdict: { cause: 'psk-mismatch' } });
  });
});

describe('everybody else', () => {
  const post = async (headers: Record<string, string>, body = '{}') => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return [answer.status, await answer.text()] as const;
  };
  const ours = { authorization: 'Bearer the-token-of-holmes', accept: 'application/json, text/event-stream' };

  it('is refused without a token, with another one, and with a part of one', async () => {
    expect((await post({}))[0]).toBe(401);
    expect((await post({ authorization: 'Bearer the-token-of' }))[0]).toBe(401);
    expect((await fetch(url)).status).toBe(401);
  });

  it('that is a page in a browser is refused, whatever token it has', async () => {
    expect((await post({ ...ours, origin: 'https://evil.example' }))[0]).toBe(403);
    expect((await post({ ...ours, origin: 'null' }))[0]).toBe(403);
  });

  it('hears that there is no stream and no session', async () => {
    const headers = { ...ours, accept: 'text/event-stream' };
    expect((await fetch(url, { headers })).status).toBe(405);
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(405);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no request', '[]', 400],
    ['another type', 'a=b', 415],
    ['more than any document', `{"x":"${'a'.repeat(11_000_000)}"}`, 413],
  ])('that sends %s hears so, and no reason of ours', async (what, body, status) => {
    const type = what === 'another type' ? { 'content-type': 'text/plain' } : {};
    const [code, text] = await post({ ...ours, ...type }, body);
    expect(code).toBe(status);
    expect(text).not.toMatch(/at .*\.(?:js|ts)|node_modules/);
  });
});
