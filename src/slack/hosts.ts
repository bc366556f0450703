// Which addresses are Slack's: those of the family that the configured API belongs to, and nothing else.

/** GovSlack is a Slack of its own, with its own API, hooks and files. Source: docs.slack.dev/govslack. */
const families: readonly string[] = ['slack.com', 'slack-gov.com'];

function isIn(family: string, hostname: string): boolean {
  return hostname === family || hostname.endsWith(`.${family}`);
}

/** True for the origin of the API itself, and for https addresses on hosts of the API's family. */
export function isSlackAddress(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  const api = new URL(apiUrl);
  if (origin === api.origin) return true;
  const family = families.find((one) => isIn(one, api.hostname));
  return family !== undefined && protocol === 'https:' && port === '' && isIn(family, hostname);
}
