// The client of one FortiGate: token and virtual domain, on top of what every client over HTTPS does.

import type https from 'node:https';
import type { Clock } from '../../domain/clock.js';
import type { KeyedLimiter } from '../../support/limiter.js';
import { createHttpsClient, type HttpsClient } from '../https/client.js';
import type { KeyGate } from '../https/keyGate.js';
import { noTokenFault } from './fault.js';
import type { FortiReply } from './reply.js';
import { isRead, type ReadRequest } from './requests.js';
import { exchange } from './transport.js';

interface ClientOptions {
  readonly address: string;
  readonly agent: https.Agent;
  readonly clock: Clock;
  readonly token: () => Promise<string>;
  readonly vdom: string;
  readonly limiter: KeyedLimiter;
  readonly keyGate: KeyGate;
}

export type FortiClient = HttpsClient<ReadRequest, FortiReply>;

export function createFortiClient({ token, vdom, ...options }: ClientOptions): FortiClient {
  const { address, agent } = options;
  return createHttpsClient<ReadRequest, FortiReply>({
    ...options,
    key: token,
    noKey: noTokenFault,
    isRead,
    exchange: (request, secret, signal) => exchange({ address, agent, token: secret, vdom, request, signal }),
  });
}
