// What tests can make go wrong, over real sockets: Slack's outages, lost replies, dead and recycled sockets, redelivery.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Fields, startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { call } from './call.js';

interface Client {
  socket: WebSocket;
  received: Fields[];
  /** Answers envelopes by itself when true. */
  acks: boolean;
  closed: Promise<number>;
}

async function connect(workspace: Workspace, acks = true): Promise<Client> {
  const opened = await call(workspace, 'apps.connections.open', {}, workspace.appToken);
  const socket = new WebSocket(String(opened.body.url));
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  const client: Client = { socket, received: [], acks, closed };
  const hello = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Fields;
      client.received.push(message);
      if (message.type === 'hello') resolve();
      else if (client.acks && message.envelope_id !== undefined) {
        socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload: {} }));
      }
    });
  });
  await hello;
  return client;
}

const typesOf = (client: Client) => client.received.map((one) => one.type);

describe('faults', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await startWorkspace({ mode: 'socket', ackTimeoutMs: 60, retryDelaysMs: [0, 0, 0] });
  });
  afterEach(() => workspace.stop());
  const post = () => call(workspace, 'chat.postMessage', { channel: '#netops', text: 'x' });
  const command = () => workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec list' });

  it('answers a number of calls with 429, a status or an error, then as before', async () => {
    workspace.faults.rateLimit('chat.postMessage', 1, 7);
    workspace.faults.next('chat.postMessage', { kind: 'status', status: 503 });
    workspace.faults.next('*', { kind: 'error', error: 'internal_error' });
    const limited = await post();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    await expect(post()).rejects.toThrow();
    expect((await post()).body.error).toBe('internal_error');
    expect((await post()).body.ok).toBe(true);
    expect(workspace.calls.map((one) => one.fault)).toEqual(['rate-limit', 'status', 'error', undefined]);
  });

  it('breaks the connection before the call takes effect, or after', async () => {
    workspace.faults.next('chat.postMessage', { kind: 'reset' });
    await expect(post()).rejects.toThrow();
    expect(workspace.messages('netops')).toEqual([]);
    workspace.faults.next('chat.postMessage', { kind: 'lost-reply' });
    await expect(post()).rejects.toThrow();
    expect(workspace.messages('netops')).toHaveLength(1);
  });

  it('holds a call without an answer until it stops', async () => {
    workspace.faults.next('chat.postMessage', { kind: 'hang' });
    const held = post();
    await workspace.waitFor(() => workspace.calls.some((one) => one.fault === 'hang'));
    await workspace.stop();
    await expect(held).rejects.toThrow();
    workspace = await startWorkspace({ mode: 'socket' });
  });

  it('refuses connections until that is taken back', async () => {
    workspace.faults.refuseConnections('invalid_auth');
    const refused = await call(workspace, 'apps.connections.open', {}, workspace.appToken);
    expect(refused.body.error).toBe('invalid_auth');
    workspace.faults.clear('apps.connections.open');
    expect((await connect(workspace)).received[0]?.type).toBe('hello');
  });

  it('sends each delivery to one of several sockets', async () => {
    const clients = [await connect(workspace), await connect(workspace)];
    await command();
    await command();
    expect(workspace.socketCount()).toBe(2);
    const counts = clients.map((client) => typesOf(client).filter((one) => one === 'slash_commands').length);
    expect(counts).toEqual([1, 1]);
  });

  it('says disconnect before it recycles sockets, or drops them without a word', async () => {
    const client = await connect(workspace);
    workspace.faults.disconnectSockets('warning');
    const other = await connect(workspace);
    workspace.faults.dropSockets();
    await Promise.all([client.closed, other.closed]);
    expect(typesOf(client)).toEqual(['hello', 'disconnect']);
    expect(typesOf(other)).toEqual(['hello']);
    expect((await command()).error).toBe('no_socket');
  });

  it('takes each ticket once', async () => {
    const opened = await call(workspace, 'apps.connections.open', {}, workspace.appToken);
    const url = String(opened.body.url);
    const first = new WebSocket(url);
    await new Promise((resolve) => first.once('open', resolve));
    const second = new WebSocket(url);
    const error = await new Promise<Error>((resolve) => second.once('error', resolve));
    expect(error.message).toContain('401');
  });

  it('tells the person when no acknowledgement comes, and records the late one', async () => {
    const client = await connect(workspace, false);
    expect((await command()).error).toBe('operation_timeout');
    expect(workspace.ephemerals('ana')[0]?.text).toContain('operation_timeout');
    const envelope = client.received.find((one) => one.type === 'slash_commands');
    client.socket.send(JSON.stringify({ envelope_id: envelope?.envelope_id, payload: {} }));
    await workspace.waitFor(() => workspace.acks[0]?.late === true);
    expect(workspace.acks[0]).toMatchObject({ acked: false, late: true });
  });

  it('redelivers an event three times while nobody acknowledges, with number and reason', async () => {
    const client = await connect(workspace, false);
    await workspace.mention({ user: 'ana', channel: 'netops', text: 'hello' });
    await workspace.waitFor(() => workspace.acks.filter((one) => one.type === 'app_mention').length === 4);
    const events = client.received.filter((one) => JSON.stringify(one).includes('"type":"app_mention"'));
    expect(events.map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
      [0, ''],
      [1, 'http_timeout'],
      [2, 'http_timeout'],
      [3, 'http_timeout'],
    ]);
    expect(new Set(events.map((one) => (one.payload as Fields).event_id)).size).toBe(1);
  });

  it('loses an acknowledgement on the way', async () => {
    await connect(workspace);
    workspace.faults.loseAcks(1);
    expect((await command()).state).toBe('timeout');
    expect((await command()).state).toBe('acked');
  });

  it('posts what a command is acknowledged with', async () => {
    const client = await connect(workspace, false);
    client.socket.on('message', (data) => {
      const { envelope_id } = JSON.parse(String(data)) as Fields;
      const payload = { response_type: 'in_channel', text: 'for all' };
      client.socket.send(JSON.stringify({ envelope_id, payload }));
    });
    await command();
    expect(workspace.messages('netops')[0]?.text).toBe('for all');
  });
});
