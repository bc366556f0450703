// The tunnels as the configuration declares them at this moment.

import { declaredAt, type Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { DeclaredTunnel } from '../fleet/fleetTunnel.js';

/** Maintenance windows come and go; looking twice a minute is enough, and keeps the list the same in between. */
export function declaredNow(settings: Settings, clock: Clock): () => readonly DeclaredTunnel[] {
  let untilMs = 0;
  let declared: readonly DeclaredTunnel[] = [];
  return () => {
    const now = clock.now();
    if (now.getTime() >= untilMs) {
      declared = declaredAt(settings.tunnels, now);
      untilMs = now.getTime() + 30_000;
    }
    return declared;
  };
}
