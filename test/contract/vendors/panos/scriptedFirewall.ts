// A real HTTPS server with a self-made certificate that answers what a test says.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../../src/domain/clock.js';
import type { Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../../../src/domain/device.js';
import type { Observation } from '../../../../src/domain/observation.js';
import { createAuthority, issueServerCertificate } from '../../../../src/simulator/tls/certificate.js';
import { systemClock } from '../../../../src/support/clock.js';
import { createPanosDevice } from '../../../../src/vendors/panos/index.js';
import { type PanosTold, panosTold } from '../../../deviceSettings.js';

export interface Asked {
  readonly form: URLSearchParams;
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
}

export interface ScriptedFirewall {
  readonly url: string;
  readonly ca: string;
  readonly fingerprint256: string;
  readonly asked: Asked[];
  /** Every `cmd` or action that came in, in order. */
  commands(): readonly string[];
  stop(): Promise<void>;
}

export type Script = (asked: Asked, response: ServerResponse) => string | undefined;

const notBefore = new Date(Date.now() - 86_400_000);

/** @param script returns the body; undefined when it has answered through `response` itself (or never will) */
export async function scripted(script: Script): Promise<ScriptedFirewall> {
  const authority = createAuthority('A test', notBefore);
  const certificate = issueServerCertificate(authority, 'scripted', notBefore);
  const asked: Asked[] = [];
  const server = createServer(
    { key: certificate.privateKeyPem, cert: certificate.certificatePem },
    (request, response) => {
      void read(request).then((body) => {
        const key = request.headers['x-pan-key'];
        const one: Asked = {
          form: new URLSearchParams(body),
          method: request.method ?? '',
          url: request.url ?? '',
          key: typeof key === 'string' ? key : undefined,
        };
        asked.push(one);
        const answer = script(one, response);
        if (answer !== undefined) response.setHeader('content-type', 'application/xml').end(answer);
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.certificatePem,
    fingerprint256: certificate.fingerprint256,
    asked,
    commands: () =>
      asked.map(
        ({ form }) =>
          form.get('cmd') ??
          `${form.get('action') ?? 'query'} ${form.get('xpath') ?? form.get('job-id') ?? form.get('query') ?? ''}`.trim(),
      ),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

export function deviceFor(
  firewall: ScriptedFirewall,
  overrides: Partial<PanosTold> = {},
  clock: Clock = systemClock,
): Device {
  const settings = panosTold({
    url: firewall.url,
    apiKey: async () => 'k3y-of-the-test',
    caPem: firewall.ca,
    ...overrides,
  });
  return createPanosDevice(settings, { clock });
}

export function ask<K extends EvidenceKind>(
  device: Device,
  kind: K,
  scope: EvidenceScope = {},
  milliseconds = 10_000,
  signal: AbortSignal = new AbortController().signal,
): Promise<Observation<EvidenceTypes[K]>> {
  return device.fetch(kind, scope, { signal, deadlineAt: new Date(Date.now() + milliseconds).toISOString() });
}

export const ok = (inner: string): string =>
  `<response status="success"><result>${inner}</result></response>`;
export const haOff = ok('<group/><enabled>no</enabled>');
export const systemInfo = ok(
  '<system><hostname>fw</hostname><model>PA-VM</model><sw-version>11.2.8</sw-version><serial>1</serial></system>',
);

/** `show clock` at this moment in UTC. */
export function clockNow(): string {
  const [weekday, day, month, year, time] = new Date().toUTCString().replace(',', '').split(' ');
  return ok(`${weekday} ${month} ${day} ${time} UTC ${year} `);
}

/** Answers by a word of the command (or of action, xpath and query), first fit wins; what is not listed is refused like an unknown command. */
export function answers(table: Readonly<Record<string, string | (() => string | undefined)>>): Script {
  return ({ form }) => {
    const command = [...form.entries()].map(([name, value]) => `${name}=${value}`).join(' ');
    const found = Object.entries(table).find(([word]) => command.includes(word))?.[1];
    if (found === undefined)
      return '<response status="error" code="17"><msg><line>unexpected</line></msg></response>';
    return typeof found === 'string' ? found : found();
  };
}
