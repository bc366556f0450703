// Assistants that come over the network: the same tools by streamable HTTP, without a session, one token for each.

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  createMcpHandler,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { mostDocumentBytes } from '../commands/document.js';
import type { Answer, Route } from '../support/listener.js';
import { type AskTool, type ToolServerParts, toolServer } from './server.js';

export interface Assistant {
  readonly name: string;
  /** What it sends as bearer token. */
  readonly token: () => Promise<string>;
  /** As whom it asks. */
  readonly ask: AskTool;
}

const path = '/mcp';
/** A document whose characters are all written as `\\u0000`, and what stands around it. */
const mostBytes = 2 * mostDocumentBytes;

export function assistantRoutes(parts: ToolServerParts, assistants: readonly Assistant[]): readonly Route[] {
  return assistants.flatMap((assistant) => {
    const handler = createMcpHandler(toolServer(parts, assistant.ask), {
      maxRequestBodySize: mostBytes,
      onerror: (error) => parts.onFault(error, assistant.name),
    });
    const answer = async (request: IncomingMessage, gone: AbortSignal): Promise<Answer> => {
      const asked = webRequest(request, gone);
      // A page in a browser must not ask by the token that somebody gave it, nor by a name that leads here.
      const refused = originValidationResponse(asked, localhostAllowedOrigins());
      return answerFrom(refused ?? (await handler.fetch(asked)));
    };
    // Without sessions the other two are answered with 405, which says to a client of older revisions that there is no stream to open.
    return (['POST', 'GET', 'DELETE'] as const).map((method) => ({
      method,
      path,
      token: assistant.token,
      answer,
    }));
  });
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
