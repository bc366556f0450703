// The client of one PAN-OS address: what goes out with every form, on top of what every client over HTTPS does.

import type https from 'node:https';
import type { Clock } from '../../domain/clock.js';
import type { KeyedLimiter } from '../../support/limiter.js';
import { createHttpsClient, type HttpsClient } from '../https/client.js';
import { fault } from '../https/fault.js';
import type { KeyGate } from '../https/keyGate.js';
import { isRead, type ReadRequest } from './requests.js';
import { exchange } from './transport.js';
import type { CollectOptions, XmlNode } from './xml.js';

interface ClientOptions {
  readonly address: string;
  readonly agent: https.Agent;
  readonly clock: Clock;
  readonly apiKey: () => Promise<string>;
  /** Fields that every call carries: `target`, `vsys`. */
  readonly common: { readonly target?: string; readonly vsys?: string };
  readonly limiter: KeyedLimiter;
  readonly keyGate: KeyGate;
}

interface PanosRequest extends ReadRequest {
  readonly collect?: CollectOptions;
  /** False for requests that Panorama answers itself. */
  readonly toTarget?: boolean;
}

export type PanosClient = HttpsClient<PanosRequest, XmlNode>;

const noKey = fault([
  'not-configured',
  'The API key of the firewall could not be read.',
  'Check the reference to the key.',
]);

export function createPanosClient({ apiKey, common, ...options }: ClientOptions): PanosClient {
  const { target, vsys } = common;
  return createHttpsClient<PanosRequest, XmlNode>({
    ...options,
    key: apiKey,
    noKey,
    isRead: ({ form }) => isRead(form),
    exchange: ({ form, collect = {}, toTarget = true }, key, signal) =>
      exchange({
        address: options.address,
        agent: options.agent,
        apiKey: key,
        form: {
          ...form,
          // A vsys narrows operational commands only.
          ...(vsys !== undefined && form.type === 'op' ? { vsys } : {}),
          ...(toTarget && target !== undefined ? { target } : {}),
        },
        collect,
        signal,
      }),
  });
}
