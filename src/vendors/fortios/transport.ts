// One exchange with one FortiGate: a GET with the token in its header, a bounded JSON reply.

import type https from 'node:https';
import { bodyFault, type Outcome } from '../https/fault.js';
import { errorCode, send } from '../https/send.js';
import { failed, success } from '../outcome.js';
import { type FortiReply, readReply } from './reply.js';
import type { ReadRequest } from './requests.js';

export interface Exchange {
  readonly address: string;
  readonly agent: https.Agent;
  readonly token: string;
  readonly vdom: string;
  readonly request: Pick<ReadRequest, 'path' | 'query'>;
  readonly signal: AbortSignal;
}

const maxBytes = 16 * 1024 * 1024;

/** Never rejects. */
export async function exchange(asked: Exchange): Promise<Outcome<FortiReply>> {
  const { address, agent, token, vdom, request, signal } = asked;
  const query = new URLSearchParams({ ...request.query, vdom });
  const reply = await send({
    agent,
    url: `${address}/api/v2/${request.path}?${query}`,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    maxBytes,
    signal,
  });
  if (!reply.ok) return reply;
  const body = await readBody(reply.value.body);
  return body.ok ? readReply(body.value, reply.value.status) : body;
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<Outcome<string>> {
  try {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return success(Buffer.concat(parts).toString('utf8'));
  } catch (error) {
    return failed(bodyFault(errorCode(error)));
  }
}
