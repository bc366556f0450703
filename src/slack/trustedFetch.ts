// The one way to an address of Slack's: certificates are always checked, whatever the environment says, and no proxy but the configured one stands in between.

import type { WebClientOptions } from '@slack/web-api';
import { Agent, type Dispatcher, type fetch } from 'undici';
import { type CheckedRequest, checkedFetch, connectorOver } from '../support/checkedFetch.js';
import type { WebProxy } from '../support/proxy.js';

/** `fetch` for everything that goes to Slack: calls, files, uploads, response URLs. Never follows a redirect. */
export const trustedFetch = (
  url: string | URL,
  init: Omit<CheckedRequest, 'redirect'>,
  proxy: WebProxy | null,
): ReturnType<typeof fetch> => checkedFetch(url, { ...init, redirect: 'error' }, proxy);

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
