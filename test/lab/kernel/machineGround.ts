// Two daemons inside the small machine as the ground: ESP is protocol 50 here, counters and states are the kernel's.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RIGHT_INSIDE } from '../baseSpec.js';
import type { Ground, Where } from '../established/ground.js';
import type { LabSpec, Side } from '../spec.js';
import { swanctlConf } from '../swanctlConf.js';
import type { Machine } from './machine.js';
import {
  clearScript,
  configureScript,
  folderOf,
  killScript,
  logOf,
  networkScript,
  SIDES,
  startScript,
  swanctlIn,
  writeScript,
} from './scripts.js';

/** A fresh pair of ends in the machine; whatever stood there before is gone. `folder` takes logs and configurations. */
export async function machineGround(machine: Machine, spec: LabSpec, folder: string): Promise<Ground> {
  await machine.must([clearScript, networkScript(spec)].join('\n'));
  await machine.must(
    [...SIDES.map((side) => configureScript(side, spec[side])), ...SIDES.map(startScript)].join('\n'),
    120_000,
  );
  await mkdir(folder, { recursive: true });
  const configFile = (side: Side): string => join(folder, `${side}.conf`);
  for (const side of SIDES) await writeFile(configFile(side), swanctlConf(spec[side]), { mode: 0o600 });
  // Followed, not copied: a log that is older than the states beside it tells another story.
  const logFile = (side: Side): string => join(folder, `${side}.log`);
  for (const side of SIDES) await machine.follow(logOf(side), logFile(side));
  const within = (where: Where, script: string): string =>
    `${writeScript('/tmp/act', script)}; ip netns exec ${where} sh -e /tmp/act`;
  const pidOf = (side: Side): string => `$(cat ${folderOf(side)}/pid)`;
  return {
    viciUri: (side) => machine.viciUri(side),
    logFile: async (side) => logFile(side),
    configFile,
    shell: async (where, script) => {
      await machine.must(within(where, script));
    },
    daemon: async (side, what) => {
      if (what === 'freeze') await machine.must(`kill -STOP ${pidOf(side)}`);
      else if (what === 'kill') await machine.must(killScript(side));
      else await machine.must([killScript(side), startScript(side)].join('\n'));
    },
    // A request without an answer, or an SA that is closed by force, ends with a failure that was wanted.
    swanctl: async (side, args) => {
      await machine.run(swanctlIn(side, args));
    },
    bringUp: async () => {
      const child = spec.left.connections[0]?.child ?? '';
      await machine.must(swanctlIn('left', ['--initiate', '--child', child, '--timeout', '20']));
    },
    ping: async ({ count, bytes = 56, intervalSeconds = 0.1 }) => {
      const args = `-q -n -i ${intervalSeconds} -W 1 -c ${count} -s ${bytes} -I ${spec.left.inside} ${RIGHT_INSIDE}`;
      await machine.run(`ip netns exec left ping ${args}`);
    },
    stop: async () => {
      await machine.must(clearScript);
    },
  };
}
