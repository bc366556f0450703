// Which tunnels are watched: those that the settings choose, and those that a person chose or left out.

import { fitsPattern } from '../access/pattern.js';
import type { TunnelDeclaration } from '../domain/evidence.js';

/** Without any of them every tunnel is chosen; with several, one that fits any of them. */
export interface Choice {
  /** Patterns with `*`. */
  readonly tunnels: readonly string[];
  readonly criticality: readonly TunnelDeclaration['criticality'][];
  readonly owners: readonly string[];
}

interface Named {
  readonly name: string;
  readonly declared: Pick<TunnelDeclaration, 'criticality' | 'owner'>;
}

export function isChosen({ tunnels, criticality, owners }: Choice, { name, declared }: Named): boolean {
  if (tunnels.length + criticality.length + owners.length === 0) return true;
  return (
    tunnels.some((pattern) => fitsPattern(pattern, name)) ||
    criticality.includes(declared.criticality) ||
    (declared.owner !== null && owners.includes(declared.owner))
  );
}
