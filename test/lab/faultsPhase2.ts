// Faults that keep a child SA from coming up, or from being renewed, while the IKE SA is fine.
import { changeConnection, changeEnd, healthySpec, LEFT_ADDRESS, RIGHT_ADDRESS } from './baseSpec.js';
import { DOWN, type Fault } from './fault.js';
import type { Lab } from './lab.js';
import type { ConnectionSpec } from './spec.js';

const phase2Down: Fault['states'] = { left: ['down', 'degraded'], right: ['down', 'degraded'] };

const leftInitiates = async (lab: Lab): Promise<void> => {
  await lab.left.initiate();
};

function differs(
  name: string,
  title: string,
  version: 1 | 2,
  right: Partial<ConnectionSpec>,
  cause: Fault['cause'],
): Fault {
  return {
    name,
    title: `IKEv${version}: ${title}`,
    spec: changeConnection(healthySpec(version), 'right', right),
    initiator: 'left',
    trigger: leftInitiates,
    cause,
    states: phase2Down,
  };
}

const refusedByPeer = { left: ['proposal-rejected-by-peer'] } satisfies Fault['honest'];

const pfsLeft = (version: 1 | 2, right: string) =>
  changeConnection(
    changeConnection(healthySpec(version), 'left', { espProposals: ['aes256-sha256-modp2048'] }),
    'right',
    { espProposals: [right] },
  );

/** charon asks for transport mode only between two hosts. */
function betweenHosts(): Fault['spec'] {
  const [left, right] = [`${LEFT_ADDRESS}/32`, `${RIGHT_ADDRESS}/32`];
  const spec = changeConnection(healthySpec(1), 'left', {
    mode: 'transport',
    localSubnets: [left],
    remoteSubnets: [right],
  });
  return changeConnection(spec, 'right', { mode: 'tunnel', localSubnets: [right], remoteSubnets: [left] });
}

export const phase2Faults: Fault[] = [
  {
    ...differs(
      'esp-encryption-v2',
      'the ESP proposals differ in encryption',
      2,
      { espProposals: ['aes128-sha256'] },
      'esp-proposal-mismatch',
    ),
    honest: refusedByPeer,
  },
  {
    ...differs(
      'esp-encryption-v1',
      'the ESP proposals differ in encryption',
      1,
      { espProposals: ['aes128-sha256'] },
      'esp-proposal-mismatch',
    ),
    honest: refusedByPeer,
  },
  {
    ...differs(
      'esp-integrity-v2',
      'the ESP proposals differ in integrity',
      2,
      { espProposals: ['aes256-sha512'] },
      'esp-proposal-mismatch',
    ),
    honest: refusedByPeer,
  },
  {
    name: 'pfs-v1',
    title: 'IKEv1: the left end wants PFS group 14, the right end group 19',
    spec: pfsLeft(1, 'aes256-sha256-ecp256'),
    initiator: 'left',
    trigger: leftInitiates,
    cause: 'pfs-mismatch',
    honest: refusedByPeer,
    states: phase2Down,
  },
  {
    name: 'pfs-off-v1',
    title: 'IKEv1: the left end wants PFS, the right end has none',
    spec: pfsLeft(1, 'aes256-sha256'),
    initiator: 'left',
    trigger: leftInitiates,
    cause: 'pfs-mismatch',
    honest: refusedByPeer,
    states: phase2Down,
  },
  {
    name: 'pfs-v2-at-rekey',
    title: 'IKEv2: PFS differs, which shows only at the first rekey of the child',
    spec: pfsLeft(2, 'aes256-sha256-ecp256'),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.left.initiate();
      await lab.left.ping();
      await lab.left.rekeyChild();
    },
    cause: 'pfs-mismatch',
    honest: { left: ['proposal-rejected-by-peer', 'rekey-failure', 'esp-proposal-mismatch'] },
    // The old keys still work until their lifetime ends.
    states: { left: ['up', 'degraded', ...DOWN], right: ['up', 'degraded', ...DOWN] },
  },
  differs(
    'selectors-absent-v2',
    'the right end does not have the subnet that the left end asks for',
    2,
    { localSubnets: ['10.20.0.0/24'] },
    'traffic-selector-mismatch',
  ),
  differs(
    'selectors-absent-v1',
    'the right end does not have the subnet that the left end asks for',
    1,
    { localSubnets: ['10.20.0.0/24'] },
    'traffic-selector-mismatch',
  ),
  differs(
    'selectors-not-mirrored-v1',
    'the right end has another subnet for the left end than that has itself',
    1,
    { remoteSubnets: ['10.1.64.0/24'] },
    'traffic-selector-mismatch',
  ),
  {
    ...differs(
      'selectors-narrowed-v2',
      'the right end narrows the subnet away from the host in use',
      2,
      { localSubnets: ['10.2.0.128/25'] },
      'traffic-selector-mismatch',
    ),
    trigger: async (lab) => {
      await lab.left.initiate();
      await lab.left.ping(2);
    },
    spec: changeEnd(changeConnection(healthySpec(2), 'right', { localSubnets: ['10.2.0.128/25'] }), 'right', {
      // kernel-libipsec installs a selector only when the machine has an address in it.
      alsoInside: ['10.2.0.129'],
    }),
    states: { left: ['up', 'degraded'], right: ['up', 'degraded'] },
    // The right end sees a pair of selectors that both accepted.
    honest: { right: ['tunnel-up-healthy'] },
  },
  {
    name: 'encapsulation-v1',
    title: 'IKEv1: transport mode on the left, tunnel mode on the right, for the same two hosts',
    spec: betweenHosts(),
    initiator: 'left',
    trigger: leftInitiates,
    cause: 'encapsulation-mode-mismatch',
    states: phase2Down,
  },
];
