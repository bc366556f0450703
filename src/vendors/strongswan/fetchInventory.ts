// Every loaded connection as a configured tunnel: list-conns, trap policies and swanctl.conf put together.

import type { CallContext } from '../../domain/device.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { inTurns } from '../../support/turns.js';
import { type Outcome, success } from '../outcome.js';
import type { ViciClient } from './client.js';
import { readConfigFile } from './configFile.js';
import { type ConfSource, normalizeConfig } from './normalizeConfig.js';
import { type Named, parseConnections, parsePolicies } from './parse.js';
import { reads } from './requests.js';
import type { PolicyWords } from './schema.js';

export async function fetchInventory(
  device: string,
  client: ViciClient,
  configFile: string | undefined,
  call: CallContext,
): Promise<Outcome<readonly TunnelConfig[]>> {
  const reply = await client.ask(reads.connections, {}, call);
  if (!reply.ok) return reply;
  const connections = await parseConnections(reply.value, reads.connections);
  if (!connections.ok) return connections;
  const policies = await fetchPolicies(client, call);
  const conf = await readConf(configFile);
  const traps = policies === null ? null : trapsByConnection(policies);
  const tunnels: TunnelConfig[] = [];
  await inTurns(connections.value, (connection) => {
    const own = traps === null ? null : (traps.get(connection.name) ?? new Set<string>());
    const tunnel = normalizeConfig(device, connection, conf, own);
    if (tunnel !== null) tunnels.push(tunnel);
  });
  return success(tunnels);
}

/** Null: they could not be read, which is never "there are none". */
export async function fetchPolicies(
  client: ViciClient,
  call: CallContext,
): Promise<readonly Named<PolicyWords>[] | null> {
  const reply = await client.ask(reads.policies, { trap: 'yes' }, call);
  if (!reply.ok) return null;
  const policies = await parsePolicies(reply.value, reads.policies);
  return policies.ok ? policies.value : null;
}

/** The children with a trap policy, by connection. */
export function trapsByConnection(
  policies: readonly Named<PolicyWords>[],
): ReadonlyMap<string | undefined, ReadonlySet<string>> {
  const traps = new Map<string | undefined, Set<string>>();
  for (const { words } of policies) {
    const own = traps.get(words.ike) ?? new Set();
    traps.set(words.ike, own.add(words.child));
  }
  return traps;
}

async function readConf(configFile: string | undefined): Promise<ConfSource> {
  if (configFile === undefined) {
    return {
      missing:
        'VICI does not tell it; name swanctl.conf (configFile) of this device in our configuration, or read the "configured proposals" line of the log.',
    };
  }
  const read = await readConfigFile(configFile);
  return read.ok ? { root: read.value } : { missing: read.fault.says };
}
