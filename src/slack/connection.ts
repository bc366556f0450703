// One socket to Slack: Slack's own client, without its reconnecting, which can die silently; and hardened against odd envelopes.

import { SocketModeClient } from '@slack/socket-mode';
import type { BoltLogger } from './boltLogger.js';
import { fromClient, PassingTrouble, refusesToken } from './failure.js';
import type { SlackSettings } from './settings.js';
import { clientFetch, socketDispatcher } from './trustedFetch.js';

/** What the client hands over for each envelope. Source: @slack/socket-mode 3.1, SocketModeClient. */
export interface Envelope {
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

export interface Connection {
  /** Resolves after Slack's hello; rejects when there is none. */
  readonly hello: Promise<void>;
  /** Resolves when the socket is gone. */
  readonly gone: Promise<void>;
  isOpen(): boolean;
  close(): void;
}

export type Connect = (onEnvelope: (envelope: Envelope) => void) => Connection;

/** Slack's client reads `payload.event.type` of an envelope unguarded, in an async handler: a broken one ends the process. */
class GuardedClient extends SocketModeClient {
  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await super.onWebSocketMessage(data, isBinary);
    } catch {
      this.emit('odd_envelope');
    }
  }
}

export function connectTo(settings: SlackSettings, logger: BoltLogger, onOdd: () => void): Connect {
  return (onEnvelope) => {
    const socket = socketDispatcher(settings.proxy);
    const client = new GuardedClient({
      appToken: settings.appToken ?? '',
      autoReconnectEnabled: false,
      clientPingTimeout: settings.pingTimeoutMs,
      logger,
      // A fresh object for each client: it writes its own retry settings into the object that it is given.
      dispatcher: socket.dispatcher,
      clientOptions: {
        slackApiUrl: settings.apiUrl,
        fetch: clientFetch(settings.proxy),
        timeout: settings.callTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    });
    client.on('slack_event', onEnvelope);
    client.on('odd_envelope', onOdd);
    const gone = new Promise<void>((resolve) => {
      client.once('disconnected', () => {
        socket.destroy();
        resolve();
      });
    });
    let closed = false;
    const end = (): void => {
      void client.disconnect().catch(() => undefined);
      // One that was being opened is gone by now, but left a timer that keeps the process for half a minute; the second call ends it.
      if (client.websocket && client.websocket.readyState === undefined) client.websocket.disconnect();
    };
    // A client that was closed while it asked for an address would connect afterwards all the same.
    client.on('connecting', () => {
      if (closed) queueMicrotask(end);
    });
    const hello = client.start().then(
      () => undefined,
      async (error: unknown) => {
        const failure = fromClient(error);
        // The next socket is opened with it.
        if (refusesToken(failure) && (await settings.renew('appToken')))
          throw new PassingTrouble('another token was put in its place');
        throw failure;
      },
    );
    hello.catch(() => undefined);
    return {
      hello,
      gone,
      isOpen: () => client.websocket?.isActive() === true,
      close: () => {
        closed = true;
        end();
      },
    };
  };
}
