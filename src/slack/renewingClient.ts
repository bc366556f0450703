// Slack's client of the Web API, whose errors are ours, and which takes a token that was replaced.

import { WebClient, type WebClientOptions } from '@slack/web-api';
import { fromClient, refusesToken } from './failure.js';
import type { SlackSettings } from './settings.js';

/** Every call goes through here, so that the client's own errors reach nobody else, and a token that was replaced is taken. */
export class RenewingClient extends WebClient {
  readonly #settings: SlackSettings;

  constructor(settings: SlackSettings, options: WebClientOptions) {
    super(settings.botToken, options);
    this.#settings = settings;
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    const used = this.#settings.botToken;
    try {
      return await this.#callWith(used, ...call);
    } catch (error) {
      if (!refusesToken(error)) throw error;
      // Somebody else may have renewed it while this call was on its way.
      const isOther = used !== this.#settings.botToken || (await this.#settings.renew('botToken'));
      if (!isOther) throw error;
      return await this.#callWith(this.#settings.botToken, ...call);
    }
  }

  async #callWith(
    token: string,
    ...[method, options]: Parameters<WebClient['apiCall']>
  ): ReturnType<WebClient['apiCall']> {
    try {
      return await super.apiCall(method, token === this.token ? options : { ...options, token });
    } catch (error) {
      throw fromClient(error);
    }
  }
}
