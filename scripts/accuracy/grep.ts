// What a person with grep would conclude: well-known phrases and the cause that the first search result names. The baseline.

import type { Conclusion } from '../../src/diagnosis/accuracy.js';
import type { Cause } from '../../src/domain/causes.js';

/** In the order in which one would look, and generous: spellings of the vendors that a person knows are in it. */
const phrases: readonly (readonly [phrase: RegExp, cause: Cause])[] = [
  [/mac mismatch|pre-?shared (key|secret)|preshared|\bpsk\b|auth_fail|decrypt/i, 'psk-mismatch'],
  [/certificate|\bx\.?509\b/i, 'certificate-problem'],
  [/ts_unacceptable|traffic.?selector|peer selectors|received ts|proxy.?id/i, 'traffic-selector-mismatch'],
  [/\bpfs\b/i, 'pfs-mismatch'],
  [/invalid_ke|dh group|diffie/i, 'ike-proposal-mismatch'],
  [
    /no[_ ]proposal[_ ]chosen|no (matching|acceptable|suitable) proposal|proposals? (un|not )|no offers accepted/i,
    'ike-proposal-mismatch',
  ],
  [/authentication[_ ]failed|invalid_id|identi(f|ty)|peer to have id/i, 'peer-id-mismatch'],
  [/dpd|dead peer|peer (is )?not responding/i, 'dpd-timeout'],
  [/retransmi|timed? ?out|timeout/i, 'peer-unreachable'],
  [/invalid_spi|(invalid|bad) spi|no matching sa/i, 'sa-mismatch'],
  [/rekey/i, 'rekey-failure'],
  [/fragment|\bmtu\b|message too long/i, 'fragmentation-mtu'],
  [/nat-?t\b|nat_detection/i, 'nat-t-problem'],
  [/no route|unreachable/i, 'routing-missing'],
  [/established|is up\b/i, 'tunnel-up-healthy'],
];

/** The cause of the first phrase that stands in the text; a search says nothing of how sure it is, so it is taken at its word. */
export function grepSays(text: string): Conclusion {
  const found = phrases.find(([phrase]) => phrase.test(text));
  return {
    verdict: found
      ? { cause: found[1], confidence: 'likely' }
      : { cause: 'insufficient-data', confidence: 'none' },
    alternatives: [],
  };
}
