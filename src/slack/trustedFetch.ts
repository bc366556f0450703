// The one way to an address of Slack's: certificates are always checked, whatever the environment says, and no proxy stands in between.

import type { WebClientOptions } from '@slack/web-api';
import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch } from 'undici';

/** Said aloud, because else an environment variable decides. */
const checked = { rejectUnauthorized: true } as const;

const agent: Dispatcher = new Agent({ connect: checked });

/** `fetch` for everything that goes to Slack: calls, files, uploads, response URLs. Never follows a redirect. */
export const trustedFetch = (
  url: string | URL,
  init: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
    readonly signal?: AbortSignal;
  } = {},
): ReturnType<typeof undiciFetch> => undiciFetch(url, { ...init, redirect: 'error', dispatcher: agent });

/** The same for Slack's own client, whose forms with files we never use. */
export const clientFetch: NonNullable<WebClientOptions['fetch']> = (url, init = {}) => {
  const { body, method, headers, signal } = init;
  if (body !== undefined && typeof body !== 'string')
    return Promise.reject(new TypeError('Files go through upload addresses.'));
  return trustedFetch(url, {
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
};

/** For one WebSocket, which takes its socket out of the agent: `destroy` breaks it when the other end no longer answers. */
export function socketDispatcher(): { readonly dispatcher: Dispatcher; readonly destroy: () => void } {
  const connect = buildConnector({ ...checked, allowH2: false });
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
