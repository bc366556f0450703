// A real HTTPS server with a self-made certificate that answers as a FortiGate does, by what a test says of each path.

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../../src/domain/clock.js';
import type { Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../../../src/domain/device.js';
import type { Observation } from '../../../../src/domain/observation.js';
import { createAuthority, issueServerCertificate } from '../../../../src/simulator/tls/certificate.js';
import { systemClock } from '../../../../src/support/clock.js';
import { createFortiosDevice } from '../../../../src/vendors/fortios/index.js';
import { type FortiosTold, fortiosTold } from '../../../deviceSettings.js';

export interface Asked {
  /** Below `/api/v2/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly method: string;
  readonly token: string | undefined;
}

/** What is answered: results in an envelope, or a whole body with its status. */
export type Answer =
  | { readonly results: unknown; readonly more?: Readonly<Record<string, unknown>> }
  | { readonly status: number; readonly body: string };

export interface ScriptedFortigate {
  readonly url: string;
  readonly ca: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

export const serial = 'FGVMTM0000000001';

let started = 0;

/** @param answers by path; what is not there is answered with 404 as by a version that does not know it */
export async function scripted(
  answers: Readonly<Record<string, Answer | ((asked: Asked) => Answer)>>,
): Promise<ScriptedFortigate> {
  const notBefore = new Date(Date.now() - 86_400_000);
  started += 1;
  // Two authorities of one name would be taken for each other.
  const authority = createAuthority(`A test, ${started}`, notBefore);
  const certificate = issueServerCertificate(authority, 'scripted', notBefore);
  const asked: Asked[] = [];
  const server = createServer(
    { key: certificate.privateKeyPem, cert: certificate.certificatePem },
    (request, response) => {
      const url = new URL(request.url ?? '', 'https://fgt.example');
      const path = url.pathname.replace(/^\/api\/v2\//, '');
      const one: Asked = {
        path,
        query: url.searchParams,
        method: request.method ?? '',
        token: request.headers.authorization,
      };
      asked.push(one);
      const found = answers[path] ?? refused(404);
      const answer = typeof found === 'function' ? found(one) : found;
      const { status, body } = 'body' in answer ? answer : { status: 200, body: enveloped(path, answer) };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.certificatePem,
    asked,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function enveloped(path: string, { results, more = {} }: Extract<Answer, { results: unknown }>): string {
  return JSON.stringify({
    http_method: 'GET',
    results,
    vdom: 'root',
    path: path.split('/')[1],
    name: path.split('/').at(-1),
    status: 'success',
    serial,
    version: 'v7.4.5',
    build: 2702,
    ...more,
  });
}

/** An error in the envelope, as FortiOS gives it with the same HTTP status. */
export function refused(status: number, more: Readonly<Record<string, unknown>> = {}): Answer {
  return {
    status,
    body: JSON.stringify({
      http_method: 'GET',
      status: 'error',
      http_status: status,
      vdom: 'root',
      serial,
      version: 'v7.4.5',
      build: 2702,
      ...more,
    }),
  };
}

export function deviceFor(
  firewall: ScriptedFortigate,
  overrides: Partial<FortiosTold> = {},
  clock: Clock = systemClock,
): Device {
  const url = overrides.ha ? {} : { url: firewall.url };
  const settings = fortiosTold({
    ...url,
    token: async () => 't0ken-of-the-test',
    caPem: firewall.ca,
    ...overrides,
  });
  return createFortiosDevice(settings, { clock });
}

export function ask<K extends EvidenceKind>(
  device: Device,
  kind: K,
  scope: EvidenceScope = {},
  milliseconds = 10_000,
): Promise<Observation<EvidenceTypes[K]>> {
  const deadlineAt = new Date(Date.now() + milliseconds).toISOString();
  return device.fetch(kind, scope, { signal: new AbortController().signal, deadlineAt });
}
