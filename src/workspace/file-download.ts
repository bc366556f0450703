// Hands out the bytes of a file: to the app with its token, to the page without; never as something a browser would run.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';
import { sameSecret } from './gate.js';
import type { CallRecord, SlackFile } from './model.js';
import { answerFault } from './web-api.js';

/** Pictures are shown, everything else is text or a download: a file from a stranger must not become a page. */
function headersFor(file: SlackFile, download: boolean): Record<string, string> {
  const isPicture = file.mimeType.startsWith('image/');
  const shown = isPicture ? file.mimeType : 'text/plain; charset=utf-8';
  const binary = !isPicture && !file.mimeType.startsWith('text/') && file.mimeType !== 'application/json';
  const name = encodeURIComponent(file.name);
  return {
    'content-type': binary ? 'application/octet-stream' : shown,
    'content-length': String(file.bytes.length),
    'content-disposition': `${download || binary ? 'attachment' : 'inline'}; filename*=UTF-8''${name}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
}

export function writeFile(file: SlackFile, download: boolean, response: ServerResponse): void {
  response.writeHead(200, headersFor(file, download));
  response.end(file.bytes);
}

/** url_private: without the app's token Slack shows its sign-in page with status 200; a 403 says the same more honestly. */
export function sendFile(
  context: Context,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const fault = context.faults.takeFor('file');
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const record: CallRecord = {
    method: 'file',
    args: { id },
    token,
    at: context.now(),
    status: 200,
    reply: {},
  };
  if (fault !== undefined && answerFault(fault, response, record)) return;
  const file = context.world.files.get(id);
  const authorized = sameSecret(token, context.botToken);
  if (!authorized || file === undefined || file.state !== 'shared') {
    response.writeHead(authorized ? 404 : 403, { 'content-type': 'text/plain' });
    response.end(authorized ? 'file_not_found' : 'The token of the app is needed.');
    return;
  }
  writeFile(file, (request.url ?? '').includes('download=1'), response);
}
