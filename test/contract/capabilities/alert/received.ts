// The listener with its alert routes over a store that remembers, for tests: what is sent really goes over HTTP.

import { request } from 'node:http';
import type { AlertStore, NewAlert } from '../../../../src/alerts/store.js';
import { alertRoutes } from '../../../../src/capabilities/alert/receive.js';
import { type Listener, startListener } from '../../../../src/support/listener.js';
import { ManualClock } from '../../../support/manualClock.js';

export const secret = 'correct-horse';
export const told = { authorization: `Bearer ${secret}` };

export interface Sent {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
}

export interface Receiving {
  readonly clock: ManualClock;
  readonly kept: NewAlert[];
  readonly log: { readonly source: string; readonly status: number; readonly why: string }[];
  /** ISO 8601 UTC, one for each time that something waited. */
  readonly due: string[];
  send(
    path: string,
    headers: Readonly<Record<string, string>>,
    ...parts: readonly (Buffer | string)[]
  ): Promise<Sent>;
  stop(): Promise<void>;
}

interface Options {
  readonly requestsPerMinute?: number;
  readonly keep?: AlertStore['keep'];
  readonly only?: 'alertmanager';
}

const mapping = {
  alerts: 'events',
  name: 'rule',
  status: 'state',
  resolved: ['ok'],
  key: null,
  labels: 'tags',
  texts: [],
  startsAt: null,
  link: null,
};

export async function receiving({ requestsPerMinute = 6000, keep, only }: Options = {}): Promise<Receiving> {
  const clock = new ManualClock();
  const kept: NewAlert[] = [];
  const log: Receiving['log'] = [];
  const due: string[] = [];
  const has = async () => secret;
  const others = only ? null : has;
  const routes = alertRoutes({
    alerts: {
      secrets: { alertmanager: has, grafana: others, pagerduty: others, generic: others },
      generic: mapping,
      gatherSeconds: 5,
      requestsPerMinute,
    },
    store: async () => ({
      keep:
        keep ??
        (async (alerts) => {
          kept.push(...alerts);
          return alerts.length;
        }),
    }),
    clock,
    log: {
      warn: (line: unknown) => log.push(line as Receiving['log'][number]),
      error: () => undefined,
    } as Parameters<typeof alertRoutes>[0]['log'],
    onKept: (at) => due.push(at),
  });
  const listener: Listener = await startListener({ host: '127.0.0.1', port: 0 }, routes, (error) => {
    throw error;
  });
  return {
    clock,
    kept,
    log,
    due,
    send: (path, headers, ...parts) => send(listener.port, path, headers, parts),
    stop: () => listener.stop(),
  };
}

/** Chunk by chunk, so that a body may be of unknown length. */
function send(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  parts: readonly (Buffer | string)[],
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, method: 'POST', host: '127.0.0.1', headers, agent: false });
    sent.once('error', reject);
    sent.once('response', (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (chunk: string) => {
        body += chunk;
      });
      reply.once('end', () => {
        sent.destroy();
        resolve({ status: reply.statusCode ?? 0, body, retryAfter: reply.headers['retry-after'] });
      });
    });
    for (const part of parts) sent.write(part);
    sent.end();
  });
}
