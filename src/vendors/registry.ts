// The vendors there are, a line each; a test compares it with the folders.

import { panos } from './panos/index.js';
import { strongswan } from './strongswan/index.js';
import type { Vendor } from './vendor.js';

export const vendors: readonly [Vendor, ...Vendor[]] = [panos, strongswan];
