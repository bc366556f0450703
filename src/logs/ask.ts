// What to ask a partner for: which log, which minutes, and which lines decide.

import type { Cause } from '../domain/causes.js';
import { logCommand } from '../products/words.js';

/** What the refusing end prints when the cause is there, in words of any vendor. */
const deciding: Readonly<Partial<Record<Cause, string>>> = {
  'psk-mismatch':
    'a line that the key, hash or MAC does not match, that no key was found, or that the first encrypted message could not be decrypted',
  'peer-id-mismatch': 'a line with the identification that was received and the one that is expected',
  'auth-method-mismatch': 'a line that another authentication method is wanted (key or certificate)',
  'certificate-problem':
    'a line about the certificate: expired, not trusted, revoked, or without the expected name',
  'ike-proposal-mismatch': 'the phase 1 proposals that were received and those that are configured',
  'unknown-peer': 'a line that no gateway or connection is configured for our address',
  'ike-version-mismatch': 'a line that the IKE version is not supported for this peer',
  'exchange-mode-mismatch': 'a line that main or aggressive mode is not accepted',
  'esp-proposal-mismatch': 'the phase 2 (ESP) proposals that were received and those that are configured',
  'pfs-mismatch': 'a line about the DH group of phase 2 (PFS)',
  'traffic-selector-mismatch':
    'the traffic selectors or proxy IDs that were received and those that are configured',
  'peer-unreachable': 'whether our packets on UDP 500 arrive at all, and what is answered',
  'nat-t-problem': 'whether our packets on UDP 4500 arrive, and whether NAT was detected',
  'fragmentation-mtu':
    'whether our larger packets (IKE_AUTH, main mode message 5) arrive, and fragments that were dropped',
  'dpd-timeout': 'what the gateway did when it stopped answering: restart, failover, or nothing unusual',
};

/** How the other log is got, in one sentence for our own people. */
export function howToGetLog(vendor: string | null, causes: readonly Cause[]): string {
  const wanted = wantedLines(causes);
  const which = wanted.length === 0 ? '' : `; these lines decide: ${wanted.join('; ')}`;
  return `Get the lines of this negotiation from ${logCommand(vendor)}${which}.`;
}

function wantedLines(causes: readonly Cause[]): readonly string[] {
  return causes.flatMap((cause) => deciding[cause] ?? []).slice(0, 4);
}

/** A text for the partner. Ranked causes, best first; the vendor names where to look when it is known. */
export function linesToAskFor(vendor: string | null, causes: readonly Cause[]): string {
  const wanted = wantedLines(causes);
  const where = `Please send the lines of this negotiation from ${logCommand(vendor)}.`;
  if (wanted.length === 0) return `${where} Ten minutes around the failure are enough.`;
  return [
    `${where} Ten minutes around the failure are enough. These decide:`,
    ...wanted.map((text) => `- ${text}`),
  ].join('\n');
}
