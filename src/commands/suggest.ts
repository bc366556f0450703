// Tunnel names for type-ahead and from alerts' texts, from what is remembered; nobody waits for a slow device here.

import type { Clock } from '../domain/clock.js';
import { assembleFleet } from '../fleet/assemble.js';
import type { AskOptions } from '../fleet/desk.js';
import type { DeviceDesk } from '../fleet/deskOverDevices.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FleetTunnel, FleetView } from '../fleet/fleetTunnel.js';
import { peerAddressOf, rankNames } from '../fleet/naming.js';
import type { TunnelSuggestion } from './dispatcher.js';
import { stateText } from './phrases.js';

export interface SuggestParts {
  readonly fleet: Fleet;
  readonly desk: DeviceDesk;
  readonly clock: Clock;
}

/** A chat gives a menu three seconds; whoever has not answered by then is left out. */
const patienceMs = 1500;
const most = 100;

export async function suggestTunnels(
  parts: SuggestParts,
  typed: string,
  ask: AskOptions,
): Promise<readonly TunnelSuggestion[]> {
  const view = await rememberedView(parts, ask);
  return rankNames(typed.slice(0, 200), view, most).map((tunnel) => ({
    name: tunnel.name,
    device: tunnel.ours.device,
    hint: hintFor(parts.desk, tunnel),
  }));
}

/** Names and aliases that stand in a text as whole words, the longest first. */
export async function namesInText(
  parts: SuggestParts,
  text: string,
  ask: AskOptions,
  mayWait: boolean,
): Promise<readonly string[]> {
  const view = mayWait ? await parts.fleet.view(ask) : await rememberedView(parts, ask);
  const folded = text.slice(0, 20_000).toLowerCase();
  const hits = view.tunnels.filter((tunnel) =>
    [
      tunnel.name,
      tunnel.ours.tunnel,
      ...tunnel.aliases,
      ...(tunnel.theirs ? [tunnel.theirs.tunnel] : []),
    ].some((name) => standsIn(name.toLowerCase(), folded)),
  );
  return hits.map((tunnel) => tunnel.name).toSorted((a, b) => b.length - a.length);
}

function standsIn(name: string, text: string): boolean {
  if (name.length < 2) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = at === 0 ? ' ' : (text[at - 1] ?? ' ');
    const after = text[at + name.length] ?? ' ';
    if (!isWordCharacter(before) && !continues(after, text[at + name.length + 1] ?? ' ')) return true;
  }
  return false;
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}_-]/u.test(character);
}

/** A dot or a blank ends a name, but `tunnel-x` does not stand in `tunnel-x.backup`. */
function continues(character: string, next: string): boolean {
  return isWordCharacter(character) || (character === '.' && isWordCharacter(next));
}

async function rememberedView(parts: SuggestParts, ask: AskOptions): Promise<FleetView> {
  const { fleet, desk, clock } = parts;
  const missing = fleet.devices.filter((device) => !desk.peek(device.name, 'inventory', {}));
  if (missing.length > 0) {
    const enough = new AbortController();
    await Promise.race([
      fleet.view(ask),
      clock.sleep(patienceMs, enough.signal).catch(() => undefined),
    ]).finally(() => enough.abort());
  }
  return assembleFleet(
    fleet.devices.flatMap(({ name, vendor }) => {
      const inventory = desk.peek(name, 'inventory', {});
      return inventory ? [{ device: name, vendor, inventory }] : [];
    }),
    fleet.declared(),
  );
}

function hintFor(desk: DeviceDesk, tunnel: FleetTunnel): string {
  const overview = desk.peek(tunnel.ours.device, 'overview', {});
  const row = overview?.known ? overview.value.find((item) => item.tunnel === tunnel.ours.tunnel) : undefined;
  const peer = row?.peer ?? peerAddressOf(tunnel);
  return [row ? stateText(row.state) : '', peer ? `peer ${peer}` : '']
    .filter((text) => text !== '')
    .join(', ');
}
