// What each fault changes in the two configurations, the path or the traffic of a pair.
import type { Fault, FaultKind } from './fault.js';
import { otherSide, type Side } from './side.js';
import type { EndSpec, GatewayConfig, PairSpec, TunnelConfig } from './spec.js';

/** A pair as it is under its faults: configuration faults are already in the ends, the rest are marks. */
export interface EffectivePair extends PairSpec {
  readonly marks: ReadonlySet<string>;
}

type Change = (pair: PairSpec, fault: Fault, end: Side) => PairSpec;

function withEnd(pair: PairSpec, side: Side, change: (end: EndSpec) => EndSpec): PairSpec {
  return { ...pair, [side]: change(pair[side]) };
}

function withGateway(pair: PairSpec, side: Side, change: Partial<GatewayConfig>): PairSpec {
  return withEnd(pair, side, (end) => ({ ...end, gateway: { ...end.gateway, ...change } }));
}

function withTunnel(pair: PairSpec, side: Side, change: Partial<TunnelConfig>): PairSpec {
  return withEnd(pair, side, (end) => ({ ...end, tunnel: { ...end.tunnel, ...change } }));
}

function withoutMonitor(end: EndSpec): EndSpec {
  const { monitor: _monitor, ...tunnel } = end.tunnel;
  return { ...end, tunnel };
}

function fifteenMinutes(end: EndSpec): EndSpec {
  return { ...end, ipsecCrypto: { ...end.ipsecCrypto, lifetime: { unit: 'minutes', value: 15 } } };
}

function otherThan(used: readonly string[], choices: readonly string[]): string {
  return choices.find((choice) => !used.includes(choice)) ?? choices[0] ?? '';
}

/** What arrives behind this end is answered by nobody: its hosts are gone, or have no way back. */
function withoutHosts(pair: PairSpec, end: Side): PairSpec {
  const rate = end === 'left' ? 'leftPacketsPerSecond' : 'rightPacketsPerSecond';
  return { ...pair, traffic: { ...pair.traffic, [rate]: 0 } };
}

const keep: Change = (pair) => pair;

