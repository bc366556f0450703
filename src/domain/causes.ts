// The root causes: the one list of codes that verdicts, findings, playbooks, JSON and tests share.

/** What kind of statement a cause is; `abstains` causes say that this end alone cannot tell. */
export type CauseKind = 'not-a-fault' | 'phase-1' | 'phase-2' | 'established' | 'abstains';

export interface CauseInfo {
  readonly kind: CauseKind;
  /** What an operator reads instead of the code; completes "Cause: …". */
  readonly title: string;
}

const causes = {
  'tunnel-up-healthy': { kind: 'not-a-fault', title: 'the tunnel is up and healthy' },
  'idle-on-demand': { kind: 'not-a-fault', title: 'idle: it comes up when traffic asks for it' },
  'rekey-in-progress': { kind: 'not-a-fault', title: 'a normal rekey is in progress' },
  'standby-node': { kind: 'not-a-fault', title: 'the asked unit is the standby of an HA pair' },
  'admin-disabled': { kind: 'not-a-fault', title: 'switched off on purpose' },

  'peer-unreachable': { kind: 'phase-1', title: 'the peer does not answer' },
  'unknown-peer': { kind: 'phase-1', title: 'the responder has no gateway for this peer address' },
  'ike-version-mismatch': { kind: 'phase-1', title: 'IKEv1 on one end, IKEv2 on the other' },
  'exchange-mode-mismatch': { kind: 'phase-1', title: 'main mode on one end, aggressive mode on the other' },
  'ike-proposal-mismatch': { kind: 'phase-1', title: 'the ends share no phase 1 proposal' },
  'auth-method-mismatch': { kind: 'phase-1', title: 'pre-shared key on one end, certificate on the other' },
  'psk-mismatch': { kind: 'phase-1', title: 'the pre-shared keys differ' },
  'certificate-problem': { kind: 'phase-1', title: 'a certificate is not accepted' },
  'peer-id-mismatch': { kind: 'phase-1', title: 'the peer identification does not match' },
  'nat-t-problem': { kind: 'phase-1', title: 'NAT traversal is off on an end, or UDP 4500 is blocked' },
  'fragmentation-mtu': { kind: 'phase-1', title: 'large packets are lost on the path' },
  'duplicate-peer': { kind: 'phase-1', title: 'two gateways or SAs claim the same peer' },
  'both-passive': { kind: 'phase-1', title: 'neither end starts the negotiation' },

  'esp-proposal-mismatch': { kind: 'phase-2', title: 'the ends share no phase 2 proposal' },
  'pfs-mismatch': { kind: 'phase-2', title: 'the ends differ in PFS (the DH group of phase 2)' },
  'traffic-selector-mismatch': {
    kind: 'phase-2',
    title: 'proxy IDs / traffic selectors are not mirror images',
  },
  'encapsulation-mode-mismatch': {
    kind: 'phase-2',
    title: 'tunnel against transport mode, or ESP against AH',
  },
  'rekey-failure': { kind: 'phase-2', title: 'a rekey failed' },

  'dpd-timeout': { kind: 'established', title: 'the peer stopped answering dead peer detection' },
  'tunnel-monitor-failure': {
    kind: 'established',
    title: 'the monitored address does not answer through the tunnel',
  },
  'sa-mismatch': { kind: 'established', title: 'the ends hold different SAs' },
  'esp-blocked': { kind: 'established', title: 'ESP passes in one direction only' },
  'routing-missing': { kind: 'established', title: 'a route is missing' },
  'policy-denied': { kind: 'established', title: 'a security policy drops the traffic' },

  'auth-rejected-by-peer': {
    kind: 'abstains',
    title: 'the peer refused authentication and does not say why',
  },
  'proposal-rejected-by-peer': { kind: 'abstains', title: 'the peer chose no proposal and does not say why' },
  'insufficient-data': { kind: 'abstains', title: 'the evidence does not support a cause' },
  'device-unreachable': { kind: 'abstains', title: 'the firewall itself could not be asked' },
  other: { kind: 'abstains', title: 'recognized, but outside the list of causes' },
} as const satisfies Record<string, CauseInfo>;

export type Cause = keyof typeof causes;

export const causeCodes = Object.keys(causes) as Cause[];

export function isCause(text: string): text is Cause {
  return Object.hasOwn(causes, text);
}

export function causeInfo(cause: Cause): CauseInfo {
  return causes[cause];
}

interface Judged {
  readonly cause: Cause;
  /** A confidence; spelled as text, because verdicts are built from causes and not the other way round. */
  readonly confidence: string;
  readonly summary?: string;
}

const unprovenTitle = 'up; no traffic to prove it';

/** The title of a verdict: a tunnel that nothing proves to carry traffic is never called healthy. */
export function verdictTitle({ cause, confidence, summary = '' }: Judged): string {
  const unproven = confidence === 'possible' || confidence === 'none';
  if (cause !== 'tunnel-up-healthy' || !unproven) return causes[cause].title;
  // The summary may say more exactly what is not proven.
  return /^Up(; no traffic to prove it[^:.]*)/.exec(summary)?.[1]?.replace(/^/, 'up') ?? unprovenTitle;
}
