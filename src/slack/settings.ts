// What the Slack side can be told: how it is reached, its secrets, its times and its bounds.

import type { WebProxy } from '../support/proxy.js';

export type SlackSecretName = 'botToken' | 'appToken' | 'signingSecret';

export interface SlackSettings {
  /** `socket`: Slack is called by us, no address has to be published. `http`: Slack calls us, with signatures. */
  readonly mode: 'socket' | 'http';
  readonly botToken: string;
  /** Needed for `socket`. */
  readonly appToken: string | null;
  /** Needed for `http`. */
  readonly signingSecret: string | null;
  /**
   * Looks a secret up again that Slack refused, or that refused Slack.
   * @returns true when it is another one now; these settings carry it from then on, so each use reads it from them.
   */
  readonly renew: (name: SlackSecretName) => Promise<boolean>;
  /** On the way to Slack; null: none. */
  readonly proxy: WebProxy | null;
  /** Ends with `/api/`. */
  readonly apiUrl: string;
  readonly host: string;
  /** Where Slack calls us in `http`; 0 takes any free port. */
  readonly httpPort: number;
  /** Where /healthz and /readyz answer; null: nowhere, 0: any free port. */
  readonly healthPort: number | null;
  /** Draw steps as Slack's plan block; switched off by itself when Slack refuses it. */
  readonly planBlocks: boolean;
  /** One call of the Web API. */
  readonly callTimeoutMs: number;
  /** A socket that said no hello after this time is given up and opened anew. */
  readonly helloTimeoutMs: number;
  /** A socket whose pings are not answered for this time is given up. */
  readonly pingTimeoutMs: number;
  /** How long a stop waits for what runs. */
  readonly drainTimeoutMs: number;
  /** How long one command may run. */
  readonly commandTimeoutMs: number;
  readonly queue: QueueLimits;
}

export interface QueueLimits {
  /** Waiting messages of one channel; more are refused. */
  readonly perChannel: number;
  /** A message that could not be sent for so long is given up. */
  readonly maxAgeMs: number;
  /** Waits between attempts, doubling from the first to the last. */
  readonly firstWaitMs: number;
  readonly lastWaitMs: number;
}

export type SlackSecrets = Pick<SlackSettings, 'botToken'> & Partial<SlackSettings>;

/** Defaults for everything but the secrets. */
export function slackSettings(given: SlackSecrets): SlackSettings {
  return {
    mode: 'socket',
    appToken: null,
    signingSecret: null,
    renew: async () => false,
    proxy: null,
    apiUrl: 'https://slack.com/api/',
    host: '127.0.0.1',
    httpPort: 3000,
    healthPort: null,
    planBlocks: true,
    callTimeoutMs: 10_000,
    helloTimeoutMs: 30_000,
    pingTimeoutMs: 10_000,
    drainTimeoutMs: 25_000,
    commandTimeoutMs: 180_000,
    queue: { perChannel: 500, maxAgeMs: 3_600_000, firstWaitMs: 500, lastWaitMs: 15_000 },
    ...given,
  };
}
