// Which faults can be put into a pair of ends, and on which end or where on the path.
import type { Side } from './side.js';

export const FAULT_KINDS = [
  'healthy',
  'peer-unreachable',
  'unknown-peer',
  'ike-version-mismatch',
  'exchange-mode-mismatch',
  'ike-proposal-mismatch',
  'auth-method-mismatch',
  'psk-mismatch',
  'certificate-problem',
  'peer-id-mismatch',
  'nat-t-problem',
  'fragmentation-mtu',
  'duplicate-peer',
  'both-passive',
  'esp-proposal-mismatch',
  'pfs-mismatch',
  'traffic-selector-mismatch',
  'rekey-failure',
  'dpd-timeout',
  'tunnel-monitor-failure',
  'sa-mismatch',
  'esp-blocked',
  'routing-missing',
  'policy-denied',
  'admin-disabled',
  'standby-node',
  'idle-on-demand',
  'rekey-in-progress',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The end that is changed; the right end when not given. Path faults: the end that does not receive. */
  readonly end?: Side;
  /**
   * Which form of the fault: ike-proposal-mismatch `encryption` (default), `hash`, `dh` ·
   * nat-t-problem `blocked` (default), `disabled` · fragmentation-mtu `data` (default), `ike` ·
   * pfs-mismatch `other-group` (default), `off` · traffic-selector-mismatch `other-subnet` (default), `narrowed` ·
   * routing-missing `remote-subnet` (default), `peer`, `hosts` (the firewall is right, nobody behind it answers) ·
   * esp-blocked `all` (default), `part` (every third packet) · policy-denied `inner` (default), `ike` ·
   * peer-unreachable `path` (default), `old-line` (sessions of the end still leave by the line that it had before),
   * `line` (the line of that end's firewall), `off` (that firewall is switched off) ·
   * certificate-problem `expired` (default), `untrusted` · psk-mismatch `said` (default: a line names the key, in words that no
   * public capture of IKEv2 shows), `unsaid` (only the refusal is logged; the reason stands in ikemgr.log, which the API does
   * not give) · sa-mismatch `other-spis` (default), `restarted` (the end started again and holds nothing) · dpd-timeout `path`
   * (default), `hung` (the IKE daemon of the end answers and starts nothing, its dataplane goes on) · auth: none.
   */
  readonly form?: string;
}

/** Two faults are the same when kind, end and form are. */
export function sameFault(a: Fault, b: Fault): boolean {
  return a.kind === b.kind && (a.end ?? 'right') === (b.end ?? 'right') && (a.form ?? '') === (b.form ?? '');
}
