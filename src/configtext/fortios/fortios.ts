// FortiOS: a whole configuration, or what `show vpn ipsec phase1-interface` and `phase2-interface` print.

import { addressNumber } from '../../domain/selector.js';
import type { MonitorConfig } from '../../domain/tunnelConfig.js';
import { type FortiOrigin, word } from '../../vendors/fortios/configObject.js';
import { phaseOne } from '../../vendors/fortios/normalizePhase1.js';
import { addressObjects, type FortiAddresses, phaseTwo } from '../../vendors/fortios/normalizePhase2.js';
import { leadsInto, linkMonitor, staticRoutes } from '../../vendors/fortios/normalizeRouting.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { ignoredPhase1, ignoredPhase2, readPhase1, readPhase2 } from './known.js';
import { type FortiEntry, fortiEntries } from './tree.js';

export const fortios: ConfigReader = {
  product: 'fortios',
  recognizes: (lines) =>
    lines.filter((line) => /^\s*config vpn ipsec phase[12](-interface)?\s*$/.test(line)).length > 0 ? 100 : 0,
  read,
};

const origin: FortiOrigin = {
  where: 'the text',
  tellsAll: false,
  unprinted: (setting) =>
    `\`set ${setting}\` is not in the text, and the default of FortiOS differs between versions; \`show full-configuration\` prints it.`,
};

function read(lines: readonly string[]): ConfigText {
  const entries = fortiEntries(lines);
  const unread = new UnreadLines();
  const firmware = firmwareOf(lines);
  const gateways = boundedTunnels(
    entries.filter(({ path }) => /^vpn ipsec phase1(-interface)?$/.test(path)),
    0,
    unread,
  );
  const children = entries.filter(({ path }) => /^vpn ipsec phase2(-interface)?$/.test(path));
  const names = addressObjects({
    addresses: entries.filter(({ path }) => /^firewall address6?$/.test(path)),
    groups: entries.filter(({ path }) => /^firewall addrgrp6?$/.test(path)),
  });
  const addresses = interfaceAddresses(entries);
  const tunnels = gateways.map((gateway): ReadTunnel => {
    const own = children.filter((child) => word(child, 'phase1name') === gateway.name);
    const notes = new Notes([gateway, ...own].every((entry) => entry.isWhole));
    const ike = phaseOne({ entry: gateway, origin, notes, firmware, addresses });
    if (own.length === 0)
      notes.cannotTell('child.selectors', `The text holds no phase 2 of ${gateway.name}.`);
    listUnread(gateway, readPhase1, ignoredPhase1, gateway.name, unread);
    for (const child of own) listUnread(child, readPhase2, ignoredPhase2, gateway.name, unread);
    const isInterface = gateway.path.endsWith('-interface');
    const config = tunnelFrom({
      product: 'fortios',
      name: gateway.name,
      disabled: isDown(entries, gateway.name),
      ike,
      children: own.map((entry) =>
        phaseTwo({ entry, origin, notes, firmware, addresses: names, passive: ike.passive }),
      ),
      interface: isInterface ? gateway.name : null,
      routed: routesInto(entries, gateway.name, names),
      objects: { gateway: gateway.name, tunnel: gateway.name, child: own[0]?.name ?? null },
      ...monitorOf(entries, gateway.name),
      notes,
    });
    return { config, forIke: null };
  });
  const known = new Set(gateways.map((gateway) => gateway.name));
  for (const child of children) {
    const parent = word(child, 'phase1name') ?? '';
    if (!known.has(parent))
      unread.add(child.line, lines[child.line - 1] ?? '', 'its phase 1 is not in the text', parent);
  }
  return { product: 'fortios', tunnels, unread: unread.all() };
}

function listUnread(
  entry: FortiEntry,
  readHere: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
  about: string,
  unread: UnreadLines,
): void {
  for (const [name, setting] of entry.settings)
    if (!readHere.has(name) && !ignored.has(name))
      unread.add(setting.line, setting.text, 'this setting is not read', about);
}

/** `#config-version=FGT60F-7.04-FW-build2571-…` of a backup: 7.04 is 7.4. */
function firmwareOf(lines: readonly string[]): number | null {
  for (const line of lines.slice(0, 40)) {
    const found = /^#?config-version=[\w-]{1,40}?-(\d)\.0?(\d{1,2})(?:\.\d+)?-FW/.exec(line.trim());
    if (found) return Number(found[1]) * 100 + Number(found[2]);
  }
  return null;
}

function interfaceAddresses(entries: readonly FortiEntry[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const address = entry.path === 'system interface' ? word(entry, 'ip') : undefined;
      return address !== undefined && addressNumber(address) && address !== '0.0.0.0'
        ? [[entry.name, address]]
        : [];
    }),
  );
}

function monitorOf(entries: readonly FortiEntry[], name: string): { readonly monitor?: MonitorConfig } {
  const found = entries.find(
    (entry) => entry.path === 'system link-monitor' && word(entry, 'srcintf') === name,
  );
  return found === undefined ? {} : { monitor: linkMonitor(found) };
}

/** Its interface is set down; null when the text does not hold the interface. */
function isDown(entries: readonly FortiEntry[], name: string): boolean | null {
  const unit = entries.find((entry) => entry.path === 'system interface' && entry.name === name);
  return unit === undefined ? null : word(unit, 'status') === 'down';
}

/** Static routes whose device is the tunnel; null when the text holds no static routes at all. */
function routesInto(
  entries: readonly FortiEntry[],
  name: string,
  addresses: FortiAddresses,
): readonly string[] | null {
  const routes = entries.filter((entry) => entry.path === 'router static');
  if (routes.length === 0) return null;
  return staticRoutes(routes, leadsInto(name, null), addresses);
}
