// The workspace is closed to other pages: names and origins are checked on every address, secrets are new at every start.

import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { Recorder } from '../../../src/workspace/record.js';
import { call } from './call.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await startWorkspace({ mode: 'socket' });
});
afterEach(() => workspace.stop());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string;
}

/** As bytes on the wire: `fetch` would not let a test choose its Host. */
function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  body = '',
): Promise<Answer> {
  const { port } = new URL(workspace.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (reply) => {
      let text = '';
      const settle = () =>
        resolve({
          status: reply.statusCode ?? 0,
          body: text,
          cookie: (reply.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
        });
      reply.on('data', (chunk) => {
        text += String(chunk);
        // The feed never ends.
        if (text.includes('snapshot')) {
          settle();
          asked.destroy();
        }
      });
      reply.on('end', settle);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const pagePath = (): string => workspace.pageUrl.slice(workspace.url.length);
const json = { 'content-type': 'application/json' };
const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

async function everyAddress(): Promise<readonly [string, string, string, Record<string, string>][]> {
  const { botToken, appToken } = workspace;
  const opened = await call(workspace, 'apps.connections.open', {}, appToken);
  const socket = new URL(String(opened.body.url));
  const asked = await call(workspace, 'files.getUploadURLExternal', { filename: 'a', length: 1 });
  const upload = new URL(String(asked.body.upload_url));
  const { cookie } = await ask(pagePath());
  const bot = { authorization: `Bearer ${botToken}` };
  return [
    ['the page', 'GET', pagePath(), {}],
    ['its scripts', 'GET', '/page/app.js', { cookie }],
    ['its feed', 'GET', '/feed?as=', { cookie }],
    ['its acts', 'POST', '/act', { cookie, ...json }],
    ['permalinks', 'GET', '/archives/C0CHANNEL1/p1000000', { cookie }],
    ['the Web API', 'POST', '/api/conversations.list', { ...bot, ...json }],
    ['files', 'GET', '/files-pri/F1/a', bot],
    ['uploads', 'POST', upload.pathname, {}],
    ['response URLs', 'POST', '/response/abc', json],
    ['sockets', 'GET', `${socket.pathname}${socket.search}`, upgrade],
  ];
}

describe('a page of another origin', () => {
  it.each([
    ['a name that leads here', { host: 'rebound.example:4400' }],
    ['a name with our port', null],
    ['a foreign origin', { origin: 'https://elsewhere.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin that it tells', { origin: 'null' }],
    ['what it embeds', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['what another port embeds', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
  ])('is refused at every address, with every secret: %s', async (_, given) => {
    const foreign = given ?? { host: `rebound.example:${new URL(workspace.url).port}` };
    for (const [what, method, path, headers] of await everyAddress()) {
      const answer = await ask(path, { ...headers, ...foreign }, method, method === 'POST' ? '{}' : '');
      expect([what, answer.status]).toEqual([what, 403]);
      expect(answer.body).not.toContain('snapshot');
    }
    expect(workspace.socketCount()).toBe(0);
  });

  it('is told from ours', async () => {
    for (const [what, method, path, headers] of await everyAddress()) {
      if (what === 'sockets') continue;
      const answer = await ask(path, headers, method, method === 'POST' ? '{}' : '');
      expect([what, answer.status === 403]).toEqual([what, false]);
    }
  });
});

describe('the page', () => {
  it('opens at the printed address, and from then on by its cookie', async () => {
    const first = await ask(pagePath());
    expect(first.status).toBe(200);
    expect(first.cookie).toMatch(/^workspace-\d+=\w{48}$/);
    expect((await ask('/', { cookie: first.cookie })).status).toBe(200);
    expect((await ask('/feed?as=', { cookie: first.cookie })).body).toContain('snapshot');
  });

  it.each(['/', '/?key=', '/?key=wrong', '/feed?as=', '/page/app.js', '/archives/C0CHANNEL1/p1000000'])(
    'shows nothing without its key: %s',
    async (path) => {
      const answer = await ask(path, { cookie: 'workspace-1=wrong' });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('the address that was printed when the demo started');
      expect(answer.cookie).toBe('');
    },
  );

  it('lets nobody act without its key', async () => {
    const act = JSON.stringify({ as: 'ana', act: 'post', channel: 'netops', text: 'x' });
    expect((await ask('/act', json, 'POST', act)).status).toBe(403);
    expect(workspace.messages('netops')).toEqual([]);
    const { cookie } = await ask(pagePath());
    expect((await ask('/act', { ...json, cookie }, 'POST', act)).status).toBe(200);
    expect(workspace.messages('netops')).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString', '..%2f..%2findex.ts', '%00', 'app.js/x'])(
    'has no file called %s',
    async (name) => {
      const { cookie } = await ask(pagePath());
      for (const folder of ['/page/', '/page/vendor/'])
        expect((await ask(`${folder}${name}`, { cookie })).status).toBe(404);
    },
  );

  it('answers odd addresses with 404', async () => {
    const { cookie } = await ask(pagePath());
    for (const path of ['/page-files/__proto__/x', '/nothing'])
      expect([path, (await ask(path, { cookie })).status]).toEqual([path, 404]);
  });
});

describe('the secrets', () => {
  it('are new at every start', async () => {
    const other = await startWorkspace({ mode: 'socket' });
    for (const name of ['botToken', 'appToken', 'signingSecret'] as const) {
      expect(other[name]).not.toBe(workspace[name]);
      expect(other[name]).toMatch(/\w{48}$/);
    }
    expect(new URL(other.pageUrl).search).not.toBe(new URL(workspace.pageUrl).search);
    await other.stop();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'open no method called %s',
    async (method) => {
      expect((await call(workspace, method)).body).toMatchObject({ error: 'unknown_method' });
    },
  );
});

describe('a word that every object answers to', () => {
  const words = ['constructor', '__proto__', 'toString', '__defineGetter__'];
  const post = (block: object) =>
    call(workspace, 'chat.postMessage', { channel: 'netops', text: 'x', blocks: [block] });

  it.each(words)('is no block and no element: %s', async (type) => {
    for (const block of [{ type }, { type: 'actions', elements: [{ type, action_id: 'a' }] }])
      expect(await post(block)).toMatchObject({ status: 200, body: { ok: false, error: 'invalid_blocks' } });
  });

  it.each(words)('is a file of text at the end of its name: %s', async (word) => {
    const file = await workspace.uploadFile({
      user: 'ana',
      channel: 'netops',
      name: `x.${word}`,
      content: Buffer.from('x'),
    });
    expect(file.mimeType).toBe('text/plain');
  });
});

describe('what strangers send', () => {
  it('is not kept, however much and however often', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(40_000) });
    for (let times = 0; times < 20; times += 1) {
      await ask('/api/chat.postMessage', json, 'POST', large);
      await ask('/response/unknown', json, 'POST', large);
    }
    expect(JSON.stringify(workspace.calls).length).toBeLessThan(10_000);
    expect(workspace.calls).toHaveLength(40);
  });

  it('is read no further than its bound', async () => {
    const larger = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    for (const path of ['/api/chat.postMessage', '/response/unknown', '/upload/v1/unknown']) {
      const answer = await ask(path, json, 'POST', larger).catch(() => ({ status: 0 }));
      expect([0, 200, 404, 413]).toContain(answer.status);
    }
    expect(JSON.stringify(workspace.calls).length).toBeLessThan(2000);
  });
});

describe('what the app sends', () => {
  it('is remembered up to a bound', () => {
    const recorder = new Recorder();
    const record = { method: 'chat.postMessage', args: {}, token: 't', at: 0, status: 200, reply: {} };
    for (let times = 0; times < 10; times += 1) recorder.call(record, 30 * 1024 * 1024);
    expect(recorder.calls).toHaveLength(2);
    for (let times = 0; times < 30_000; times += 1) recorder.call(record, 100);
    expect(recorder.calls).toHaveLength(20_000);
  });
});
