// Setting back what was changed: each setting with the value that it had when the tunnel last worked, and where it is found.

import type { Remedy } from '../domain/decision.js';
import type { TunnelEvidence } from '../domain/evidence.js';
import type { SettingDifference } from '../domain/knownGood.js';
import { settingLabel } from '../facts/differences.js';
import { algorithmIn, proposalTextIn } from '../products/algorithms.js';
import type { FoundTrigger } from './foundTrigger.js';
import { wordsOf } from './places.js';

/** Null where no comparison tells what it was. */
export function revertOf({ end, compared }: FoundTrigger, evidence: TunnelEvidence): Remedy | null {
  if (!compared) return null;
  const words = wordsOf(evidence);
  const acts = compared.settings.map((one) => {
    const place = words.placeOf(end.end, one.setting, true);
    return `${actText(written(one, end.vendor), end.name, end.tunnel)}: ${place}.`;
  });
  return { actor: end.name, byPartner: false, isAlternative: false, says: acts.join(' ') };
}

/** Algorithms as whoever sets them back writes them on that product. */
function written(one: SettingDifference, vendor: string | null): SettingDifference {
  const { setting, before, after } = one;
  const as = (value: string): string => {
    if (setting === 'ike.proposals' || setting === 'child.proposals') return proposalTextIn(vendor, value);
    if (setting !== 'child.pfs') return value;
    return value
      .split(', ')
      .map((name) => algorithmIn(vendor, name))
      .join(', ');
  };
  return { ...one, before: as(before), after: as(after) };
}

function actText(one: SettingDifference, device: string, tunnel: string | null): string {
  const label = settingLabel(one, tunnel);
  if (one.before === 'none') return `Remove the ${label} on ${device} again (${one.after})`;
  if (one.after === 'none') return `Set the ${label} on ${device} again to ${one.before}`;
  return `Set the ${label} on ${device} back to ${one.before}`;
}
