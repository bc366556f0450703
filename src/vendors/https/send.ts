// One HTTP exchange with one address, as every API of a firewall wants it; client errors end here, because they carry the key.

import type https from 'node:https';
import { Axios, type AxiosResponse } from 'axios';
import { failed, success } from '../outcome.js';
import { connectionFault, type Outcome } from './fault.js';

export interface Sent {
  readonly agent: https.Agent;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form to post; without it the address is got. */
  readonly body?: string;
  /** Of the reply as it comes, unpacked. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  /** What it throws while it is read is told apart by `errorCode`. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Without the defaults for browsers, forms and JSON, which are merged anew into each request. */
const client = new Axios({ adapter: 'http' });

/** Redirects are not followed, no proxy of the environment is used, every status is a reply. Never rejects. */
export async function send({ agent, url, headers, body, maxBytes, signal }: Sent): Promise<Outcome<Reply>> {
  try {
    const { status, data }: AxiosResponse<AsyncIterable<Uint8Array>> = await client.request({
      method: body === undefined ? 'GET' : 'POST',
      url,
      ...(body === undefined ? {} : { data: body }),
      httpsAgent: agent,
      headers,
      responseType: 'stream',
      maxRedirects: 0,
      proxy: false,
      timeout: 0,
      maxContentLength: maxBytes,
      validateStatus: () => true,
      signal,
    });
    return success({ status, body: data });
  } catch (error) {
    return failed(connectionFault(errorCode(error)));
  }
}

/** The code of a socket, TLS, zlib or HTTP client error; nothing else of it is kept. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = 'cause' in error ? errorCode(error.cause) : '';
  if (code === '' && 'message' in error && error.message === 'aborted') return 'ABORTED';
  return cause !== '' ? cause : code;
}
