// Assistants at the listener of the service: both revisions of the protocol, the rights of whom the settings name, and what everybody else gets.

import { createHmac, randomUUID } from 'node:crypto';
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
import { createSeenKeys } from '../../../src/stores/seenKeys.js';
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

const signingSecret = 'a secret of at least 32 bytes, that both know';

const assistants = [
  { name: 'holmes', secret: async () => 'the-token-of-holmes', as: 'U0HOLMES', channel: 'C0NETOPS' },
  { name: 'narrow', secret: async () => 'the-token-of-narrow', as: 'U0ADA', channel: null },
  { name: 'company', secret: async () => signingSecret, as: null, channel: null },
  { name: 'another', secret: async () => `${signingSecret}, another one`, as: null, channel: 'C0NETOPS' },
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
    claim: createSeenKeys(triage.database.sql).claim,
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

/** Made by hand, so that what others' libraries make is what is read. */
function signed(given: Record<string, unknown> = {}, secret = signingSecret, alg = 'HS256'): string {
  const now = Math.floor(triage.clock.now().getTime() / 1000);
  const usual = { sub: 'U0ADA', aud: 'tunnelmedic', iat: now, exp: now + 60, jti: randomUUID() };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, typ: 'JWT' })}.${part({ ...usual, ...given })}`;
  const signature = alg === 'none' ? '' : createHmac('sha256', secret).update(text).digest('base64url');
  return `${text}.${signature}`;
}

describe('an assistant that signs who asks', () => {
  async function connectAs(given: Record<string, unknown>, secret?: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(url, {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${signed(given, secret)}`);
        return fetch(input, { ...init, headers });
      },
    });
    await client.connect(transport);
    clients.push(client);
    return client;
  }

  it('asks with the rights of each person that it signs for, and the audit log names both', async () => {
    const ada = await connectAs({ sub: 'U0ADA' });
    const status = async (client: Client, tunnel: string) =>
      await client.callTool({ name: 'status', arguments: { tunnel } });
    expect((await status(ada, 'partner-1')).isError).toBeFalsy();
    expect(textOf(await status(ada, 'partner-2'))).toMatch(/^You may not do this: the right to read/);
    const [row] = await triage.stores.audit.read({ limit: 1 });
    expect(row).toMatchObject({ personId: 'U0ADA', personName: 'company', via: 'assistant' });
    const elsewhere = await connectAs({ sub: 'U0BEN' });
    expect((await status(elsewhere, 'partner-2')).isError).toBe(true);
    const inChannel = await connectAs({ sub: 'U0BEN', channel: 'C0NETOPS' });
    expect((await status(inChannel, 'partner-2')).isError).toBeFalsy();
    const usual = await connectAs({ sub: 'U0BEN' }, `${signingSecret}, another one`);
    expect((await status(usual, 'partner-2')).isError).toBeFalsy();
  });

  const ask = async (token: string): Promise<readonly [number, string]> => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
    const { error_description: why = '' } = (await answer.json()) as { error_description?: string };
    return [answer.status, why];
  };
  const inSeconds = (seconds: number) => Math.floor(triage.clock.now().getTime() / 1000) + seconds;

  it('is answered once for each signature, also when it is sent twice at the same time', async () => {
    const token = signed();
    const answers = await Promise.all([ask(token), ask(token)]);
    expect(answers.map(([status]) => status).sort()).toEqual([400, 401]);
    expect(await ask(token)).toEqual([401, 'it was used before ("jti")']);
  });

  it.each<[string, () => string, string]>([
    ['signed with another secret', () => signed({}, 'another secret of more than 32 bytes, quite long'), ''],
    ['not signed', () => signed({}, '', 'none'), ''],
    ['of another kind of signature', () => signed({}, signingSecret, 'HS512'), ''],
    ['changed on the way', () => signed().replace(/\.[^.]+\./, `.${signed().split('.')[1]}.`), ''],
    ['no token at all', () => 'x.y.z', ''],
    ['over', () => signed({ iat: inSeconds(-120), exp: inSeconds(-60) }), 'it expired'],
    [
      'good for longer than five minutes',
      () => signed({ iat: inSeconds(-400), exp: inSeconds(60) }),
      '"iat" is more than 300 seconds ago',
    ],
    [
      'of a time to come',
      () => signed({ iat: inSeconds(120), exp: inSeconds(180) }),
      '"iat" is in the future',
    ],
    ['for ever', () => signed({ exp: undefined }), '"exp" is missing'],
    ['without a name of its own', () => signed({ jti: undefined }), '"jti" is missing'],
    ['with a name that anybody might choose', () => signed({ jti: '1' }), '"jti" cannot be used'],
    ['for another service', () => signed({ aud: 'jira' }), '"aud" must be tunnelmedic'],
    ['for nobody', () => signed({ sub: undefined }), '"sub" is missing'],
    ['for a name instead of an id', () => signed({ sub: 'ada' }), '"sub" or "channel" is no id of the chat'],
    [
      'for a channel by name',
      () => signed({ channel: '#netops' }),
      '"sub" or "channel" is no id of the chat',
    ],
  ])('is refused when what it sends is %s', async (_what, token, why) => {
    expect(await ask(token())).toEqual([401, why]);
  });

  it('is refused as a page in a browser', async () => {
    const headers = { authorization: `Bearer ${signed()}`, origin: 'https://evil.example' };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(403);
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
