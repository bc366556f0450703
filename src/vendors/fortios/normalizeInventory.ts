// The tables of a FortiGate's configuration → every tunnel of one virtual domain in neutral words.

import { addressNumber } from '../../domain/selector.js';
import type { IkeGatewayConfig, MonitorConfig, TunnelConfig } from '../../domain/tunnelConfig.js';
import { Notes, tunnelFrom } from '../tunnelDraft.js';
import { type Claim, twinsOf } from '../twinGateways.js';
import { type FortiOrigin, type FortiSettings, word } from './configObject.js';
import { phaseOne } from './normalizePhase1.js';
import { addressObjects, type FortiAddresses, phaseTwo } from './normalizePhase2.js';
import { healthCheck, leadsInto, linkMonitor, staticRoutes } from './normalizeRouting.js';
import type { HealthCheckWords } from './parseMonitors.js';

/** Null: the table could not be read, for the reason that stands in `missing`. */
export interface ConfigTables {
  readonly phase1: readonly FortiSettings[];
  readonly phase2: readonly FortiSettings[];
  readonly addresses: readonly FortiSettings[] | null;
  readonly groups: readonly FortiSettings[] | null;
  readonly interfaces: readonly FortiSettings[] | null;
  readonly routes: readonly FortiSettings[] | null;
  readonly monitors: readonly FortiSettings[] | null;
  /** Interfaces that are members of SD-WAN, each with its zone. */
  readonly sdwan: ReadonlyMap<string, string> | null;
  /** Those of SD-WAN; left out where they were not read. */
  readonly healthChecks?: readonly HealthCheckWords[];
  /** Each with the tunnels it holds. */
  readonly aggregates: readonly FortiSettings[] | null;
  /** Why a table is null, a sentence each. */
  readonly missing: Readonly<Partial<Record<'addresses' | 'interfaces' | 'routes' | 'monitors', string>>>;
}

export interface InventoryOf {
  readonly device: string;
  readonly vdom: string;
  /** 7.4 is 704. */
  readonly firmware: number | null;
}

export const vendor = 'fortios';

const origin: FortiOrigin = {
  where: 'what the firewall answered',
  tellsAll: true,
  unprinted: (setting) => `The firewall answered without \`${setting}\`; its version may not know it.`,
};

export function normalizeInventory(of: InventoryOf, tables: ConfigTables): readonly TunnelConfig[] {
  const names = addressObjects({ addresses: tables.addresses ?? [], groups: tables.groups ?? [] });
  const addresses = interfaceAddresses(tables.interfaces ?? []);
  const claims = tables.phase1
    .filter(({ name }) => isDown(tables, name) !== true)
    .map((entry) => claimOf(of, entry, addresses));
  return tables.phase1.map((entry) => {
    const tunnel = normalizeTunnel(of, tables, entry, names, addresses);
    return { ...tunnel, twins: twinsOf(claimOf(of, entry, addresses), claims) };
  });
}

/** Where two phases 1 fit the first message of a peer, FortiOS takes the first by name; with IKEv2 a network ID tells them apart. */
function claimOf(
  { firmware }: InventoryOf,
  entry: FortiSettings,
  addresses: ReadonlyMap<string, string>,
): Claim {
  const ike = phaseOne({ entry, origin, notes: new Notes(), firmware, addresses });
  return { ike, apart: ike.networkId ?? null };
}

function normalizeTunnel(
  of: InventoryOf,
  tables: ConfigTables,
  entry: FortiSettings,
  names: FortiAddresses,
  addresses: ReadonlyMap<string, string>,
): TunnelConfig {
  const notes = new Notes();
  const { firmware } = of;
  const ike = phaseOne({ entry, origin, notes, firmware, addresses });
  const own = tables.phase2.filter((child) => word(child, 'phase1name') === entry.name);
  if (own.length === 0)
    notes.cannotTell(
      'child.selectors',
      `The firewall has no phase 2 of ${entry.name}: no traffic can pass it.`,
    );
  const children = own.map((child) =>
    phaseTwo({ entry: child, origin, notes, firmware, addresses: names, passive: ike.passive }),
  );
  const inside = aggregateOf(tables, entry.name) ?? entry.name;
  const monitor = monitorOf(tables, entry.name, inside, notes);
  const config = tunnelFrom({
    product: vendor,
    name: entry.name,
    disabled: isDown(tables, entry.name),
    ike,
    // A tunnel without phase 2 is one still; its one child then selects nothing.
    children: children.length > 0 ? children : [{ name: entry.name }],
    interface: inside,
    routed: routesInto(tables, inside, names, notes),
    objects: {
      gateway: entry.name,
      tunnel: entry.name,
      child: own.length === 1 ? (own[0]?.name ?? null) : null,
    },
    ...(monitor === undefined ? {} : { monitor }),
    notes,
  });
  return {
    ...config,
    device: of.device,
    comment: word(entry, 'comments') ?? null,
    unreadable: withReasons(config.unreadable, tables.missing.addresses),
    vendorKeys: keysOf(of, tables, entry, ike, inside),
  };
}

