// The vendors there are, a line each; a test compares it with the folders.

import { fortios } from './fortios/index.js';
import { panos } from './panos/index.js';
import { strongswan } from './strongswan/index.js';
import type { Vendor } from './vendor.js';

export const vendors: readonly [Vendor, ...Vendor[]] = [panos, fortios, strongswan];

/** What only a real device of that vendor can prove. */
export function unprovenOf(name: string): readonly string[] {
  return vendors.find((vendor) => vendor.name === name)?.unproven ?? [];
}
