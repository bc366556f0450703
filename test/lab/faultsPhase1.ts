// Faults that keep the IKE SA from coming up: path, peer, version, mode, proposal, authentication, identity.
import { changeConnection, changeEnd, healthySpec } from './baseSpec.js';
import { DOWN, DOWN_OR_UNKNOWN, type Fault } from './fault.js';
import type { Lab } from './lab.js';
import { otherSide, type Side } from './spec.js';

const initiates = (side: Side) => async (lab: Lab) => {
  await lab[side].initiate();
};

const down = { left: DOWN, right: DOWN };

const OTHER_KEY = [{ ids: [], secret: 'another made up key' }];

function wrongKey(version: 1 | 2, initiator: Side): Fault {
  return {
    name: `psk-v${version}-${initiator}-initiates`,
    title: `IKEv${version}: the pre-shared keys differ; ${initiator} initiates`,
    spec: changeEnd(healthySpec(version), 'right', { keys: OTHER_KEY }),
    initiator,
    trigger: initiates(initiator),
    cause: 'psk-mismatch',
    honest: { [initiator]: ['auth-rejected-by-peer'] },
    states: down,
  };
}

function ikeProposal(version: 1 | 2, what: string, right: string): Fault {
  return {
    name: `ike-${what}-v${version}`,
    title: `IKEv${version}: the IKE proposals differ in ${what}`,
    spec: changeConnection(healthySpec(version), 'right', { proposals: [right] }),
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'ike-proposal-mismatch',
    honest: { left: ['proposal-rejected-by-peer'] },
    states: down,
  };
}

function identity(version: 1 | 2, which: 'local' | 'remote'): Fault {
  const base = healthySpec(version);
  const spec =
    which === 'local'
      ? changeConnection(base, 'left', { local: { method: 'psk', id: 'old-name.example' } })
      : changeConnection(base, 'left', { remote: { method: 'psk', id: 'old-branch.example' } });
  return {
    name: `${which}-id-wrong-v${version}`,
    title: `IKEv${version}: the ${which} identity of the left end is not what the right end has`,
    spec,
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'peer-id-mismatch',
    honest: { left: ['auth-rejected-by-peer'] },
    states: down,
  };
}

function versions(left: 1 | 2): Fault {
  const right = left === 1 ? 2 : 1;
  return {
    name: `version-${left}-against-${right}`,
    title: `IKEv${left} on the left, IKEv${right} on the right`,
    spec: changeConnection(healthySpec(left), 'right', { version: right }),
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'ike-version-mismatch',
    // charon answers NO_PROPOSAL_CHOSEN: it has no configuration for this address in this version.
    honest: { left: ['proposal-rejected-by-peer'], right: ['unknown-peer'] },
    states: down,
  };
}

function silent(name: string, title: string, prepare: (lab: Lab) => Promise<void>): Fault {
  return {
    name,
    title,
    spec: healthySpec(2),
    initiator: 'left',
    trigger: async (lab) => {
      await prepare(lab);
      await lab.left.initiate();
    },
    cause: 'peer-unreachable',
    // Nothing ever arrives there.
    honest: { right: ['device-unreachable', 'insufficient-data'] },
    states: { left: DOWN, right: DOWN_OR_UNKNOWN },
  };
}

function aggressive(initiator: Side): Fault {
  return {
    name: `mode-${initiator}-initiates`,
    title: `IKEv1: aggressive mode on the left, main mode on the right; ${initiator} initiates`,
    spec: changeConnection(healthySpec(1), 'left', { aggressive: true }),
    initiator,
    trigger: initiates(initiator),
    cause: 'exchange-mode-mismatch',
    honest: {
      [initiator]: ['auth-rejected-by-peer', 'proposal-rejected-by-peer'],
      [otherSide(initiator)]: ['peer-id-mismatch', 'auth-method-mismatch'],
    },
    states: down,
  };
}

const behindNat = changeConnection(
  changeConnection(
    changeEnd(healthySpec(2), 'left', { address: '10.99.0.10' }),
    'left',
    // No identity of its own: it sends its private address.
    { localAddresses: ['10.99.0.10'], local: { method: 'psk' } },
  ),
  'right',
  { remoteAddresses: ['203.0.113.1'], remote: { method: 'psk', id: '203.0.113.1' } },
);

