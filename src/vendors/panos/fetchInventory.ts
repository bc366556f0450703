// Asking for every configured tunnel: the firewall's own configuration, and the merged one where Panorama pushed it.

import type { Gap, Known, Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { sharedInventory } from '../https/inventory.js';
import { namesObjects, withAddresses } from './addressObjects.js';
import type { NetworkWords } from './configWords.js';
import { readAddressObjects } from './fetchAddresses.js';
import { configRead, readMerged } from './fetchMerged.js';
import { readFlows } from './fetchTables.js';
import { normalizeNetwork } from './normalizeConfig.js';
import { unresolved } from './normalizeGateway.js';
import { normalizeRuntime } from './normalizeRuntime.js';
import { parseNetwork } from './parseConfig.js';
import type { FlowWords } from './parseFlow.js';
import { parseRuntimeGateways, parseRuntimeTunnels } from './parseRuntime.js';
import { itsOwn, type OriginOf, originsOf } from './provenance.js';
import type { Question } from './question.js';
import { assignRows } from './rowNames.js';

const nothing: NetworkWords = {
  marks: new Map(),
  ikeProfiles: [],
  ipsecProfiles: [],
  gateways: [],
  tunnels: [],
  monitorProfiles: [],
  routers: [],
};

export const { fetchInventory, knownInventory } = sharedInventory(readInventory);

/**
 * The firewall's own configuration, and beside it the tunnels that the dataplane has. When those are more, when its objects name
 * others that are not there, or when our way leads through Panorama, the merged running configuration is read.
 */
async function readInventory(question: Question): Promise<Observation<readonly TunnelConfig[]>> {
  const { settings } = question.session;
  const [local, flows] = await Promise.all([
    settings.panorama ? question.known(nothing) : readLocal(question),
    readFlows(question),
  ]);
  const mine = local.known ? local.value : nothing;
  const own = (): Promise<Known<readonly TunnelConfig[]>> =>
    normalized(question, mine, originsOf(mine, null, mine.marks));
  if (local.known && !settings.panorama) {
    // Nothing local and no word of the dataplane: that is not "no tunnels".
    if (mine.tunnels.length === 0 && !flows.known) return flows;
    if (!flows.known || (namesNothingElsewhere(mine) && explains(mine, flows.value))) return await own();
  }
  const merged = await readMerged(question);
  if (!merged.known) {
    if (mine.tunnels.length > 0) return await own();
    return (await readRuntime(question, flows.known ? flows.value : [])) ?? (local.known ? merged : local);
  }
  const { network, candidate } = merged.value;
  const found = await normalized(
    question,
    network,
    originsOf(network, settings.panorama ? null : mine, candidate),
  );
  if (found.value.length > 0 || (flows.known && flows.value.length === 0)) return found;
  // A configuration without tunnels is believed only when the dataplane has none either.
  if (!flows.known) return flows;
  return (await readRuntime(question, flows.value)) ?? hiddenTunnels(question, flows.value.length);
}

/** With address objects read where the configuration names any. */
async function normalized(
  question: Question,
  network: NetworkWords,
  originOf: OriginOf,
): Promise<Known<readonly TunnelConfig[]>> {
  const objects = namesObjects(network) ? await readAddressObjects(question) : null;
  const resolved = objects?.known ? withAddresses(network, objects.value) : network;
  const tunnels = normalizeNetwork(question.session.name, resolved, originOf);
  if (objects === null || objects.known) return question.known(tunnels);
  // Why the objects are not known stands beside each setting that names one.
  const why = objects.says;
  return question.known(tunnels.map((tunnel) => withReason(tunnel, why)));
}

function withReason(tunnel: TunnelConfig, why: string): TunnelConfig {
  const unreadable = Object.entries(tunnel.unreadable).map(([setting, says]) => [
    setting,
    says.includes(unresolved) ? `${says} ${why}` : says,
  ]);
  return { ...tunnel, unreadable: Object.fromEntries(unreadable) };
}

/** Every row of the dataplane belongs to a tunnel of the configuration. */
function explains(network: NetworkWords, rows: readonly FlowWords[]): boolean {
  return assignRows(rows, normalizeNetwork('', network, itsOwn)).unassigned.length === 0;
}

/** The gateway and the profiles of every tunnel stand beside it; `default` may be built in. */
function namesNothingElsewhere(network: NetworkWords): boolean {
  const has = (kind: string, name: string | null): boolean =>
    name === null || name === 'default' || network.marks.has(`${kind} ${name}`);
  return network.tunnels.every((tunnel) => {
    const gateways = tunnel.gateways.map((name) => network.gateways.find((one) => one.name === name));
    return (
      gateways.every(
        (one) => one && has('ike-profile', one.ikev1.profile) && has('ike-profile', one.ikev2.profile),
      ) &&
      has('ipsec-profile', tunnel.ipsecProfile) &&
      (tunnel.monitor?.enable !== true || has('monitor-profile', tunnel.monitor.profile))
    );
  });
}

function hiddenTunnels(question: Question, count: number): Gap {
  return question.gap(
    'unreadable',
    `The dataplane of the firewall has tunnels (${count} rows), but the configuration that the API user may read holds none.`,
    'Give its admin role the XML API rights Configuration and Operational Requests.',
  );
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
