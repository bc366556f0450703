// The root causes: the one list of codes that verdicts, findings, playbooks, JSON and tests share.

/** What kind of statement a cause is; `abstains` causes say that this end alone cannot tell. */
export type CauseKind = 'not-a-fault' | 'phase-1' | 'phase-2' | 'established' | 'abstains';

export interface CauseInfo {
  readonly kind: CauseKind;
  /** What an operator reads instead of the code; completes "Cause: …". */
  readonly title: string;
}

const causes = {
  'tunnel-up-healthy': { kind: 'not-a-fault', title: 'up and healthy' },
  'idle-on-demand': { kind: 'not-a-fault', title: 'idle: comes up on traffic' },
  'rekey-in-progress': { kind: 'not-a-fault', title: 'normal rekey in progress' },
  'standby-node': { kind: 'not-a-fault', title: 'standby unit of an HA pair' },
  'admin-disabled': { kind: 'not-a-fault', title: 'administratively disabled' },

  'peer-unreachable': { kind: 'phase-1', title: 'no answer from the peer' },
  'unknown-peer': { kind: 'phase-1', title: 'unknown peer address' },
  'ike-version-mismatch': { kind: 'phase-1', title: 'IKE version mismatch' },
  'exchange-mode-mismatch': { kind: 'phase-1', title: 'IKEv1 exchange mode mismatch' },
  'ike-proposal-mismatch': { kind: 'phase-1', title: 'IKE proposal mismatch' },
  'auth-method-mismatch': { kind: 'phase-1', title: 'authentication method mismatch' },
  'psk-mismatch': { kind: 'phase-1', title: 'pre-shared key mismatch' },
  'certificate-problem': { kind: 'phase-1', title: 'certificate not accepted' },
  'peer-id-mismatch': { kind: 'phase-1', title: 'IKE ID mismatch' },
  'nat-t-problem': { kind: 'phase-1', title: 'NAT traversal off, or UDP 4500 blocked' },
  'fragmentation-mtu': { kind: 'phase-1', title: 'large packets lost on the path (MTU)' },
  'duplicate-peer': { kind: 'phase-1', title: 'duplicate peer' },
  'both-passive': { kind: 'phase-1', title: 'neither end initiates' },

  'esp-proposal-mismatch': { kind: 'phase-2', title: 'IPsec proposal mismatch' },
  'pfs-mismatch': { kind: 'phase-2', title: 'PFS group mismatch' },
  'traffic-selector-mismatch': {
    kind: 'phase-2',
    title: 'traffic selector (proxy ID) mismatch',
  },
  'encapsulation-mode-mismatch': {
    kind: 'phase-2',
    title: 'encapsulation mismatch (tunnel or transport, ESP or AH)',
  },
  'rekey-failure': { kind: 'phase-2', title: 'rekey failed' },

  'dpd-timeout': { kind: 'established', title: 'DPD timeout: the peer stopped answering' },
  'tunnel-monitor-failure': {
    kind: 'established',
    title: 'tunnel monitor down',
  },
  'sa-mismatch': { kind: 'established', title: 'SAs out of sync between the ends' },
  'esp-blocked': { kind: 'established', title: 'ESP lost in one direction' },
  'routing-missing': { kind: 'established', title: 'route missing' },
  'policy-denied': { kind: 'established', title: 'dropped by a security policy' },

  'auth-rejected-by-peer': {
    kind: 'abstains',
    title: 'authentication rejected by the peer',
  },
  'proposal-rejected-by-peer': { kind: 'abstains', title: 'proposal rejected by the peer' },
  'insufficient-data': { kind: 'abstains', title: 'not enough evidence for a cause' },
  'device-unreachable': { kind: 'abstains', title: 'device not reachable' },
  other: { kind: 'abstains', title: 'other: see the log line' },
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
  const passes = /^Up; (traffic passes[^:.(]*)/.exec(summary)?.[1];
  if (passes !== undefined) return `up; ${passes.trim()}`;
  const said = /^(?:Up; n|N)(o traffic to prove it[^:.]*)/.exec(summary)?.[1];
  return said === undefined ? unprovenTitle : `up; n${said}`;
}
