// Where a setting is found on an end: the adapter's own path, else the words of the partner's vendor, else neutral words.

import type { EndEvidence, TunnelEvidence } from '../../domain/evidence.js';
import type { SettingName } from '../../domain/tunnelConfig.js';
import { settingWords } from '../../facts/perEnd.js';
import type { PlaceOf } from '../../playbook/placeholders.js';
import { partnerPlace } from './partnerPlaces.js';

export function placesOf(evidence: TunnelEvidence): PlaceOf {
  const partner = partnerVendor(evidence);
  return (end, setting) => placeOf(evidence[end], setting, partner);
}

/** The product at the other end; what a person said counts where nobody declared it. */
export function partnerVendor({ theirs, declared, answers }: TunnelEvidence): string | null {
  const said = answers.findLast((answer) => answer.fact === 'peer.vendor')?.value;
  return theirs.vendor ?? declared.partner?.vendor ?? said ?? null;
}

function placeOf(end: EndEvidence, setting: SettingName, partnerVendor: string | null): string {
  const own = end.config.known ? end.config.value.places[setting] : undefined;
  if (own !== undefined) return `${own} on ${end.name}`;
  const vendor = end.vendor ?? (end.end === 'theirs' ? partnerVendor : null);
  const words = vendor ? partnerPlace(vendor, setting) : null;
  return `${words ?? settingWords(setting)} on ${end.name}`;
}
