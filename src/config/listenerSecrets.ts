// Whom the one listener answers besides health: everybody has a secret of their own, and each must be there before it opens.

import type { Secret } from './secret.js';
import type { Settings } from './settings.js';

export function listenerSecrets({
  metrics,
  alerts,
  assistants,
}: Pick<Settings, 'metrics' | 'alerts' | 'assistants'>): readonly Secret[] {
  return [metrics.token, ...Object.values(alerts.secrets), ...assistants.map(({ secret }) => secret)].filter(
    (secret) => secret !== null,
  );
}
