// Every listener there is, registered in one place.

import { listenToApps } from './listenApps.js';
import { listenToClicks } from './listenClicks.js';
import { listenToCommands } from './listenCommands.js';
import { listenToEvents } from './listenEvents.js';
import { listenToShortcuts } from './listenShortcuts.js';
import { listenToStops } from './listenStops.js';
import type { Listening, Parts } from './ports.js';
import { listenToIncidents } from './threads/listen.js';

export function listenToAll(listening: Listening, parts: Parts): void {
  listenToCommands(listening, parts);
  listenToClicks(listening, parts);
  listenToEvents(listening, parts);
  listenToShortcuts(listening, parts);
  listenToStops(listening, parts);
  listenToIncidents(listening, parts);
  listenToApps(listening, parts);
}
