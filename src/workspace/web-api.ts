// The front door of the Web API: tokens, scopes, rate limits and injected faults, then the method; every call is recorded.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';
import type { Fault } from './faults.js';
import { entryOf, textOf } from './fields.js';
import { CALLS_A_MINUTE } from './limits.js';
import { METHODS } from './methods/index.js';
import type { CallRecord, Fields } from './model.js';
import { refuse } from './refusal.js';
import { MOST_CALL_BYTES, MOST_STRANGER_BYTES, readArguments, readBytes } from './request-body.js';
import { SCOPES } from './scopes.js';

export interface Answer {
  status: number;
  body: Fields;
  headers?: Record<string, string>;
}

/** Sends a JSON answer. */
export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

/** Lets a fault answer instead of the method. True when the connection is held or broken and nothing more is to be sent. */
export function answerFault(fault: Fault, response: ServerResponse, record: CallRecord): boolean {
  record.fault = fault.kind;
  if (fault.kind === 'hang') record.status = 0;
  else if (fault.kind === 'reset') {
    record.status = 0;
    response.socket?.resetAndDestroy();
  } else if (fault.kind === 'rate-limit') {
    record.status = 429;
    record.reply = refuse('ratelimited');
    send(response, {
      status: 429,
      body: record.reply,
      headers: { 'retry-after': String(fault.retryAfterSeconds) },
    });
  } else if (fault.kind === 'status') {
    record.status = fault.status;
    response.writeHead(fault.status, { 'content-type': 'text/html' });
    response.end('<html><body>Slack is having trouble</body></html>');
  } else if (fault.kind === 'error') {
    record.reply = refuse(fault.error);
    send(response, { status: 200, body: record.reply });
  } else return false;
  return true;
}

export class WebApi {
  private readonly recent = new Map<string, number[]>();

  constructor(private readonly context: Context) {}

  async handle(method: string, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { context } = this;
    const invited = [context.botToken, context.appToken].includes(bearerOf(request));
    const bytes = await readBytes(request, invited ? MOST_CALL_BYTES : MOST_STRANGER_BYTES);
    const type = request.headers['content-type'] ?? '';
    const args = bytes === undefined ? undefined : readArguments(type, bytes, url.searchParams);
    const token = tokenOf(request, args ?? {});
    const { token: _token, ...rest } = args ?? {};
    // Of whoever has no token nothing is kept but that they came.
    const known = token === context.botToken || token === context.appToken;
    const kept = known ? { args: rest, token, method } : { args: {}, token: '', method: method.slice(0, 80) };
    const size = known ? (bytes?.length ?? 0) : 0;
    const record: CallRecord = { ...kept, at: context.now(), status: 200, reply: {} };
    const fault = context.faults.takeFor(method);
    if (fault !== undefined && answerFault(fault, response, record)) {
      context.recorder.call(record, size);
      return;
    }
    const answer =
      args === undefined ? { status: 200, body: refuse('invalid_json') } : this.answer(method, rest, token);
    record.status = answer.status;
    record.reply = answer.body;
    if (fault?.kind === 'lost-reply') {
      record.fault = fault.kind;
      response.socket?.resetAndDestroy();
    } else send(response, answer);
    context.recorder.call(record, size);
  }

  private answer(method: string, args: Fields, token: string): Answer {
    const { context } = this;
    const run = entryOf(METHODS, method);
    if (run === undefined) return { status: 200, body: refuse('unknown_method', { req_method: method }) };
    if (method !== 'api.test') {
      if (token === '') return { status: 200, body: refuse('not_authed') };
      const needsApp = method === 'apps.connections.open';
      if (token !== (needsApp ? context.appToken : context.botToken)) {
        const known = token === context.appToken || token === context.botToken;
        return { status: 200, body: refuse(known ? 'not_allowed_token_type' : 'invalid_auth') };
      }
    }
    const missing = this.missingScope(method);
    if (missing !== undefined) return { status: 200, body: missing };
    const waitSeconds = context.enforceRateLimits ? this.waitSeconds(method, textOf(args.channel)) : 0;
    if (waitSeconds > 0) {
      return { status: 429, body: refuse('ratelimited'), headers: { 'retry-after': String(waitSeconds) } };
    }
    const { scopes } = context.manifest;
    // Slack tells the scopes of the token beside every answer.
    const headers = token === context.botToken && scopes ? { 'x-oauth-scopes': [...scopes].join(',') } : {};
    return { status: 200, body: run({ args, context }), headers };
  }

  private missingScope(method: string): Fields | undefined {
    const { scopes } = this.context.manifest;
    const needed = SCOPES[method];
    if (scopes === undefined || needed === undefined || needed.some((scope) => scopes.has(scope)))
      return undefined;
    return refuse('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
  }

  /** Whole seconds to wait, 0 when the call is within its tier. Posting counts a channel, the rest a method. */
  private waitSeconds(method: string, channel: string): number {
    const most = CALLS_A_MINUTE[method];
    if (most === undefined) return 0;
    const key = method === 'chat.postMessage' ? `${method} ${channel}` : method;
    const now = this.context.now();
    const recent = (this.recent.get(key) ?? []).filter((at) => at > now - 60_000);
    this.recent.set(key, recent);
    const [oldest] = recent;
    if (recent.length < most || oldest === undefined) {
      recent.push(now);
      return 0;
    }
    return Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000));
  }
}

function tokenOf(request: IncomingMessage, args: Fields): string {
  return bearerOf(request) || textOf(args.token);
}

function bearerOf(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : '';
}
