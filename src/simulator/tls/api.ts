// What the listener of a device asks of the API behind it, whatever the product speaks.
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiFault } from './api-fault.js';

export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Of the query and of a form-encoded body. */
  readonly parameters: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly body: string;
}

/** A request in a few words, without keys and passwords. */
export interface Described {
  readonly type: string;
  readonly command: string;
  readonly target?: string;
  readonly vsys?: string;
  readonly keyIn: 'header' | 'parameter' | 'none';
}

export interface Api {
  describe(asked: Asked): Described;
  answer(asked: Asked): Answer;
  /** The answer under a fault that is about content; undefined when the fault is about the connection. */
  faulty(fault: ApiFault, answer: Answer, asked: Asked): Answer | undefined;
  /** Every request that would have changed something. */
  readonly changes: string[];
  keyRevoked: boolean;
  /** No search of the log comes to its end. */
  logsStuck: boolean;
  /** Connections are closed without an answer. */
  isSilent(): boolean;
}

export const NOTHING_HERE: Answer = {
  httpStatus: 404,
  contentType: 'text/html',
  body: '<html><body>Not found</body></html>',
};

const BAD_GATEWAY =
  '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

/** The faults that look the same on every product; undefined for the others. */
export function faultyAnywhere(
  fault: ApiFault,
  { httpStatus, contentType, body }: Answer,
): Answer | undefined {
  switch (fault.kind) {
    case 'html':
      return { httpStatus: 200, contentType: 'text/html', body: BAD_GATEWAY };
    case 'truncated':
      return { httpStatus, contentType, body: body.slice(0, Math.max(20, Math.floor(body.length / 2))) };
    case 'garbage':
      return { httpStatus: 200, contentType, body: '\u0000\u0001 not xml at all <<< & {{' };
    case 'http-status':
      return {
        httpStatus: fault.status,
        contentType: 'text/html',
        body: `<html><body>${fault.status}</body></html>`,
      };
    default:
      return undefined;
  }
}
