// Every reply of a daemon as JSON, as it can become a fixture: rows where the command streams them, else the message.

import type { CapturedReply } from '../../domain/capture.js';
import type { CallContext } from '../../domain/device.js';
import type { LogWindow } from '../../domain/log.js';
import { gap, known, mapKnown, type Observation } from '../../domain/observation.js';
import type { Reply, ViciClient } from './client.js';
import { type ReadRequest, reads } from './requests.js';

export interface CaptureParts {
  readonly device: string;
  readonly client: ViciClient;
  readonly now: () => Date;
  /** The newest lines of its log, whichever way it is read. */
  readonly log: () => Promise<Observation<LogWindow>>;
}

export async function* captureReplies(
  { device, client, now, log }: CaptureParts,
  call: CallContext,
): AsyncGenerator<CapturedReply> {
  for (const request of Object.values<ReadRequest>(reads)) {
    const outcome = await client.ask(request, {}, call);
    const source = { device, request: request.command, at: now().toISOString() };
    yield {
      read: request.command,
      request: request.command,
      form: 'json',
      reply: outcome.ok
        ? known(textOf(request, outcome.value), { ...source, fromCache: false, calls: 1 })
        : gap({ ...outcome.fault, ...source }),
    };
  }
  const lines = await log();
  yield {
    read: 'log',
    request: lines.known ? lines.source.request : lines.request,
    form: 'text',
    reply: mapKnown(lines, (window) => window.lines.map(({ text }) => `${text}\n`).join('')),
  };
}

/** A certificate's DER says who its owner is, and nothing of the shape of the reply. */
function textOf({ streams }: ReadRequest, { rows, message }: Reply): string {
  const shown = streams === null ? message : rows;
  return `${JSON.stringify(shown, (key, value) => (key === 'data' ? '[removed]' : value), 2)}\n`;
}
