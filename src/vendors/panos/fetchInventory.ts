// Asking for every configured tunnel: the firewall's own configuration, and the merged one where Panorama pushed it.

import type { Gap, Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { NetworkWords } from './configWords.js';
import { readFlows } from './fetchTables.js';
import { normalizeNetwork } from './normalizeConfig.js';
import { normalizeRuntime } from './normalizeRuntime.js';
import { keepNetwork, parseNetwork } from './parseConfig.js';
import { parseRuntimeGateways, parseRuntimeTunnels } from './parseRuntime.js';
import type { FlowWords } from './parseVpn.js';
import type { Question } from './question.js';
import { assignRows } from './rowNames.js';
import { sameMomentMs } from './units.js';
import { entryName, findAll } from './words.js';
import { defaultLimits } from './xml.js';

const inventoryFreshMs = 600_000;

/** A full effective-running configuration measured 11.8 MB at one site; it is streamed and only its network part is kept. */
const configLimits = { ...defaultLimits, maxBytes: 128 * 1024 * 1024 };
const configRead = { slow: true, collect: { keep: keepNetwork, limits: configLimits } } as const;

const nothing: NetworkWords = {
  ikeProfiles: [],
  ipsecProfiles: [],
  gateways: [],
  tunnels: [],
  monitorProfiles: [],
  routers: [],
};

export function knownInventory(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  return question.session.inventory.ask(question, inventoryFreshMs, readInventory);
}

export function fetchInventory(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  return question.session.inventory.ask(question, sameMomentMs, readInventory);
}

/**
 * The firewall's own configuration, and beside it the tunnels that the dataplane has. When those are more, or our way leads
 * through Panorama, the merged running configuration is read.
 */
async function readInventory(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  const { name, settings } = question.session;
  const [local, flows] = await Promise.all([
    settings.panorama ? question.known(nothing) : readLocal(question),
    readFlows(question),
  ]);
  const mine = local.known ? local.value : nothing;
  const tunnels = normalizeNetwork(name, mine, (tunnel) => tunnel.template);
  // Nothing local and no word of the dataplane: that is not "no tunnels".
  if (local.known && !settings.panorama && tunnels.length === 0 && !flows.known) return flows;
  if (local.known && !settings.panorama && (!flows.known || isComplete(question, tunnels, flows.value)))
    return question.known(tunnels);
  const merged = await readEffective(question);
  if (!merged.known) {
    if (tunnels.length > 0) return question.known(tunnels);
    return (await readRuntime(question, flows.known ? flows.value : [])) ?? (local.known ? merged : local);
  }
  const ownNames = new Set(mine.tunnels.map((tunnel) => tunnel.name));
  const templates = await readTemplates(question, merged.value);
  const found = normalizeNetwork(name, merged.value, (tunnel) =>
    ownNames.has(tunnel.name) ? null : (tunnel.template ?? templates.get(tunnel.name) ?? 'Panorama'),
  );
  const { unexplained } = question.session.memory;
  unexplained.clear();
  if (flows.known) for (const row of assignRows(flows.value, found).unassigned) unexplained.add(row.name);
  if (found.length > 0 || (flows.known && flows.value.length === 0)) return question.known(found);
  // A configuration without tunnels is believed only when the dataplane has none either.
  if (!flows.known) return flows;
  return (await readRuntime(question, flows.value)) ?? hiddenTunnels(question, flows.value.length);
}

function hiddenTunnels(question: Question, count: number): Gap {
  return question.gap(
    'unreadable',
    `The dataplane of the firewall has tunnels (${count} rows), but the configuration that the API user may read holds none.`,
    'Give its admin role the XML API rights Configuration and Operational Requests.',
  );
}

function isComplete(
  question: Question,
  tunnels: readonly TunnelConfig[],
  rows: readonly FlowWords[],
): boolean {
  const pointless = tunnels.some((tunnel) => tunnel.unreadable.gateway !== undefined);
  const { unexplained } = question.session.memory;
  const open = assignRows(rows, tunnels).unassigned.filter((row) => !unexplained.has(row.name));
  return !pointless && open.length === 0;
}

/** `action=show` is the running configuration; code 7 means that nothing of it is local. */
async function readLocal(question: Question): Promise<Observation<NetworkWords>> {
  const reply = await question.read('network', {}, configRead);
  if (!reply.known) return reply.reason === 'not-present' ? question.known(nothing) : reply;
  const network = parseNetwork(reply.value);
  if (network) return question.known(network);
  // Nothing at all is how some versions say that nothing is local; anything else is not what was asked.
  return reply.value.children.length === 0
    ? question.known(nothing)
    : question.gap(
        'unreadable',
        'The running configuration came without its network part.',
        'Report it with the version.',
      );
}

/** With an xpath where the version takes one; otherwise everything, of which only the network part is kept. */
async function readEffective(question: Question): Promise<Observation<NetworkWords>> {
  const narrow = await question.read('effective-network', {}, configRead);
  const network = narrow.known ? parseNetwork(narrow.value) : null;
  if (network) return question.known(network);
  if (!narrow.known && narrow.reason !== 'not-supported' && narrow.reason !== 'device-error') return narrow;
  const whole = await question.read('effective-all', {}, configRead);
  if (!whole.known) return whole;
  const found = parseNetwork(whole.value);
  return found
    ? question.known(found)
    : question.gap(
        'unreadable',
        'The effective configuration holds no network part.',
        'Report it with the version.',
      );
}

/** The running configuration does not say which template a tunnel came from; the candidate is marked (`ptpl`). */
async function readTemplates(
  question: Question,
  network: NetworkWords,
): Promise<ReadonlyMap<string, string>> {
  if (network.tunnels.length === 0 || network.tunnels.some((tunnel) => tunnel.template !== null))
    return new Map();
  const reply = await question.read('template-marks', {}, { slow: true });
  if (!reply.known) return new Map();
  const marked = findAll(reply.value, (node) => node.name === 'entry' && node.attributes.ptpl !== undefined);
  return new Map(marked.map((entry) => [entryName(entry), entry.attributes.ptpl ?? 'Panorama']));
}

/** For a role without the right to read configuration: what the IKE daemon holds, in two calls. Null when that is refused as well. */
async function readRuntime(
  question: Question,
  flows: readonly FlowWords[],
): Promise<Observation<readonly TunnelConfig[]> | null> {
  const [tunnels, gateways] = await Promise.all([
    question.read('tunnels', {}, { table: 'wrapped' }),
    question.read('gateways', {}, { table: 'wrapped' }),
  ]);
  if (!tunnels.known || !gateways.known) return null;
  const rows = question.knownRows(tunnels.value, parseRuntimeTunnels(tunnels.value));
  const gatewayRows = question.knownRows(gateways.value, parseRuntimeGateways(gateways.value));
  if (!rows.known) return rows;
  if (!gatewayRows.known) return gatewayRows;
  if (rows.value.length === 0 && flows.length > 0) return null;
  return question.known(normalizeRuntime(question.session.name, rows.value, gatewayRows.value, flows));
}