const CHANGES: Record<FaultKind, Change> = {
  healthy: keep,
  'peer-unreachable': (pair, fault, end) => ({
    ...(fault.form === 'old-line' ? withTunnel(pair, end, { oldEgress: 'ethernet1/9' }) : pair),
    path: { ...pair.path, udp500Blocked: true, udp4500Blocked: true, espLostToward: 'both' },
  }),
  'dpd-timeout': (pair, fault) => ({
    ...pair,
    path:
      fault.form === 'hung'
        ? { ...pair.path, udp500Blocked: true }
        : { ...pair.path, udp500Blocked: true, udp4500Blocked: true, espLostToward: 'both' },
  }),
  'unknown-peer': (pair, _fault, end) => withGateway(pair, end, { peerAddress: '192.0.2.250' }),
  'ike-version-mismatch': (pair, _fault, end) =>
    withGateway(pair, end, { version: pair[end].gateway.version === 'ikev1' ? 'ikev2' : 'ikev1' }),
  'exchange-mode-mismatch': (pair, _fault, end) => {
    const mode = pair[otherSide(end)].gateway.exchangeMode === 'aggressive' ? 'main' : 'aggressive';
    const other = mode === 'main' ? 'aggressive' : 'main';
    return withGateway(withGateway(pair, end, { exchangeMode: mode }), otherSide(end), {
      exchangeMode: other,
    });
  },
  'ike-proposal-mismatch': (pair, fault, end) =>
    withEnd(pair, end, (spec) => {
      const ike = spec.ikeCrypto;
      const theirs = pair[otherSide(end)].ikeCrypto;
      const name = `${ike.name}-v2`;
      if (fault.form === 'hash')
        return { ...spec, ikeCrypto: { ...ike, name, hash: [otherThan(theirs.hash, ['sha1', 'sha512'])] } };
      if (fault.form === 'dh')
        return {
          ...spec,
          ikeCrypto: { ...ike, name, dhGroup: [otherThan(theirs.dhGroup, ['group2', 'group20'])] },
        };
      return {
        ...spec,
        ikeCrypto: {
          ...ike,
          name,
          encryption: [otherThan(theirs.encryption, ['aes-128-cbc', 'aes-256-cbc'])],
        },
      };
    }),
  'auth-method-mismatch': (pair, _fault, end) =>
    withGateway(pair, end, {
      authentication: {
        method: 'certificate',
        certificate: `${pair[end].gateway.name}-cert`,
        profile: 'vpn-certificates',
      },
    }),
  'psk-mismatch': (pair, fault, end) => {
    const key = { method: 'pre-shared-key', key: 'a-key-typed-wrong' } as const;
    const unsaid = fault.form === 'unsaid';
    return withGateway(pair, end, { authentication: unsaid ? { ...key, unsaid } : key });
  },
  'certificate-problem': (pair, fault, end) => {
    const problem =
      fault.form === 'untrusted' ? 'unable to get local issuer certificate' : 'certificate has expired';
    const certificate = (side: Side, why?: string): Partial<GatewayConfig> => ({
      authentication: {
        method: 'certificate',
        certificate: `${pair[side].gateway.name}-cert`,
        profile: 'vpn-certificates',
        ...(why === undefined ? {} : { problem: why }),
      },
    });
    return withGateway(
      withGateway(pair, end, certificate(end, problem)),
      otherSide(end),
      certificate(otherSide(end)),
    );
  },
  'peer-id-mismatch': (pair, _fault, end) =>
    withGateway(pair, end, { localId: { type: 'ipaddr', id: '10.222.191.127' } }),
  'nat-t-problem': (pair, fault, end) => {
    const nat = pair.path.nat ?? { behind: end, publicAddress: pair[end].gateway.localAddress };
    const on = { natTraversal: true };
    const natted = withGateway(
      withGateway({ ...pair, path: { ...pair.path, nat } }, 'left', on),
      'right',
      on,
    );
    if (fault.form === 'disabled') return withGateway(natted, end, { natTraversal: false });
    return { ...natted, path: { ...natted.path, udp4500Blocked: true } };
  },
  'fragmentation-mtu': (pair, fault) => {
    const lossy = { ...pair, path: { ...pair.path, bigPacketsLost: true } };
    if (fault.form !== 'ike') return lossy;
    const certificate = (side: Side): Partial<GatewayConfig> => ({
      fragmentation: false,
      authentication: {
        method: 'certificate',
        certificate: `${pair[side].gateway.name}-cert`,
        profile: 'vpn-certificates',
      },
    });
    return withGateway(withGateway(lossy, 'left', certificate('left')), 'right', certificate('right'));
  },
  'duplicate-peer': keep,
  'both-passive': (pair) =>
    withGateway(withGateway(pair, 'left', { passive: true }), 'right', { passive: true }),
  'esp-proposal-mismatch': (pair, _fault, end) =>
    withEnd(pair, end, (spec) => ({
      ...spec,
      ipsecCrypto: {
        ...spec.ipsecCrypto,
        name: `${spec.ipsecCrypto.name}-v2`,
        encryption: [otherThan(pair[otherSide(end)].ipsecCrypto.encryption, ['aes-128-cbc', 'aes-256-cbc'])],
      },
    })),
  'pfs-mismatch': (pair, fault, end) =>
    withEnd(pair, end, (spec) => {
      const group =
        fault.form === 'off'
          ? 'no-pfs'
          : otherThan([pair[otherSide(end)].ipsecCrypto.dhGroup], ['group19', 'group14']);
      return {
        ...spec,
        ipsecCrypto: { ...spec.ipsecCrypto, name: `${spec.ipsecCrypto.name}-v2`, dhGroup: group },
      };
    }),
  'traffic-selector-mismatch': (pair, fault, end) => {
    const proxyIds = pair[end].tunnel.proxyIds;
    const wrong =
      fault.form === 'narrowed' ? (local: string) => local.replace(/\/\d+$/, '/28') : () => '10.199.0.0/24';
    const first = proxyIds[0] ?? { name: 'protected', local: '0.0.0.0/0', remote: '0.0.0.0/0' };
    return withTunnel(pair, end, {
      proxyIds: [{ ...first, local: wrong(first.local) }, ...proxyIds.slice(1)],
    });
  },
  // Short and equal lifetimes: both ends start the rekey at once and delete each other's SA.
  'rekey-failure': (pair) => withEnd(withEnd(pair, 'left', fifteenMinutes), 'right', fifteenMinutes),
  'tunnel-monitor-failure': (pair, _fault, end) => {
    const monitor = pair[end].tunnel.monitor ?? {
      destination: '10.255.255.1',
      profile: 'default',
      action: 'wait-recover' as const,
      intervalSeconds: 3,
      threshold: 5,
    };
    return withTunnel(pair, end, { monitor });
  },
  'sa-mismatch': keep,
  'esp-blocked': (pair, fault, end) => ({
    ...pair,
    path: {
      ...pair.path,
      ...(fault.form === 'part' ? { espLostShare: 1 / 3 } : {}),
      espLostToward: pair.path.espLostToward !== undefined && pair.path.espLostToward !== end ? 'both' : end,
    },
  }),
  'routing-missing': (pair, fault, end) =>
    fault.form === 'hosts'
      ? withoutHosts(pair, end)
      : withTunnel(pair, end, fault.form === 'peer' ? { routeToPeer: false } : { routes: [] }),
  'policy-denied': (pair, fault, end) =>
    withTunnel(pair, end, fault.form === 'ike' ? { policyAllowsIke: false } : { policyAllowsInner: false }),
  'admin-disabled': (pair, _fault, end) =>
    withTunnel(withGateway(pair, end, { disabled: true }), end, { disabled: true }),
  'standby-node': keep,
  // A monitor would keep asking for the tunnel, so an idle one has none.
  'idle-on-demand': (pair) => ({
    ...withEnd(withEnd(pair, 'left', withoutMonitor), 'right', withoutMonitor),
    traffic: { ...pair.traffic, leftPacketsPerSecond: 0, rightPacketsPerSecond: 0 },
  }),
  'rekey-in-progress': keep,
};

