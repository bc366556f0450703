// The Bolt app: the receiver of the chosen mode, who we are, and our listeners; no listener waits for anything before it acknowledges.

import { App, type Receiver } from '@slack/bolt';
import type { BoltLogger } from './boltLogger.js';
import type { Ack, Arrival, Listening } from './ports.js';
import type { SlackSettings } from './settings.js';
import { clientFetch } from './trustedFetch.js';

export interface BoltParts {
  readonly settings: SlackSettings;
  readonly receiver: Receiver;
  readonly logger: BoltLogger;
  /** Empty until Slack told us; events of our own are recognized by the listeners too. */
  readonly identity: () => { botId?: string; botUserId?: string };
  readonly onError: (error: unknown) => void;
}

export function createBolt(parts: BoltParts): App {
  const { settings } = parts;
  const app = new App({
    receiver: parts.receiver,
    // Not `token`: with it Bolt asks auth.test once, at construction, and keeps a failure for ever.
    authorize: async () => ({ botToken: settings.botToken, ...parts.identity() }),
    clientOptions: {
      slackApiUrl: settings.apiUrl,
      fetch: clientFetch(settings.proxy),
      timeout: settings.callTimeoutMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
    convoStore: false,
    logger: parts.logger,
  });
  app.error(async (error) => parts.onError(error));
  return app;
}

/** Our narrow view of Bolt's registration methods. */
export function listeningOf(app: App): Listening {
  const arrival = (args: { ack?: unknown; body: unknown; event?: unknown }): Arrival => ({
    ack: (args.ack ?? (async () => undefined)) as Ack,
    body: args.body,
    event: args.event,
  });
  return {
    command: (name, listener) => app.command(name, (args) => listener(arrival(args))),
    event: (name, listener) =>
      app.event(name, (args) => listener(arrival({ body: args.body, event: args.event }))),
    shortcut: (id, listener) => app.shortcut(id, (args) => listener(arrival(args))),
    view: (id, listener) => app.view(id, (args) => listener(arrival(args))),
    action: (id, listener) => app.action(id, (args) => listener(arrival(args))),
    options: (id, listener) => app.options(id, (args) => listener(arrival(args))),
  };
}
