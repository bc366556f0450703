// The one way to an address of Slack's: certificates are always checked, whatever the environment says, and no proxy but the configured one stands in between.

import type { WebClientOptions } from '@slack/web-api';
import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch } from 'undici';
import { throughProxy, type WebProxy } from '../support/proxy.js';

/** Said aloud, because else an environment variable decides. */
const checked = { rejectUnauthorized: true } as const;

const direct: Dispatcher = new Agent({ connect: checked });
/** One a proxy, so that connections are used again. */
const behind = new WeakMap<WebProxy, Dispatcher>();

function dispatcherOver(proxy: WebProxy | null): Dispatcher {
  if (proxy === null) return direct;
  const known = behind.get(proxy) ?? new Agent({ connect: connectorOver(proxy) });
  behind.set(proxy, known);
  return known;
}

/** TLS is spoken with Slack, through the proxy; what is not encrypted does not leave this machine and needs none. */
function connectorOver(proxy: WebProxy | null): buildConnector.connector {
  const connect = buildConnector({ ...checked, allowH2: false });
  if (proxy === null) return connect;
  return (options, callback) => {
    if (options.protocol !== 'https:') return connect(options, callback);
    const { hostname: host, port } = options;
    throughProxy(proxy, { host, port: port === '' ? 443 : Number(port) }).then(
      (httpSocket) => connect({ ...options, httpSocket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

/** `fetch` for everything that goes to Slack: calls, files, uploads, response URLs. Never follows a redirect. */
export const trustedFetch = (
  url: string | URL,
  init: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
    readonly signal?: AbortSignal;
  },
  proxy: WebProxy | null,
): ReturnType<typeof undiciFetch> =>
  undiciFetch(url, { ...init, redirect: 'error', dispatcher: dispatcherOver(proxy) });

/** The same for Slack's own client, whose forms with files we never use. */
export const clientFetch =
  (proxy: WebProxy | null): NonNullable<WebClientOptions['fetch']> =>
  (url, init = {}) => {
    const { body, method, headers, signal } = init;
    if (body !== undefined && typeof body !== 'string')
      return Promise.reject(new TypeError('Files go through upload addresses.'));
    const given = {
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    };
    return trustedFetch(url, given, proxy);
  };

/** For one WebSocket, which takes its socket out of the agent: `destroy` breaks it when the other end no longer answers. */
export function socketDispatcher(proxy: WebProxy | null): {
  readonly dispatcher: Dispatcher;
  readonly destroy: () => void;
} {
  const connect = connectorOver(proxy);
  let destroy = (): void => undefined;
  const dispatcher = new Agent({
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (!socket) {
          callback(error, null);
          return;
        }
        destroy = () => socket.destroy();
        callback(null, socket);
      }),
  });
  return { dispatcher, destroy: () => destroy() };
}
