// The fleet as it is now: asks every device for its tunnels at once, lives with partial failure, and resolves names.

import type { Clock } from '../domain/clock.js';
import type { Gap } from '../domain/observation.js';
import { Problem } from '../domain/problem.js';
import type { Vendor } from '../domain/tunnelConfig.js';
import { assembleFleet, type DeviceInventory } from './assemble.js';
import type { AskOptions, Desk } from './desk.js';
import { type DeclaredTunnel, endsOf, type FleetTunnel, type FleetView } from './fleetTunnel.js';
import { type Resolution, resolveName } from './naming.js';

export interface Fleet {
  /** Devices in the order of the configuration. */
  readonly devices: readonly { readonly name: string; readonly vendor: Vendor }[];
  /** What the configuration says now; maintenance windows come and go. */
  declared(): readonly DeclaredTunnel[];
  /** Every tunnel of every device that can be asked, or of the devices named. Never rejects for a device that fails. */
  view(ask: AskOptions, devices?: readonly string[]): Promise<FleetView>;
  /**
   * The tunnel a person named.
   * @throws Problem `ambiguous-tunnel` or `unknown-tunnel` (its `fits` are the names to choose from), `no-device` when
   *   nobody knows whether the name exists because no device could be asked.
   */
  resolve(typed: string, ask: AskOptions): Promise<FleetTunnel>;
}

export interface FleetParts {
  readonly devices: readonly {
    readonly name: string;
    readonly vendor: Vendor;
    readonly region?: string;
  }[];
  readonly declared: () => readonly DeclaredTunnel[];
  readonly desk: Desk;
  /** With it names get a part of the question's time, without it all of it. */
  readonly clock?: Clock;
}

/** A name that nobody knows is looked for once more in inventories that are not older than this. */
const secondLookMaxAgeMs = 30_000;
const partOfTheTime = 0.4;

export function createFleet(parts: FleetParts): Fleet {
  const { devices, declared, desk, clock } = parts;

  const assembled = rememberingLast();
  const inTimeOf = (ask: AskOptions): AskOptions => (clock ? withPartOfTheTime(ask, clock.now()) : ask);

  async function view(ask: AskOptions, names?: readonly string[]): Promise<FleetView> {
    const inTime = inTimeOf(ask);
    const asked = names ? devices.filter((device) => names.includes(device.name)) : devices;
    const inventories = await Promise.all(
      asked.map(async (device): Promise<DeviceInventory> => {
        const inventory = await desk.ask(device.name, 'inventory', {}, inTime);
        const { name, vendor, region } = device;
        return { device: name, vendor, ...(region === undefined ? {} : { region }), inventory };
      }),
    );
    const known = new Set(asked.map((device) => device.name));
    const relevant = names
      ? declared().filter(
          (tunnel) => tunnel.ends.length > 0 && tunnel.ends.every((end) => known.has(end.device)),
        )
      : declared();
    return assembled(inventories, relevant);
  }

  async function resolve(typed: string, ask: AskOptions): Promise<FleetTunnel> {
    const few = devicesOfDeclared(typed, declared());
    if (few) {
      const resolution = resolveName(typed, await view(ask, few));
      if ('found' in resolution) return resolution.found;
    }
    // Which names there are changes rarely; how the tunnel is set up now, its own devices tell.
    const { maxAgeMs, since, ...usual } = ask;
    let everything = await view(usual);
    let resolution = resolveName(typed, everything);
    if ('found' in resolution && (maxAgeMs !== undefined || since !== undefined)) {
      const ends = endsOf(resolution.found);
      await Promise.all(ends.map(({ device }) => desk.ask(device, 'inventory', {}, inTimeOf(ask))));
      everything = await view(usual);
      resolution = resolveName(typed, everything);
    }
    if ('found' in resolution) return resolution.found;
    if ('several' in resolution) throw problemFor(typed, resolution, everything);
    const again = await view({ ...usual, maxAgeMs: Math.min(maxAgeMs ?? Infinity, secondLookMaxAgeMs) });
    const second = resolveName(typed, again);
    if ('found' in second) return second.found;
    throw problemFor(typed, second, again);
  }

  return { devices, declared, view, resolve };
}

/** Finding a name is the beginning of an answer: one device that hangs must leave time for asking the others what they know. */
function withPartOfTheTime(ask: AskOptions, now: Date): AskOptions {
  const leftMs = Date.parse(ask.deadlineAt) - now.getTime();
  return { ...ask, deadlineAt: new Date(now.getTime() + leftMs * partOfTheTime).toISOString() };
}

/** Pairing thousands of tunnels takes a while, and most questions find the same inventories as the one before. */
function rememberingLast(): typeof assembleFleet {
  let last: { readonly parts: readonly unknown[]; readonly view: FleetView } | null = null;
  return (inventories, declared) => {
    const parts = [
      declared,
      ...inventories.flatMap(({ device, inventory }) => [
        device,
        inventory.known ? inventory.value : inventory,
      ]),
    ];
    const same =
      last?.parts.length === parts.length && parts.every((part, index) => part === last?.parts[index]);
    if (last && same) return last.view;
    last = { parts, view: assembleFleet(inventories, declared) };
    return last.view;
  };
}

/** The devices that must be asked for a tunnel whose ends are declared; null when every device may have it. */
function devicesOfDeclared(typed: string, declared: readonly DeclaredTunnel[]): readonly string[] | null {
  const wanted = typed.trim();
  const match =
    declared.find((tunnel) => tunnel.name === wanted) ??
    declared.find((tunnel) => tunnel.declaration.aliases.includes(wanted));
  return match && match.ends.length === 2 ? match.ends.map((end) => end.device) : null;
}

function problemFor(typed: string, resolution: Resolution, view: FleetView): Problem {
  if ('several' in resolution) {
    const fits = resolution.several.map((tunnel) => tunnel.name);
    const shown =
      fits.length > 10 ? `${fits.slice(0, 10).join(', ')} and ${fits.length - 10} more` : fits.join(', ');
    return new Problem('ambiguous-tunnel', { name: typed, fits: shown }, fits);
  }
  const gaps = view.gaps.map((gap) => gap.says).join(' ');
  if (view.tunnels.length === 0 && view.gaps.length === view.devices.length && view.gaps.length > 0) {
    return noDevice(view);
  }
  const close = 'close' in resolution ? resolution.close : [];
  const hint =
    close.length > 0
      ? `Did you mean ${close.slice(0, 3).join(' or ')}?`
      : 'Ask `list` for the names that there are.';
  return new Problem('unknown-tunnel', { name: typed, hint: gaps === '' ? hint : `${hint} ${gaps}` }, close);
}

/** Which device was asked what. */
export function askedText({ device, request }: Gap): string {
  return request === '' ? device : `${device} (${request})`;
}

/** Nothing can be answered: each device's reason, and the remedy of the first. */
export function noDevice(view: FleetView): Problem {
  const [first] = view.gaps;
  const detail = view.gaps.map((gap) => `${askedText(gap)}: ${gap.says.replace(/\.$/, '')}`).join('; ');
  return new Problem('no-device', { detail, hint: first?.remedy ?? 'Check the network and the device.' });
}
