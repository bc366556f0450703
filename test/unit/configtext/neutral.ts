// A tunnel that was read, in a few words, so that a table of fixtures can be read.

import { type Identity, identityText } from '../../../src/domain/identity.js';
import { proposalText } from '../../../src/domain/proposal.js';
import { selectorText } from '../../../src/domain/selector.js';
import type { TunnelConfig } from '../../../src/domain/tunnelConfig.js';

export function neutral(config: TunnelConfig) {
  const { ike, children } = config;
  const [child] = children;
  const peer = ike.peer;
  return {
    tunnel: config.tunnel,
    version: ike.version,
    mode: ike.exchangeMode,
    local: ike.localAddress,
    peer: peer === null ? null : peer.kind === 'address' ? peer.address : peer.kind,
    localId: ike.localId && typedText(ike.localId),
    peerId: ike.peerId && typedText(ike.peerId),
    auth: ike.auth,
    phase1: ike.proposals?.map(proposalText) ?? null,
    ikeSeconds: ike.lifetimeSeconds,
    dpd: ike.dpd && (ike.dpd.enabled ? ike.dpd.intervalSeconds : 'off'),
    natTraversal: ike.natTraversal,
    passive: ike.passive,
    // The DH group of phase 2 is PFS.
    phase2: child?.proposals?.map((one) => proposalText({ ...one, dh: [] })) ?? null,
    pfs: child?.pfs ?? null,
    seconds: child?.lifetimeSeconds ?? null,
    kilobytes: child?.lifetimeKilobytes ?? null,
    encapsulation: child?.mode ?? null,
    start: child?.start ?? null,
    networks: children.map(
      ({ local, remote }) => `${local.map(selectorText).join('+')} to ${remote.map(selectorText).join('+')}`,
    ),
    ...(config.monitor?.enabled
      ? {
          monitor: `${config.monitor.destination} every ${config.monitor.intervalSeconds} s, ${config.monitor.threshold} times`,
        }
      : {}),
    interface: config.interface,
    routed: config.routed,
    unread: Object.keys(config.unreadable).filter((name) => !['ike.psk', 'monitor'].includes(name)),
    defaults: config.byDefault ?? [],
  };
}

/** With its type also where the text does not tell it. */
function typedText(identity: Identity): string {
  return `${identityText(identity)}${identity.type === 'unknown' ? ' (unknown)' : ''}`;
}
