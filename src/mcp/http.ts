// Assistants that come over the network: the same tools by streamable HTTP, without a session; each with a token of its own, or signing who asks.

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  createMcpHandler,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { mostDocumentBytes } from '../commands/document.js';
import type { Clock } from '../domain/clock.js';
import { type Answer, bearerOf, type Route } from '../support/listener.js';
import { type AskTool, type ToolServerParts, toolServer } from './server.js';
import { readSigned, type SignedAsker } from './signedAsker.js';

export interface Assistant {
  readonly name: string;
  /** What it sends as bearer token. */
  readonly token: () => Promise<string>;
  /** As whom it asks. */
  readonly ask: AskTool;
}

/** One that asks for several people, and signs with each request for whom. */
export interface SigningAssistant {
  readonly name: string;
  readonly secret: () => Promise<string>;
  /** Null for whom the chat cannot know by that name. */
  readonly askAs: (asker: SignedAsker) => AskTool | null;
  /** True for exactly one caller a key, over all replicas: a request that was overheard is not answered again. */
  readonly claim: (key: string, at: string) => Promise<boolean>;
}

const path = '/mcp';
/** A document whose characters are all written as `\\u0000`, and what stands around it. */
const mostBytes = 2 * mostDocumentBytes;
/** Without sessions the other two are answered with 405, which says to a client of older revisions that there is no stream to open. */
const methods = ['POST', 'GET', 'DELETE'] as const;

export function assistantRoutes(
  parts: ToolServerParts,
  assistants: readonly Assistant[],
  signing: readonly SigningAssistant[] = [],
): readonly Route[] {
  const serverFor = toolServer(parts);
  const handlerFor = (name: string, ask: AskTool) =>
    createMcpHandler(serverFor(ask), {
      maxRequestBodySize: mostBytes,
      onerror: (error) => parts.onFault(error, name),
    });
  const byToken = assistants.flatMap(({ name, token, ask }) => {
    const handler = handlerFor(name, ask);
    const answer: Route['answer'] = async (request, gone) =>
      answerFrom(await checked(request, gone, (asked) => handler.fetch(asked)));
    return methods.map((method) => ({ method, path, token, answer }));
  });
  if (signing.length === 0) return byToken;
  const answer: Route['answer'] = async (request, gone) => {
    const who = await whoSigned(bearerOf(request), signing, parts.clock);
    if (!who.ok) return unsigned(who.why);
    const handler = handlerFor(who.name, who.ask);
    return answerFrom(await checked(request, gone, (asked) => handler.fetch(asked)));
  };
  // After the others, because whoever has none of their tokens is refused here.
  return [...byToken, ...methods.map((method) => ({ method, path, token: null, answer }))];
}

type Who =
  | { readonly ok: true; readonly name: string; readonly ask: AskTool }
  | { readonly ok: false; readonly why: string | null };

async function whoSigned(token: string, signing: readonly SigningAssistant[], clock: Clock): Promise<Who> {
  for (const { name, secret, askAs, claim } of signing) {
    const read = await readSigned(token, await secret(), clock);
    if (!read.ok && read.why === null) continue;
    if (!read.ok) return read;
    const ask = askAs(read.asker);
    if (ask === null) return { ok: false, why: '"sub" or "channel" is no id of the chat' };
    const isFirst = await claim(`mcp ${name} ${read.id}`, clock.now().toISOString());
    return isFirst ? { ok: true, name, ask } : { ok: false, why: 'it was used before ("jti")' };
  }
  return { ok: false, why: null };
}

/** RFC 6750, section 3.1: a reason for who could sign, none for who could not. */
function unsigned(why: string | null): Answer {
  const body = why === null ? {} : { error: 'invalid_token', error_description: why };
  return { status: 401, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

/** A page in a browser must not ask by the token that somebody gave it, nor by a name that leads here. */
async function checked(
  request: IncomingMessage,
  gone: AbortSignal,
  fetch: (request: Request) => Promise<Response>,
): Promise<Response> {
  const asked = webRequest(request, gone);
  return originValidationResponse(asked, localhostAllowedOrigins()) ?? (await fetch(asked));
}

function webRequest(request: IncomingMessage, gone: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '));
  const { method = 'GET' } = request;
  const body =
    method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const } : {};
  // The name that it was reached by tells nothing that may be trusted.
  return new Request(`http://localhost${path}`, { method, headers, signal: gone, ...body });
}

function answerFrom(response: Response): Answer {
  const { 'content-type': type = 'application/json', ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, type, headers, body: response.body ?? '' };
}
