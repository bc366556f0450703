// What the configuration says of Slack, with its secrets.

import type { Settings } from '../config/settings.js';
import { type SlackSettings, slackSettings } from '../slack/index.js';

export async function slackOf({ slack }: Pick<Settings, 'slack'>): Promise<SlackSettings> {
  return slackSettings({
    botToken: await slack.botToken(),
    appToken: slack.mode === 'socket' ? await slack.appToken() : null,
    signingSecret: slack.mode === 'http' ? await slack.signingSecret() : null,
    mode: slack.mode,
    ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }),
    host: slack.host,
    httpPort: slack.port,
    healthPort: slack.healthPort ?? null,
  });
}
