// One HTTP exchange with one address: a form goes out, a streamed XML reply comes in; client errors end here, they carry the key.

import type https from 'node:https';
import axios, { type AxiosResponse } from 'axios';
import { failed, success } from '../outcome.js';
import { connectionFault, type Fault, fault, httpFault, type Outcome, xmlFault } from './fault.js';
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

/** @returns the `result` element, or what went wrong; never rejects and never hands an HTTP client error on. */
export async function exchange(request: Exchange): Promise<Outcome<XmlNode>> {
  let response: AxiosResponse<AsyncIterable<Uint8Array>>;
  try {
    response = await axios.post(`${request.address}/api/`, new URLSearchParams(request.form).toString(), {
      httpsAgent: request.agent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/xml, text/xml',
        ...(request.apiKey === null ? {} : { 'X-PAN-KEY': request.apiKey }),
      },
      responseType: 'stream',
      maxRedirects: 0,
      proxy: false,
      timeout: 0,
      maxContentLength: (request.collect.limits ?? defaultLimits).maxBytes,
      validateStatus: () => true,
      signal: request.signal,
    });
  } catch (error) {
    return failed(connectionFault(codeOf(error)));
  }
  const read = await readBody(response.data, request.collect);
  // The body decides when it is an API reply: HTTP 403 with XML is how a wrong key is answered.
  if (read.ok) return readReply(read.value);
  const status = response.status;
  return status >= 200 && status < 300 ? read : failed(httpFault(status));
}

async function readBody(body: AsyncIterable<Uint8Array>, collect: CollectOptions): Promise<Outcome<XmlNode>> {
  try {
    const collector = createXmlCollector(collect);
    for await (const chunk of body) collector.write(chunk);
    return success(collector.close());
  } catch (error) {
    return failed(bodyFault(error));
  }
}

function bodyFault(error: unknown): Fault {
  if (error instanceof XmlFault) return xmlFault(error.kind);
  const code = codeOf(error);
  if (code === 'ERR_BAD_RESPONSE') return xmlFault('too-large');
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORTED')
    return xmlFault('truncated');
  if (code.startsWith('Z_'))
    return fault(['unreadable', 'The reply is compressed in a way that cannot be undone.', 'Ask again.']);
  return connectionFault(code);
}

/** The code of a socket, TLS, zlib or HTTP client error; nothing else of it is kept. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = 'cause' in error ? codeOf(error.cause) : '';
  if (code === '' && 'message' in error && error.message === 'aborted') return 'ABORTED';
  return cause !== '' ? cause : code;
}
