// What each side does about a cause, in words that hold for every vendor; the settings are named where the vendor is known.

import type { Cause } from '../domain/causes.js';
import type { Role } from '../domain/live.js';
import type { ActingSide, NextSteps } from '../domain/verdict.js';
import { settingPlace } from './places.js';

interface Advice {
  readonly side: ActingSide;
  /** `{name}` placeholders are places of settings (`places.ts`). */
  readonly ours: string;
  readonly theirs: string;
}

const advice: Readonly<Record<Cause, Advice>> = {
  'tunnel-up-healthy': { side: 'unknown', ours: '', theirs: '' },
  'idle-on-demand': { side: 'unknown', ours: 'Send traffic through the tunnel and look again.', theirs: '' },
  'rekey-in-progress': { side: 'unknown', ours: '', theirs: '' },
  'standby-node': { side: 'ours', ours: 'Read the log of the active unit.', theirs: '' },
  'admin-disabled': { side: 'ours', ours: 'Switch the tunnel on when it is meant to run.', theirs: '' },
  'peer-unreachable': {
    side: 'path',
    ours: 'Check the peer address, the route to it, and that UDP 500 and 4500 leave and return; capture on the outside interface.',
    theirs: 'Check that the gateway is up and that UDP 500 and 4500 from our address reach it.',
  },
  'unknown-peer': {
    side: 'both',
    ours: 'Check that {peer} names the address from which the peer really comes, after any NAT.',
    theirs: 'Check that a gateway is configured for our address as it arrives there.',
  },
  'ike-version-mismatch': {
    side: 'both',
    ours: 'Set the same IKE version in {version}.',
    theirs: 'Use the same IKE version; IKEv2 is the better one.',
  },
  'exchange-mode-mismatch': {
    side: 'both',
    ours: 'Set the same exchange mode in {mode}, main mode or IKEv2 where possible.',
    theirs: 'Use the same exchange mode.',
  },
  'ike-proposal-mismatch': {
    side: 'both',
    ours: 'Compare encryption, integrity, PRF and DH group of {ike} with what the peer offers.',
    theirs: 'Offer one of our phase 1 proposals.',
  },
  'auth-method-mismatch': {
    side: 'both',
    ours: 'Set the same authentication method in {auth}: a pre-shared key or certificates on both ends.',
    theirs: 'Use the same authentication method.',
  },
  'psk-mismatch': {
    side: 'both',
    ours: 'Enter the pre-shared key again in {psk}; watch for spaces, quotes and the identity it belongs to.',
    theirs: 'Enter the same pre-shared key again for our identity.',
  },
  'certificate-problem': {
    side: 'both',
    ours: 'Check {auth}: validity, the chain to the authority, revocation, and the name in the certificate.',
    theirs: 'Check validity, chain and name of the certificate, and that our authority is trusted.',
  },
  'peer-id-mismatch': {
    side: 'both',
    ours: 'Set the expected peer identification in {id} to what the peer sends, type and value; behind NAT this is often its private address.',
    theirs: 'Send the identification that we expect, and expect the one that we send.',
  },
  'nat-t-problem': {
    side: 'both',
    ours: 'Enable NAT traversal in {nat} and let UDP 4500 pass in both directions.',
    theirs: 'Enable NAT traversal and let UDP 4500 pass in both directions.',
  },
  'fragmentation-mtu': {
    side: 'path',
    ours: 'Enable IKE fragmentation, lower the MTU or clamp TCP MSS, and let ICMP "fragmentation needed" pass.',
    theirs: 'Enable IKE fragmentation too.',
  },
  'duplicate-peer': {
    side: 'both',
    ours: 'Find the second gateway or SA that claims the same peer or networks and remove one.',
    theirs: 'Check that only one device uses this identity.',
  },
  'both-passive': {
    side: 'both',
    ours: 'Let one end start: set {start} on one of them.',
    theirs: 'Or start the tunnel from there.',
  },
  'esp-proposal-mismatch': {
    side: 'both',
    ours: 'Compare encryption and authentication of {esp} with what the peer offers.',
    theirs: 'Offer one of our phase 2 proposals.',
  },
  'pfs-mismatch': {
    side: 'both',
    ours: 'Set the same DH group for phase 2 in {pfs}, or none on both ends.',
    theirs: 'Use the same DH group for phase 2, or none.',
  },
  'traffic-selector-mismatch': {
    side: 'both',
    ours: 'Make {selectors} the mirror image of the selectors of the peer: what we call local is its remote.',
    theirs: 'Make the selectors the mirror image of ours.',
  },
  'encapsulation-mode-mismatch': {
    side: 'both',
    ours: 'Set tunnel mode with ESP in {esp}, as the peer does.',
    theirs: 'Use tunnel mode with ESP.',
  },
  'rekey-failure': {
    side: 'both',
    ours: 'Compare lifetimes in {esp}; make one end rekey earlier so that both do not do it at once.',
    theirs: 'Tell us the lifetimes of both phases.',
  },
  'dpd-timeout': {
    side: 'path',
    ours: 'Check the path to the peer at the time of the last answer and the DPD settings in {dpd}.',
    theirs: 'Check whether the gateway was down or restarted then.',
  },
  'tunnel-monitor-failure': {
    side: 'both',
    ours: 'Check that {monitor} answers a ping through the tunnel and lies inside the selectors.',
    theirs: 'Let the monitored address answer a ping.',
  },
  'sa-mismatch': {
    side: 'both',
    ours: 'Compare the SPIs of both ends and clear the SAs on both; enable DPD.',
    theirs: 'Clear the SAs at the same time.',
  },
  'esp-blocked': {
    side: 'path',
    ours: 'Check that ESP or UDP 4500 passes in both directions; forcing NAT traversal often helps.',
    theirs: 'Check the same from that end.',
  },
  'routing-missing': {
    side: 'ours',
    ours: 'Add the missing route: to the peer through the outside interface, to the remote networks through the tunnel.',
    theirs: 'Check the route back to our networks.',
  },
  'policy-denied': {
    side: 'ours',
    ours: 'Allow IKE, ESP and the inner traffic in the policy that drops it.',
    theirs: 'Check the policies there too.',
  },
  'auth-rejected-by-peer': {
    side: 'unknown',
    ours: 'Compare key, identities and authentication method with the partner.',
    theirs: 'Send us the lines of this negotiation: they name the reason.',
  },
  'proposal-rejected-by-peer': {
    side: 'unknown',
    ours: 'Compare the proposals with the partner.',
    theirs:
      'Send us the lines of this negotiation: they name the reason, and tell whether a gateway for our address exists.',
  },
  'insufficient-data': {
    side: 'unknown',
    ours: 'Get the log of both ends for the same minutes.',
    theirs: 'Send us the log of the same minutes.',
  },
  'device-unreachable': { side: 'ours', ours: 'Check the way to the firewall.', theirs: '' },
  other: { side: 'unknown', ours: 'Read the line below; it is outside the known causes.', theirs: '' },
};

export function nextSteps(cause: Cause, vendor: string): NextSteps {
  const { ours, theirs } = advice[cause];
  return { ours: fill(ours, vendor), theirs };
}

/** Who acts. The end that was refused cannot tell, so both stay in until the other log is read. */
export function actingSide(cause: Cause, _side: Role | null): ActingSide {
  return advice[cause].side;
}

function fill(text: string, vendor: string): string {
  return text.replace(/\{([a-z]+)\}/g, (_whole, name: string) => settingPlace(vendor, name));
}
