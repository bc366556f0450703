// Every loaded connection as a configured tunnel: list-conns, trap policies and swanctl.conf put together.

import type { CallContext } from '../../domain/device.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { ViciClient } from './client.js';
import { readConfigFile } from './configFile.js';
import { type ConfSource, normalizeConfig } from './normalizeConfig.js';
import { type Outcome, success } from './outcome.js';
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
  const connections = parseConnections(reply.value, reads.connections);
  if (!connections.ok) return connections;
  const policies = await fetchPolicies(client, call);
  const conf = await readConf(configFile);
  return success(
    connections.value.flatMap(
      (connection) => normalizeConfig(device, connection, conf, trapsOf(policies, connection.name)) ?? [],
    ),
  );
}

/** Null: they could not be read, which is never "there are none". */
export async function fetchPolicies(
  client: ViciClient,
  call: CallContext,
): Promise<readonly Named<PolicyWords>[] | null> {
  const reply = await client.ask(reads.policies, { trap: 'yes' }, call);
  if (!reply.ok) return null;
  const policies = parsePolicies(reply.value, reads.policies);
  return policies.ok ? policies.value : null;
}

function trapsOf(
  policies: readonly Named<PolicyWords>[] | null,
  connection: string,
): ReadonlySet<string> | null {
  if (policies === null) return null;
  return new Set(policies.filter(({ words }) => words.ike === connection).map(({ words }) => words.child));
}

async function readConf(configFile: string | undefined): Promise<ConfSource> {
  if (configFile === undefined) {
    return {
      missing:
        'VICI does not tell it; name swanctl.conf (configFile) of this device in our configuration, or read the "configured proposals" line of the log.',
    };
  }
  const read = await readConfigFile(configFile);
  return read.ok ? { root: read.value } : { missing: read.failure.says };
}
