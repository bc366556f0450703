// When the watch knows a firewall, by what the firewall was asked: a second look begins when the first one is kept.

import type { RunningFleet } from '../../src/simulator/index.js';
import { eventually } from './triageThread.js';

export async function lookedAt(fleet: RunningFleet, firewalls: readonly string[]): Promise<void> {
  const asked = (name: string): number =>
    fleet.firewall(name).requests.filter(({ command }) => command.includes('ike-sa')).length;
  for (const name of firewalls) await eventually(() => asked(name) > 1, `a second look at ${name}`);
}
