// The envelope in which FortiOS answers over REST, good or bad.
// As captured from 6.0, 6.2 and 7.6 for `monitor`; for `cmdb` and for errors as documented, no capture.
import type { Answer } from '../tls/api.js';

const JSON_TYPE = 'application/json';

/** Who answers, and about what. */
export interface Frame {
  readonly method: string;
  readonly vdom: string;
  /** `vpn` of `monitor/vpn/ipsec`, `vpn.ipsec` of `cmdb/vpn.ipsec/phase1-interface`. */
  readonly path: string;
  readonly name: string;
  readonly action?: string;
  readonly serial: string;
  readonly version: string;
  readonly build: number;
}

export type Envelope = Readonly<Record<string, unknown>>;

function tail({ vdom, path, name, action = '' }: Frame): Envelope {
  return { vdom, path, name, action };
}

function maker({ serial, version, build }: Frame): Envelope {
  return { serial, version, build };
}

export function success(frame: Frame, results: unknown, more: Envelope = {}): Envelope {
  return {
    http_method: frame.method,
    results,
    ...tail(frame),
    status: 'success',
    ...more,
    ...maker(frame),
  };
}

export function table(frame: Frame, entries: readonly unknown[], size: number): Envelope {
  return {
    http_method: frame.method,
    size,
    limit_reached: false,
    matched_count: entries.length,
    next_idx: Math.max(0, entries.length - 1),
    revision: 'c54bd7de9d3a4be6b7a3ac8ea0f2e9d8',
    results: entries,
    ...tail(frame),
    status: 'success',
    http_status: 200,
    ...maker(frame),
  };
}

/** @param error FortiOS's own number: -3 object not found, -37 no right, -651 input not valid */
export function failure(frame: Frame, httpStatus: number, error?: number): Envelope {
  return {
    http_method: frame.method,
    ...(error === undefined ? {} : { error }),
    ...tail(frame),
    status: 'error',
    http_status: httpStatus,
    ...maker(frame),
  };
}

export function answerOf(body: Envelope | readonly Envelope[], httpStatus = 200): Answer {
  return { httpStatus, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

/** Who brings no token, or one that is not known, meets the web server and no envelope. */
export const UNAUTHORIZED: Answer = {
  httpStatus: 401,
  contentType: 'text/html; charset=iso-8859-1',
  body: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>401 Unauthorized</title>\n</head><body>\n<h1>Unauthorized</h1>\n<p>This server could not verify that you\nare authorized to access the document\nrequested.</p>\n</body></html>\n',
};