/** The pair under these faults, applied in order. `healthy` after other faults does not cure them. */
export function applyFaults(pair: PairSpec, faults: readonly Fault[]): EffectivePair {
  let result: PairSpec = pair;
  const marks = new Set<string>();
  for (const fault of faults) {
    const end = fault.end ?? 'right';
    result = CHANGES[fault.kind](result, fault, end);
    marks.add(`${fault.kind}:${end}`);
    if (fault.form !== undefined) marks.add(`${fault.kind}:${end}:${fault.form}`);
  }
  return { ...result, marks };
}

/** True when the pair carries this mark, on this end or on any. */
export function isMarked(pair: EffectivePair, kind: FaultKind, end?: Side): boolean {
  if (end !== undefined) return pair.marks.has(`${kind}:${end}`);
  return pair.marks.has(`${kind}:left`) || pair.marks.has(`${kind}:right`);
}

/** True when this end carries the fault in this form. */
export function hasForm(pair: EffectivePair, kind: FaultKind, end: Side, form: string): boolean {
  return pair.marks.has(`${kind}:${end}:${form}`);
}

/** A sentence when this fault cannot be put into this pair. */
export function whyFaultCannotApply(pair: PairSpec, fault: Fault): string | undefined {
  const end = fault.end ?? 'right';
  if (fault.kind === 'exchange-mode-mismatch' && pair[end].gateway.version !== 'ikev1') {
    return `exchange-mode-mismatch needs an IKEv1 pair, and ${pair.name} uses ${pair[end].gateway.version}`;
  }
  if (fault.kind === 'standby-node' && pair[end].firewall === undefined) {
    return `standby-node needs a readable end, and the ${end} end of ${pair.name} is foreign`;
  }
  return undefined;
}
