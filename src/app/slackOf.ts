// What the configuration says of Slack, with its secrets.

import type { Settings } from '../config/settings.js';
import { type SlackSecretName, type SlackSettings, slackSettings } from '../slack/index.js';

export async function slackOf({ slack }: Pick<Settings, 'slack'>): Promise<SlackSettings> {
  const settings = slackSettings({
    botToken: await slack.botToken(),
    appToken: slack.mode === 'socket' ? await slack.appToken() : null,
    signingSecret: slack.mode === 'http' ? await slack.signingSecret() : null,
    mode: slack.mode,
    ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }),
    host: slack.host,
    httpPort: slack.port,
    healthPort: slack.healthPort ?? null,
    proxy: slack.proxy,
  });
  return renewable(settings, slack);
}

/** Whoever holds the settings reads the newest secret from them; what cannot be read meanwhile stays as it is. */
function renewable(
  settings: SlackSettings,
  secrets: Pick<Settings['slack'], SlackSecretName>,
): SlackSettings {
  const looking = new Map<SlackSecretName, Promise<boolean>>();
  const look = async (name: SlackSecretName): Promise<boolean> => {
    const found = await secrets[name]().catch(() => null);
    if (found === null || found === live[name]) return false;
    live[name] = found;
    return true;
  };
  const live = {
    ...settings,
    renew(name: SlackSecretName): Promise<boolean> {
      // Who was refused at the same moment shares the answer.
      const renewing = looking.get(name) ?? look(name).finally(() => looking.delete(name));
      looking.set(name, renewing);
      return renewing;
    },
  };
  return live;
}
