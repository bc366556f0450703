// One exchange with one PAN-OS address: a form goes out, a streamed XML reply comes in.

import type https from 'node:https';
import { bodyFault, type Fault, type Outcome } from '../https/fault.js';
import { errorCode, send } from '../https/send.js';
import { failed, success } from '../outcome.js';
import { httpFault, xmlFault } from './fault.js';
import type { Form } from './reads.js';
import { readReply } from './reply.js';
import { type CollectOptions, createXmlCollector, defaultLimits, XmlFault, type XmlNode } from './xml.js';

export interface Exchange {
  readonly address: string;
  readonly agent: https.Agent;
  /** `keygen` has none yet. */
  readonly apiKey: string | null;
  readonly form: Form;
  readonly collect: CollectOptions;
  readonly signal: AbortSignal;
}

/** @returns the `result` element, or what went wrong; never rejects. */
export async function exchange(request: Exchange): Promise<Outcome<XmlNode>> {
  const { address, agent, apiKey, form, collect, signal } = request;
  const reply = await send({
    agent,
    url: `${address}/api/`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/xml, text/xml',
      ...(apiKey === null ? {} : { 'X-PAN-KEY': apiKey }),
    },
    body: new URLSearchParams(form).toString(),
    maxBytes: (collect.limits ?? defaultLimits).maxBytes,
    signal,
  });
  if (!reply.ok) return reply;
  const { status, body } = reply.value;
  const read = await readBody(body, collect);
  // The body decides when it is an API reply: HTTP 403 with XML is how a wrong key is answered.
  if (read.ok) return readReply(read.value);
  return status >= 200 && status < 300 ? read : failed(httpFault(status));
}

async function readBody(body: AsyncIterable<Uint8Array>, collect: CollectOptions): Promise<Outcome<XmlNode>> {
  try {
    const collector = createXmlCollector(collect);
    for await (const chunk of body) collector.write(chunk);
    return success(collector.close());
  } catch (error) {
    return failed(faultOf(error));
  }
}

function faultOf(error: unknown): Fault {
  return error instanceof XmlFault ? xmlFault(error.kind) : bodyFault(errorCode(error));
}
