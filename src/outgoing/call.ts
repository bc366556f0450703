// One request to a system outside: certificates always checked, no redirect followed, by the configured proxy or directly, bounded in time and size.

import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { underFirstOf } from '../support/abort.js';
import { timeLimit } from '../support/clock.js';
import { AddressInside, lookupWithin } from './addresses.js';

export interface Call {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Answer =
  | {
      readonly status: number;
      /** How long it asks to wait; null when it does not. */
      readonly retryAfterMs: number | null;
      /** The beginning of what it says. Text from outside. */
      readonly text: string;
    }
  /** No answer: a sentence without its point, which holds no address and no secret. */
  | { readonly failed: string };

export interface Caller {
  call(call: Call, now: Date, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

export interface Ways {
  /** Private addresses and networks that names may lead to. */
  readonly addresses: readonly string[];
  /** `login` is `USER:PASSWORD`; null goes directly. A proxy looks names up itself. */
  readonly proxy: { readonly url: string; readonly login: string | null } | null;
}

const withinMs = 10_000;
const mostText = 64 * 1024;
/** Said aloud, because else an environment variable decides. */
const checked = { rejectUnauthorized: true } as const;

export function createCaller({ addresses, proxy }: Ways): Caller {
  const dispatcher: Dispatcher =
    proxy === null
      ? new Agent({ connect: { ...checked, lookup: lookupWithin(addresses) } })
      : new ProxyAgent({ uri: proxy.url, requestTls: checked, ...loginOf(proxy.login) });
  return {
    async call({ method, url, headers, body }, now, signal) {
      try {
        return await underFirstOf([signal, timeLimit(withinMs)], async (inTime) => {
          const reply = await request(url, { method, headers, body, dispatcher, signal: inTime });
          const retryAfterMs = waitOf(reply.headers['retry-after'], now);
          return { status: reply.statusCode, retryAfterMs, text: await beginningOf(reply.body) };
        });
      } catch (error) {
        return { failed: reasonOf(error) };
      }
    },
    close: () => dispatcher.close(),
  };
}

function loginOf(login: string | null): { readonly token?: string } {
  return login === null ? {} : { token: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` };
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size > mostText) break;
  }
  return Buffer.concat(parts).toString('utf8').slice(0, mostText);
}

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function waitOf(header: string | readonly string[] | undefined, now: Date): number | null {
  const text = typeof header === 'string' ? header.trim() : '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof AddressInside) return inner.message;
  const { name = '', code = '' } = inner instanceof Error ? (inner as NodeJS.ErrnoException) : {};
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) return 'it does not answer in time';
  if (name === 'AbortError') return 'the service stops';
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) return 'its name cannot be resolved';
  if (code === 'ECONNREFUSED') return 'it refuses the connection';
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|SSL/.test(code)) return `its certificate is not trusted (${code})`;
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}
