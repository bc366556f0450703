// What watches a tunnel of FortiOS and what leads into it: link monitors and static routes, from a text or as its API tells them.

import { readSelector, type Selector, selectorText } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { MonitorConfig } from '../../domain/tunnelConfig.js';
import { type FortiSettings, word } from './configObject.js';
import type { FortiAddresses } from './normalizePhase2.js';
import type { HealthCheckWords } from './parseMonitors.js';

/** `config system link-monitor` on the tunnel's interface: milliseconds since 6.2, seconds before; it takes static routes away by default. */
export function linkMonitor(found: FortiSettings): MonitorConfig {
  const interval = wholeNumber(word(found, 'interval'));
  return {
    enabled: word(found, 'status') !== 'disable',
    destination: word(found, 'server') ?? null,
    child: null,
    profile: found.name,
    action: word(found, 'update-static-route') === 'disable' ? null : 'fail-over',
    intervalSeconds: interval === null ? null : interval >= 500 ? interval / 1000 : interval,
    threshold: wholeNumber(word(found, 'failtime')) ?? 5,
  };
}

/** A health check of SD-WAN through the tunnel: it watches it as a link monitor does, in milliseconds. */
export function healthCheck({
  name,
  server,
  movesRoutes,
  intervalMs,
  failures,
}: HealthCheckWords): MonitorConfig {
  return {
    enabled: true,
    destination: server,
    child: null,
    profile: name,
    action: movesRoutes ? 'fail-over' : null,
    intervalSeconds: intervalMs === null ? null : intervalMs / 1000,
    threshold: failures,
  };
}

/** Which routes lead into an interface: those that name it, and those to its zone of SD-WAN (before 7.0 there was only one). */
export function leadsInto(inside: string, zone: string | null): (route: FortiSettings) => boolean {
  return (route) =>
    word(route, 'device') === inside ||
    (zone !== null &&
      (route.settings.get('sdwan-zone')?.values.includes(zone) === true ||
        word(route, 'sdwan') === 'enable'));
}

/** Networks to which these static routes lead. */
export function staticRoutes(
  routes: readonly FortiSettings[],
  leads: (route: FortiSettings) => boolean,
  addresses: FortiAddresses,
): readonly string[] {
  return routes
    .filter((route) => leads(route) && word(route, 'status') !== 'disable')
    .flatMap((route) => {
      const named = addresses.get(word(route, 'dstaddr') ?? '');
      const written = route.settings.get('dst')?.values.join(' ');
      const selector: Selector | null = written === undefined ? null : readSelector(written);
      return [...(named ?? []), ...(selector && named === undefined ? [selector] : [])].map(selectorText);
    });
}
