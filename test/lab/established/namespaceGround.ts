// Two daemons in network namespaces of this machine as the ground: ESP is always in UDP 4500 here.
import { changeConnection, healthySpec, RIGHT_INSIDE } from '../baseSpec.js';
import { startLab } from '../lab.js';
import type { LabSpec } from '../spec.js';
import type { EstablishedFault } from './faults.js';
import type { Ground } from './ground.js';

/** Left asks after two seconds of silence whether its peer is there, unless the fault wants that nobody does. */
export function specOf(fault: EstablishedFault): LabSpec {
  const plain = healthySpec(2);
  const spec =
    fault.anyPeer === true ? changeConnection(plain, 'right', { remoteAddresses: ['%any'] }) : plain;
  return fault.withoutDpd === true ? spec : changeConnection(spec, 'left', { dpdDelaySeconds: 2 });
}

export async function namespaceGround(spec: LabSpec): Promise<Ground> {
  const lab = await startLab(spec);
  return {
    viciUri: (side) => lab[side].viciUri,
    logFile: async (side) => lab[side].logFile,
    configFile: (side) => lab[side].configFile,
    shell: (where, script) => lab.shell(where, script),
    daemon: async (side, what) => {
      if (what === 'freeze') lab[side].freeze();
      else await lab[side][what]();
    },
    // A request without an answer, or an SA that is closed by force, ends with a failure that was wanted.
    swanctl: async (side, args) => {
      await lab[side].swanctl(args);
    },
    bringUp: async () => {
      const outcome = await lab.left.initiate();
      if (!outcome.ok) throw new Error(`the tunnel did not come up:\n${outcome.output}`);
    },
    ping: async ({ count, bytes = 56, intervalSeconds = 0.1 }) => {
      const args = `-q -n -i ${intervalSeconds} -W 1 -c ${count} -s ${bytes} -I ${spec.left.inside} ${RIGHT_INSIDE}`;
      await lab.shell('left', `ping ${args} >/dev/null || true`);
    },
    stop: () => lab.stop(),
  };
}
