// `fetch` whose certificates are always checked, whatever the environment says, and with no proxy but the configured one in between.

import { Agent, buildConnector, type Dispatcher, fetch } from 'undici';
import { throughProxy, type WebProxy } from './proxy.js';

export interface CheckedRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  readonly redirect: 'error' | 'follow';
}

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

/** TLS is spoken with whom it leads to, through the proxy; what is not encrypted does not leave this machine and needs none. */
export function connectorOver(proxy: WebProxy | null): buildConnector.connector {
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

export function checkedFetch(
  url: string | URL,
  request: CheckedRequest,
  proxy: WebProxy | null,
): ReturnType<typeof fetch> {
  return fetch(url, { ...request, dispatcher: dispatcherOver(proxy) });
}
