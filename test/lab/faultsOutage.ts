// Faults of a tunnel that was up: dead peers, lost SAs, one-way ESP; and the situations that are no fault at all.
import { setTimeout as sleep } from 'node:timers/promises';
import { changeConnection, healthySpec } from './baseSpec.js';
import type { Fault } from './fault.js';
import { certificateSpec } from './faultsCertificates.js';
import type { Lab, LabEnd } from './lab.js';
import type { LabSpec } from './spec.js';

/** Waits until it is so; says what was waited for when it never is. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(100);
  }
}

const untilLogged = (end: LabEnd, words: RegExp): Promise<void> =>
  until(`${end.side} logs ${words}`, async () => words.test(await end.log()));

const untilCarries = (lab: Lab): Promise<void> => until('the tunnel carries a ping', () => lab.left.ping());

async function comesUp(lab: Lab): Promise<void> {
  const outcome = await lab.left.initiate();
  if (!outcome.ok) throw new Error(`the tunnel did not come up:\n${outcome.output}`);
  await untilCarries(lab);
}

const UP: Fault['states'] = { left: ['up'], right: ['up'] };

function healthy(name: string, title: string, spec: LabSpec, then?: (lab: Lab) => Promise<void>): Fault {
  return {
    name,
    title,
    spec,
    initiator: 'left',
    trigger: async (lab) => {
      await comesUp(lab);
      await then?.(lab);
    },
    cause: 'tunnel-up-healthy',
    alsoTrue: ['rekey-in-progress'],
    states: UP,
    traffic: ['left'],
  };
}

function deadPeer(version: 1 | 2): Fault {
  const spec = changeConnection(healthySpec(version), 'left', { dpdDelaySeconds: 1, dpdTimeoutSeconds: 3 });
  return {
    name: `dpd-v${version}`,
    title: `IKEv${version}: the way back is cut, dead peer detection of the left end gives up`,
    spec,
    initiator: 'left',
    trigger: async (lab) => {
      await comesUp(lab);
      await lab.wan.cut('right');
      await untilLogged(lab.left, /giving up after|DPD check timed out/);
    },
    cause: 'dpd-timeout',
    // The right end has no dead peer detection: it cannot know that nobody hears it any more.
    honest: { right: ['tunnel-up-healthy', 'esp-blocked'] },
    states: { left: ['down'], right: ['up', 'degraded'] },
  };
}

export const outageFaults: Fault[] = [
  deadPeer(2),
  deadPeer(1),
  {
    name: 'stale-sas',
    title: 'IKEv2: the right daemon died and was started again; the left end still uses the old SAs',
    spec: healthySpec(2),
    initiator: 'left',
    trigger: async (lab) => {
      await comesUp(lab);
      await lab.right.kill();
      await lab.right.restart();
      await lab.left.ping(3);
    },
    cause: 'sa-mismatch',
    honest: { left: ['esp-blocked'], right: ['insufficient-data', 'both-passive'] },
    states: { left: ['up', 'degraded'], right: ['down', 'idle'] },
    traffic: ['left'],
  },
  {
    name: 'esp-one-way',
    title: 'IKEv2: ESP from the right end is dropped on the way, IKE passes',
    spec: healthySpec(2),
    initiator: 'left',
    trigger: async (lab) => {
      await comesUp(lab);
      await lab.wan.blockEsp('right');
      await lab.left.ping(3);
    },
    cause: 'esp-blocked',
    // From the right end packets come and go; only the left end, or both together, can see it.
    honest: { right: ['tunnel-up-healthy'] },
    states: { left: ['up', 'degraded'], right: ['up', 'degraded'] },
    traffic: ['left'],
  },
  {
    name: 'esp-one-way-from-start',
    title: 'IKEv1: ESP from the left end never arrives, IKE passes',
    spec: healthySpec(1),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.wan.blockEsp('left');
      await lab.left.initiate();
      await lab.left.ping(3);
    },
    cause: 'esp-blocked',
    honest: { right: ['tunnel-up-healthy'] },
    states: { left: ['up', 'degraded'], right: ['up', 'degraded'] },
    traffic: ['left'],
  },
];

export const quietSituations: Fault[] = [
  healthy('healthy-v2', 'IKEv2 with a pre-shared key: nothing is wrong', healthySpec(2)),
  healthy('healthy-v1', 'IKEv1 with a pre-shared key: nothing is wrong', healthySpec(1)),
  healthy('healthy-certificates', 'IKEv2 with certificates: nothing is wrong', certificateSpec('good')),
  healthy(
    'healthy-after-rekey',
    'IKEv2: the child SA was rekeyed a moment ago',
    healthySpec(2),
    async (lab) => {
      await lab.left.rekeyChild();
      await untilCarries(lab);
    },
  ),
  healthy(
    'healthy-after-ike-rekey',
    'IKEv2: the IKE SA was rekeyed a moment ago',
    healthySpec(2),
    async (lab) => {
      await lab.left.rekeyIke();
      await untilCarries(lab);
    },
  ),
  {
    ...healthy(
      'recovered',
      'IKEv2: UDP 500 was dropped for a while, then the tunnel came up',
      healthySpec(2),
    ),
    trigger: async (lab) => {
      await lab.wan.blockUdp(500);
      await lab.left.initiate();
      await lab.wan.clear();
      await comesUp(lab);
    },
  },
  {
    name: 'idle-trap',
    title: 'IKEv2: the left end waits for traffic, and none was offered',
    spec: changeConnection(healthySpec(2), 'left', { startAction: 'trap' }),
    initiator: null,
    trigger: async () => {},
    cause: 'idle-on-demand',
    honest: { right: ['insufficient-data', 'both-passive'] },
    states: { left: ['idle'], right: ['idle', 'down'] },
  },
];
