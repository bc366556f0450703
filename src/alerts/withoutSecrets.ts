// An alert without the secrets that somebody wrote into its labels, texts or links: what is kept and told.

import { removed, scrub } from '../domain/secrets/index.js';
import type { Alert } from './alert.js';

export function withoutSecrets(alert: Alert): Alert {
  const { link, event } = alert;
  return {
    ...alert,
    name: scrub(alert.name).text,
    key: scrub(alert.key).text,
    ...(event === undefined ? {} : { event: scrub(event).text }),
    labels: new Map([...alert.labels].map(([name, value]) => [scrub(name).text, cleanLabel(name, value)])),
    texts: alert.texts.map((text) => scrub(text).text),
    // A part of an address leads nowhere.
    link: link === null || scrub(link).count > 0 ? null : link,
  };
}

/** A label's name may be what tells that its value is a secret. */
function cleanLabel(name: string, value: string): string {
  const alone = scrub(value).text;
  const named = `${name}: ${alone}`;
  return scrub(named).text === named ? alone : removed;
}