export const phase1Faults: Fault[] = [
  wrongKey(2, 'left'),
  wrongKey(2, 'right'),
  wrongKey(1, 'left'),
  wrongKey(1, 'right'),
  {
    ...wrongKey(1, 'left'),
    name: 'psk-v1-aggressive',
    title: 'IKEv1 aggressive mode: the pre-shared keys differ',
    spec: changeConnection(
      changeConnection(changeEnd(healthySpec(1), 'right', { keys: OTHER_KEY }), 'left', { aggressive: true }),
      'right',
      { aggressive: true },
    ),
    // The first message that is checked is the responder's: the initiator sees the mismatch itself.
    honest: { right: ['auth-rejected-by-peer'] },
  },
  {
    ...wrongKey(2, 'left'),
    name: 'psk-v2-with-trap',
    title:
      'IKEv2: the pre-shared keys differ; the left end waits for traffic and tries again whenever there is some',
    spec: changeConnection(changeEnd(healthySpec(2), 'right', { keys: OTHER_KEY }), 'left', {
      startAction: 'trap',
    }),
    // A trap is installed, but the last attempt failed: nobody who wants to send gets through.
    states: { left: ['down', 'idle'], right: DOWN },
  },
  ikeProposal(2, 'encryption', 'aes128-sha256-modp2048'),
  ikeProposal(1, 'encryption', 'aes128-sha256-modp2048'),
  ikeProposal(2, 'hash', 'aes256-sha512-modp2048'),
  ikeProposal(1, 'hash', 'aes256-sha1-modp2048'),
  ikeProposal(2, 'dh', 'aes256-sha256-ecp256'),
  ikeProposal(1, 'dh', 'aes256-sha256-modp1536'),
  identity(2, 'local'),
  identity(1, 'local'),
  identity(2, 'remote'),
  identity(1, 'remote'),
  {
    name: 'private-id-behind-nat',
    title:
      'IKEv2: left identifies itself by its private address from behind NAT, right expects the public one',
    spec: behindNat,
    initiator: 'left',
    trigger: async (lab) => {
      await lab.wan.nat();
      await lab.left.initiate();
    },
    cause: 'peer-id-mismatch',
    honest: { left: ['auth-rejected-by-peer'] },
    states: down,
  },
  versions(1),
  versions(2),
  aggressive('left'),
  aggressive('right'),
  {
    name: 'unknown-peer-v2',
    title: 'IKEv2: the right end has another address for its peer',
    spec: changeConnection(healthySpec(2), 'right', { remoteAddresses: ['192.0.2.99'] }),
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'unknown-peer',
    honest: { left: ['proposal-rejected-by-peer'] },
    states: down,
  },
  {
    name: 'unknown-peer-v1',
    title: 'IKEv1: the right end has another address for its peer',
    spec: changeConnection(healthySpec(1), 'right', { remoteAddresses: ['192.0.2.99'] }),
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'unknown-peer',
    honest: { left: ['proposal-rejected-by-peer'] },
    states: down,
  },
  silent('udp-500-dropped', 'IKEv2: UDP 500 is dropped on the way', (lab) => lab.wan.blockUdp(500)),
  silent('daemon-not-running', 'IKEv2: no daemon runs on the right end', (lab) => lab.right.kill()),
  {
    ...silent('udp-4500-dropped', 'IKEv2: UDP 4500 is dropped on the way, UDP 500 passes', (lab) =>
      lab.wan.blockUdp(4500),
    ),
    cause: 'nat-t-problem',
    honest: {},
    states: down,
  },
  {
    name: 'udp-4500-dropped-v1',
    title: 'IKEv1: UDP 4500 is dropped on the way, UDP 500 passes',
    spec: healthySpec(1),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.wan.blockUdp(4500);
      await lab.left.initiate();
    },
    cause: 'nat-t-problem',
    states: down,
  },
  {
    name: 'no-route-to-peer',
    title: 'IKEv2: the left end has no route to its peer',
    spec: changeEnd(healthySpec(2), 'left', { defaultRoute: false }),
    initiator: 'left',
    trigger: initiates('left'),
    cause: 'routing-missing',
    honest: { right: ['insufficient-data'] },
    states: { left: DOWN, right: DOWN_OR_UNKNOWN },
  },
  {
    name: 'both-passive',
    title: 'IKEv2: neither end starts, and traffic starts nothing either',
    spec: healthySpec(2),
    initiator: null,
    trigger: async (lab) => {
      await lab.left.ping(2);
    },
    cause: 'both-passive',
    states: { left: ['down', 'idle'], right: ['down', 'idle'] },
  },
];
