// A configuration of the other end that came into an incident: read, and what it is taken for.

import { Problem } from '../../domain/problem.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { Happening } from '../../incidents/events.js';
import type { TriageParts } from './parts.js';

/** @throws Problem `config-not-used` when none of its tunnels is ours for certain; then nothing is kept. */
export async function configHappening(
  { examiner }: Pick<TriageParts, 'examiner'>,
  tunnel: FleetTunnel,
  given: { readonly name: string; readonly text: string; readonly named: string | null },
  document: string,
  removed: string,
): Promise<Happening> {
  const { name, text, named } = given;
  const read = await examiner.readConfig(tunnel, text, named);
  if ('detail' in read)
    throw new Problem('config-not-used', { file: name, detail: read.detail, hint: read.remedy });
  const { vendor, tunnel: theirs } = read.config;
  return {
    kind: 'partner-config',
    document,
    name,
    product: vendor,
    tunnel: theirs,
    says: `${read.says}${removed}`,
  };
}
