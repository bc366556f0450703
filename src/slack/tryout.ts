// Each token and channel tried once, for the checks of an installation: nothing is posted, and nothing is kept.

import type { Logger } from '../support/logger.js';
import { createBoltLogger } from './boltLogger.js';
import { RenewingClient } from './renewingClient.js';
import type { SlackSettings } from './settings.js';
import { clientFetch } from './trustedFetch.js';

export interface BotSeen {
  readonly team: string;
  readonly user: string;
  /** Null when Slack does not tell them. */
  readonly scopes: readonly string[] | null;
  /** Slack's clock when it answered; null when it did not tell. */
  readonly at: Date | null;
}

/** What fails is a SlackRefusal or a PassingTrouble. */
export interface Tryout {
  bot(): Promise<BotSeen>;
  /** An address for a socket is asked for; none is opened. */
  socket(): Promise<void>;
  channel(id: string): Promise<void>;
}

export function createTryout(settings: SlackSettings, logger: Logger): Tryout {
  let at: Date | null = null;
  const fetchOf = clientFetch(settings.proxy);
  const clientWith = (token: string) =>
    // One that is refused is told, not looked up anew: what stands there now was just read.
    new RenewingClient(
      { ...settings, botToken: token, renew: async () => false },
      {
        slackApiUrl: settings.apiUrl,
        fetch: async (...call) => {
          const reply = await fetchOf(...call);
          const date = Date.parse(reply.headers.get('date') ?? '');
          at = Number.isNaN(date) ? null : new Date(date);
          return reply;
        },
        timeout: settings.callTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        logger: createBoltLogger(logger),
      },
    );
  const bot = clientWith(settings.botToken);
  return {
    async bot() {
      const me = await bot.auth.test();
      const told = me.response_metadata?.scopes;
      return { team: me.team ?? '', user: me.user ?? '', scopes: told ?? null, at };
    },
    async socket() {
      await clientWith(settings.appToken ?? '').apps.connections.open({});
    },
    async channel(id) {
      await bot.conversations.history({ channel: id, limit: 1 });
    },
  };
}