/** Keys are never asked for, so none is unread. Why objects are not known stands beside the setting that names one. */
function withReasons(
  { 'ike.psk': _, ...unreadable }: TunnelConfig['unreadable'],
  why: string | undefined,
): TunnelConfig['unreadable'] {
  const says = unreadable['child.selectors'];
  if (why === undefined || says === undefined) return unreadable;
  return { ...unreadable, 'child.selectors': `${says} ${why}` };
}

/** What the adapter itself needs again, and what no other vendor has. */
function keysOf(
  { vdom }: InventoryOf,
  tables: ConfigTables,
  entry: FortiSettings,
  ike: IkeGatewayConfig,
  inside: string,
): Readonly<Record<string, string>> {
  const found: Readonly<Record<string, string | undefined>> = {
    vdom,
    type: word(entry, 'type'),
    dpd: word(entry, 'dpd'),
    autoNegotiate: word(entry, 'auto-negotiate'),
    networkId: ike.networkId,
    aggregate: inside === entry.name ? undefined : inside,
    sdwan: tables.sdwan?.has(inside) ? 'member' : undefined,
    npuOffload: word(entry, 'npu-offload'),
    adVpn:
      word(entry, 'auto-discovery-sender') === 'enable' || word(entry, 'auto-discovery-receiver') === 'enable'
        ? 'yes'
        : undefined,
    outerInterface: ike.localInterface ?? undefined,
    certificate: ike.certificate ?? undefined,
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function interfaceAddresses(interfaces: readonly FortiSettings[]): ReadonlyMap<string, string> {
  return new Map(
    interfaces.flatMap((entry): [string, string][] => {
      const address = word(entry, 'ip')?.split(' ')[0] ?? '';
      return addressNumber(address) && address !== '0.0.0.0' ? [[entry.name, address]] : [];
    }),
  );
}

/** Its interface is set down; null where interfaces could not be read. */
function isDown({ interfaces }: ConfigTables, name: string): boolean | null {
  const unit = interfaces?.find((entry) => entry.name === name);
  return unit === undefined ? null : word(unit, 'status') === 'down';
}

function monitorOf(
  tables: ConfigTables,
  name: string,
  inside: string,
  notes: Notes,
): MonitorConfig | undefined {
  const { monitors, missing } = tables;
  const checked = healthCheckOf(tables, inside);
  if (monitors === null && checked === undefined) {
    notes.cannotTell('monitor', missing.monitors ?? 'The link monitors could not be read.');
    return undefined;
  }
  const found = monitors?.find((entry) => entry.settings.get('srcintf')?.values.includes(name));
  if (found !== undefined) return linkMonitor(found);
  return checked === undefined ? noMonitor : healthCheck(checked);
}

/** The health check of SD-WAN that asks through this interface. */
function healthCheckOf({ healthChecks = [] }: ConfigTables, inside: string): HealthCheckWords | undefined {
  return healthChecks.find(({ units }) => units.includes(inside));
}

const noMonitor: MonitorConfig = {
  enabled: false,
  destination: null,
  child: null,
  profile: null,
  action: null,
  intervalSeconds: null,
  threshold: null,
};

function routesInto(
  { routes, sdwan, missing }: ConfigTables,
  inside: string,
  addresses: FortiAddresses,
  notes: Notes,
): readonly string[] | null {
  if (routes === null) {
    notes.cannotTell('route', missing.routes ?? 'The static routes could not be read.');
    return null;
  }
  return staticRoutes(routes, leadsInto(inside, sdwan?.get(inside) ?? null), addresses);
}

/** The interface that routes and policies name for a tunnel that is bundled with others; null for one that is not. */
function aggregateOf({ aggregates }: ConfigTables, name: string): string | null {
  return aggregates?.find((one) => one.settings.get('member')?.values.includes(name))?.name ?? null;
}
