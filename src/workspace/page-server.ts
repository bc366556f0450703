// Serves the page: its files, its live feed and what people do in it. Nothing here is part of Slack's protocol.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { ownModule } from '../support/ownFiles.js';
import type { Context } from './context.js';
import { decodeJson, isFields } from './fields.js';
import { writeFile } from './file-download.js';
import { PageKey } from './gate.js';
import { runAct } from './page-acts.js';
import { PageFeed } from './page-feed.js';
import { refuse } from './refusal.js';
import { readBytes } from './request-body.js';
import { send } from './web-api.js';

const require = createRequire(import.meta.url);

/** The page's only libraries, taken from node_modules as they are: no bundler, no CDN. */
const VENDOR: ReadonlyMap<string, () => string> = new Map([
  ['preact.mjs', () => require.resolve('preact')],
  ['hooks.mjs', () => require.resolve('preact/hooks')],
  ['htm.mjs', () => join(dirname(require.resolve('htm')), 'htm.module.js')],
]);

const IMPORT_MAP = JSON.stringify({
  imports: {
    preact: '/page/vendor/preact.mjs',
    'preact/hooks': '/page/vendor/hooks.mjs',
    htm: '/page/vendor/htm.mjs',
  },
});

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Only our own files, pictures from here, and this one inline import map. Messages can never run or load anything. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(IMPORT_MAP).digest('base64')}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** An act, with a file in base64. */
const MOST_ACT_BYTES = 16 * 1024 * 1024;

export class Page {
  private readonly feed: PageFeed;
  private readonly key: PageKey;
  private readonly folder = ownModule('workspace/page/');

  constructor(
    private readonly context: Context,
    notice: string,
    key: string,
  ) {
    this.key = new PageKey(key);
    this.feed = new PageFeed(context, notice);
  }

  /** False when the path is none of the page's. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, first = '', second = '', third = ''] = url.pathname.split('/');
    if (!['', 'page', 'feed', 'act', 'page-files', 'archives'].includes(first)) return false;
    if (!this.key.opens(request, url, this.context.baseUrl)) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      response.end('This page opens at the address that was printed when the demo started.\n');
      return true;
    }
    if (first === '') await this.sendIndex(response);
    else if (first === 'page') return this.sendAsset(url.pathname.slice('/page/'.length), response);
    else if (first === 'feed') this.feed.open(url.searchParams.get('as') ?? '', request, response);
    else if (first === 'act') await this.act(request, response);
    else if (first === 'archives') {
      const ts = third.replace(/^p(\d+)(\d{6})$/, '$1.$2');
      const thread = url.searchParams.get('thread_ts') ?? ts;
      response.writeHead(302, { location: `/#${second}/${thread}` });
      response.end();
    } else this.sendFile(second, url, response);
    return true;
  }

  stop(): void {
    this.feed.stop();
  }

  private async sendIndex(response: ServerResponse): Promise<void> {
    const html = await readFile(new URL('index.html', this.folder), 'utf8');
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'set-cookie': this.key.setCookie(this.context.baseUrl),
    });
    response.end(html.replace('<!-- import map -->', `<script type="importmap">${IMPORT_MAP}</script>`));
  }

  private async sendAsset(path: string, response: ServerResponse): Promise<boolean> {
    const vendor = path.startsWith('vendor/') ? VENDOR.get(path.slice('vendor/'.length)) : undefined;
    if (vendor === undefined && !/^[a-z][a-z0-9-]*\.(js|css|svg)$/.test(path)) return false;
    const bytes = await readFile(vendor === undefined ? new URL(path, this.folder) : vendor()).catch(
      () => undefined,
    );
    if (bytes === undefined) return false;
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(bytes);
    return true;
  }

  private sendFile(id: string, url: URL, response: ServerResponse): void {
    const file = this.context.world.files.get(id);
    if (file === undefined || file.state !== 'shared') {
      send(response, { status: 404, body: refuse('file_not_found') });
      return;
    }
    writeFile(file, url.searchParams.has('download'), response);
  }

  private async act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
    if (request.method !== 'POST' || !isJson) {
      send(response, { status: 403, body: refuse('foreign_request') });
      return;
    }
    const body = decodeJson((await readBytes(request, MOST_ACT_BYTES))?.toString('utf8'));
    if (!isFields(body)) {
      send(response, { status: 400, body: refuse('invalid_json') });
      return;
    }
    try {
      send(response, { status: 200, body: { ok: true, result: (await runAct(this.context, body)) ?? null } });
    } catch (error) {
      const sentence = error instanceof Error ? error.message : 'That did not work.';
      send(response, { status: 400, body: refuse('act_failed', { sentence }) });
    }
  }
}
