// What differs between the releases of PAN-OS in the replies that are simulated.
import type { Device } from '../device/device.js';

interface Dialect {
  /** Below 10: signed SPIs, no `remain`, `tunnel(gateway)` names, fewer flow fields. */
  readonly older: boolean;
  /** 11.0.2 and later print `ipsec-mode` and split counters by IP version. */
  readonly ipsecMode: boolean;
  /** 11.2 and later print the extra key exchanges of post-quantum hybrids, all empty. */
  readonly extraKeyExchanges: boolean;
}

export function dialectOf(device: Device): Dialect {
  const [major = 0, minor = 0] = device.spec.version.split('.').map(Number);
  return {
    older: major < 10,
    ipsecMode: major >= 11,
    extraKeyExchanges: major > 11 || (major === 11 && minor >= 2),
  };
}
