// The HTTP server of the workspace: which address is answered by which part.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from './context.js';
import { decodeJson, isFields } from './fields.js';
import { sendFile } from './file-download.js';
import { isForeign } from './gate.js';
import type { Fields } from './model.js';
import { refuse } from './refusal.js';
import {
  MOST_CALL_BYTES,
  MOST_STRANGER_BYTES,
  MOST_UPLOAD_BYTES,
  readBytes,
  readUpload,
} from './request-body.js';
import { answerResponseUrl } from './response-url.js';
import { answerFault, send, type WebApi } from './web-api.js';

export interface Routes {
  context: Context;
  webApi: WebApi;
  /** The page and its own addresses; false when the path is none of them. */
  page(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
}

async function takeResponse(
  routes: Routes,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { context } = routes;
  const known = context.tickets.knowsResponseUrl(id);
  const bytes = await readBytes(request, known ? MOST_CALL_BYTES : MOST_STRANGER_BYTES);
  const decoded = decodeJson(bytes?.toString('utf8'));
  const args: Fields | undefined = isFields(decoded) ? decoded : undefined;
  const record = {
    method: 'response_url',
    args: known ? (args ?? {}) : {},
    token: '',
    at: context.now(),
    status: 200,
    reply: {},
  };
  const fault = context.faults.takeFor('response_url');
  if (fault === undefined || !answerFault(fault, response, record)) {
    const answer = answerResponseUrl(context, id, args);
    record.status = answer.status;
    record.reply = answer.body;
    send(response, answer);
  }
  context.recorder.call(record, known ? (bytes?.length ?? 0) : 0);
}

async function takeUpload(
  routes: Routes,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { context } = routes;
  const id = context.tickets.uploadOf(ticket) ?? '';
  const file = context.world.files.get(id);
  const bytes = await readBytes(request, file === undefined ? MOST_STRANGER_BYTES : MOST_UPLOAD_BYTES);
  const record = { method: 'upload', args: { id }, token: '', at: context.now(), status: 200, reply: {} };
  const fault = context.faults.takeFor('upload');
  if (fault === undefined || !answerFault(fault, response, record)) {
    const content =
      bytes === undefined ? undefined : await readUpload(request.headers['content-type'] ?? '', bytes);
    const fits = file?.state === 'awaiting-bytes' && content?.length === file.announcedBytes;
    if (file !== undefined && content !== undefined && fits) {
      file.bytes = content;
      file.state = 'awaiting-completion';
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(`OK - ${content.length}`);
    } else {
      record.status = file === undefined ? 404 : 400;
      response.writeHead(record.status, { 'content-type': 'text/plain' });
      response.end(file === undefined ? 'file_not_found' : 'the length is not the announced one');
    }
  }
  context.recorder.call(record);
}

async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isForeign(request.headers, routes.context.baseUrl)) {
    send(response, { status: 403, body: refuse('foreign_request') });
    return;
  }
  const url = addressOf(request, routes.context.baseUrl);
  if (url === null) {
    send(response, { status: 404, body: refuse('not_found') });
    return;
  }
  const [, first = '', second = '', third = ''] = url.pathname.split('/');
  if (first === 'api') await routes.webApi.handle(second, request, response, url);
  else if (first === 'response') await takeResponse(routes, second, request, response);
  else if (first === 'upload') await takeUpload(routes, third, request, response);
  else if (first === 'files-pri') sendFile(routes.context, second, request, response);
  else if (!(await routes.page(request, response, url)))
    send(response, { status: 404, body: refuse('not_found') });
}

/** Null for an address that is none: `//` alone is a path that a browser never sends. */
function addressOf(request: IncomingMessage, baseUrl: string): URL | null {
  const path = request.url ?? '/';
  return path.startsWith('/') && URL.canParse(`${baseUrl}${path}`) ? new URL(`${baseUrl}${path}`) : null;
}

/** Starts listening; resolves with the server when the port is known. */
export async function listen(routes: () => Routes, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    route(routes(), request, response).catch((error: unknown) => {
      // A client that goes away in the middle is no fault of ours; anything else is answered as Slack answers its own.
      if (!response.headersSent && !response.destroyed) {
        send(response, {
          status: 500,
          body: refuse('fatal_error', { detail: error instanceof Error ? error.message : '' }),
        });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
