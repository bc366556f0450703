// An outgoing HTTP proxy: a way through it to one host and port (CONNECT, RFC 9110 section 9.3.6), on which TLS is spoken end to end.

import { request } from 'node:http';
import type { Socket } from 'node:net';
import * as z from 'zod';
import { secretReference } from './settingKinds.js';

export interface WebProxy {
  /** `http://host:port`. */
  readonly url: string;
  /** `USER:PASSWORD`; null: it asks nobody. */
  readonly login: (() => Promise<string>) | null;
}

/** As settings name one. */
export const proxySetting = z.strictObject({
  url: z
    .string()
    .trim()
    .refine(
      isProxyOrigin,
      'must be an http:// address without user, path or query, such as http://proxy.example.net:3128',
    )
    .transform((text) => new URL(text).origin),
  login: secretReference.optional(),
});

/** Carries a code, so that it can pass through an HTTP client: `PROXY_UNREACHABLE`, `PROXY_LOGIN` or `PROXY_REFUSED`. */
class ProxyFault extends Error {
  constructor(readonly code: 'PROXY_UNREACHABLE' | 'PROXY_LOGIN' | 'PROXY_REFUSED') {
    super(code);
  }
}

const withinMs = 10_000;

/** @returns the bare connection; nothing was said on it yet. */
export async function throughProxy(
  proxy: WebProxy,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Socket> {
  const target = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
  const login = proxy.login === null ? null : Buffer.from(await proxy.login()).toString('base64');
  const { hostname, port: proxyPort } = new URL(proxy.url);
  return await new Promise((resolve, reject) => {
    const asked = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: proxyPort === '' ? 80 : Number(proxyPort),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(login === null ? {} : { 'proxy-authorization': `Basic ${login}` }) },
      agent: false,
      timeout: withinMs,
    });
    asked.once('connect', (reply, socket: Socket) => {
      if (reply.statusCode === 200) return resolve(socket.setTimeout(0));
      socket.destroy();
      reject(new ProxyFault(reply.statusCode === 407 ? 'PROXY_LOGIN' : 'PROXY_REFUSED'));
    });
    // Anything else is the answer of a web server.
    asked.once('response', (reply) => {
      reply.destroy();
      reject(new ProxyFault('PROXY_REFUSED'));
    });
    asked.once('timeout', () => asked.destroy(new ProxyFault('PROXY_UNREACHABLE')));
    asked.once('error', () => reject(new ProxyFault('PROXY_UNREACHABLE')));
    asked.end();
  });
}

function isProxyOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return url.protocol === 'http:' && isBare && url.pathname === '/';
}
