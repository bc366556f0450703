// The rows of the sheet for both phases: versions, proposals, lifetimes.

import type { Proposal } from '../../domain/proposal.js';
import { isAead, transformText } from '../../domain/transforms.js';
import type { ChildConfig, TunnelConfig } from '../../domain/tunnelConfig.js';
import type { SheetRow } from './form.js';
import { notTold, row } from './row.js';

export function phaseOneRows({ ike }: Pick<TunnelConfig, 'ike'>): SheetRow[] {
  const proposals = ike.proposals;
  const version =
    ike.version === null
      ? notTold
      : ike.version === 'ikev2-preferred'
        ? 'IKEv2 (IKEv1 also accepted)'
        : ike.version === 'any'
          ? 'IKEv2 or IKEv1'
          : ike.version === 'ikev2'
            ? 'IKEv2'
            : 'IKEv1';
  const auth = ike.auth === null ? notTold : ike.auth === 'psk' ? 'pre-shared key' : ike.auth;
  return [
    row('Phase 1 (IKE)', 'ike.version', 'IKE version', 'version', version),
    ...(ike.version === 'ikev1'
      ? [row('Phase 1 (IKE)', 'ike.mode', 'Exchange mode', 'text', ike.exchangeMode ?? notTold)]
      : []),
    row(
      'Phase 1 (IKE)',
      'ike.auth',
      'Authentication',
      'text',
      auth,
      auth,
      ike.auth === 'psk' ? 'PSK not included; share it over a separate secure channel' : '',
    ),
    row('Phase 1 (IKE)', 'ike.encryption', 'Encryption', 'transforms', lists(proposals, 'encryption')),
    row(
      'Phase 1 (IKE)',
      'ike.integrity',
      'Integrity (hash)',
      'transforms',
      lists(proposals, 'integrity'),
      undefined,
      aeadRemark(proposals),
    ),
    row(
      'Phase 1 (IKE)',
      'ike.prf',
      'PRF',
      'transforms',
      prfs(proposals),
      undefined,
      'follows the hash where it is no setting of its own',
    ),
    row('Phase 1 (IKE)', 'ike.dh', 'DH group', 'transforms', lists(proposals, 'dh')),
    row(
      'Phase 1 (IKE)',
      'ike.lifetime',
      'Lifetime',
      'seconds',
      seconds(ike.lifetimeSeconds),
      seconds(ike.lifetimeSeconds),
      ike.version === 'ikev1'
        ? 'with IKEv1 both ends negotiate it, and some refuse a longer one'
        : 'with IKEv2 a difference is no fault; the shorter one rekeys first',
    ),
    row(
      'Phase 1 (IKE)',
      'ike.post-quantum',
      'Post-quantum key (RFC 8784) or hybrid exchange (RFC 9370)',
      'text',
      ike.postQuantum ?? notTold,
    ),
  ];
}

export function phaseTwoRows(child: ChildConfig, config: TunnelConfig): SheetRow[] {
  const pfs =
    child.pfs === null ? notTold : child.pfs.length === 0 ? 'off' : child.pfs.map(transformText).join(', ');
  return [
    row(
      'Phase 2 (IPsec)',
      'esp.protocol',
      'Protocol and mode',
      'text',
      `${(child.protocol ?? 'esp').toUpperCase()}, ${child.mode ?? 'tunnel'} mode`,
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.encryption',
      'Encryption',
      'transforms',
      lists(child.proposals, 'encryption'),
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.integrity',
      'Authentication (hash)',
      'transforms',
      lists(child.proposals, 'integrity'),
      undefined,
      aeadRemark(child.proposals),
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.pfs',
      'PFS (DH group)',
      'group',
      pfs,
      pfs,
      config.ike.version === 'ikev1' ? '' : 'with IKEv2 a difference shows only at the first rekey',
    ),
    row('Phase 2 (IPsec)', 'esp.lifetime', 'Lifetime', 'seconds', seconds(child.lifetimeSeconds)),
    row('Phase 2 (IPsec)', 'esp.lifesize', 'Lifetime by volume', 'text', volume(child, config)),
  ];
}

/** Members over all proposals, in order of preference, each once. */
function lists(proposals: readonly Proposal[] | null, type: 'encryption' | 'integrity' | 'dh'): string {
  if (proposals === null) return notTold;
  const names = [...new Set(proposals.flatMap((proposal) => proposal[type]))];
  return names.length === 0 ? 'none' : names.map(transformText).join(', ');
}

/** A cipher that authenticates needs no hash of its own. */
function aeadRemark(proposals: readonly Proposal[] | null): string {
  const aead = [...new Set((proposals ?? []).flatMap(({ encryption }) => encryption.filter(isAead)))];
  return aead.length === 0 ? '' : `${aead.map(transformText).join(', ')} authenticates by itself: no hash`;
}

/** Where it is no setting of its own, it follows the hash; beside a cipher that authenticates, what the product takes. */
function prfs(proposals: readonly Proposal[] | null): string {
  if (proposals === null) return notTold;
  const names = proposals.flatMap(({ prf, integrity, impliedPrf = [] }) =>
    prf.length > 0 ? prf : [...integrity.filter((name) => name !== 'none'), ...impliedPrf],
  );
  return names.length === 0 ? notTold : [...new Set(names)].join(', ');
}

/** Where not even the lifetime could be read, that there is no volume is not known either. */
function volume({ lifetimeKilobytes, lifetimeSeconds }: ChildConfig, { unreadable }: TunnelConfig): string {
  if (lifetimeKilobytes !== null) return `${lifetimeKilobytes} kilobytes`;
  return lifetimeSeconds === null || unreadable['child.lifetime'] !== undefined ? notTold : 'none';
}

function seconds(value: number | null): string {
  return value === null ? notTold : `${value} s`;
}
