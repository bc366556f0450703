// Two daemons inside the small machine as the ground: ESP is protocol 50 here, counters and states are the kernel's.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RIGHT_INSIDE } from '../baseSpec.js';
import type { Ground, Where } from '../established/ground.js';
import { WAN_INTERFACE } from '../namespaces.js';
import type { EndSpec, LabSpec, Side } from '../spec.js';
import { strongswanConf, swanctlConf } from '../swanctlConf.js';
import type { Machine } from './machine.js';

const SIDES: readonly Side[] = ['left', 'right'];
const folderOf = (side: Side): string => `/lab/${side}`;
const socketOf = (side: Side): string => `${folderOf(side)}/charon.vici`;
const logOf = (side: Side): string => `${folderOf(side)}/charon.log`;

const swanctlIn = (side: Side, args: readonly string[]): string =>
  `SWANCTL_DIR=${folderOf(side)} swanctl ${args.join(' ')} --uri unix://${socketOf(side)}`;

/** The three namespaces with the addresses of the ends, as one script. */
function networkScript(spec: LabSpec): string {
  const namespaces = ['left', 'wan', 'right'].map(
    (name) => `ip netns add ${name}
ip netns exec ${name} sh -ec 'for w in all default; do echo 1 >/proc/sys/net/ipv6/conf/$w/disable_ipv6; done; ip link set lo up'`,
  );
  const ends = SIDES.map((side) => {
    const { address, inside } = spec[side];
    const gateway = address.replace(/\.\d+$/, '.1');
    const link = WAN_INTERFACE[side];
    return `ip -n wan link add name ${link} type veth peer name eth0 netns ${side}
ip -n wan addr add ${gateway}/24 dev ${link}
ip -n wan link set ${link} up
ip -n ${side} addr add ${address}/24 dev eth0
ip -n ${side} addr add ${inside}/32 dev lo
ip -n ${side} link set eth0 up
ip -n ${side} route add default via ${gateway}`;
  });
  const forward = `ip netns exec wan sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'`;
  return [...namespaces, ...ends, forward].join('\n');
}

const writeScript = (path: string, text: string): string =>
  `echo ${Buffer.from(text).toString('base64')} | base64 -d >${path}`;

function configureScript(side: Side, end: EndSpec): string {
  const paths = { viciSocket: socketOf(side), logFile: logOf(side) };
  return [
    `rm -rf ${folderOf(side)}; mkdir -p ${folderOf(side)}`,
    writeScript(`${folderOf(side)}/swanctl.conf`, swanctlConf(end)),
    writeScript(`${folderOf(side)}/strongswan.conf`, strongswanConf(paths, end.logTimeFormat, 'kernel')),
  ].join('\n');
}

/** A private /run keeps the pid files apart; `ip netns exec` already makes mounts private. */
function startScript(side: Side): string {
  const folder = folderOf(side);
  const inner = `mount -t tmpfs tmpfs /run && exec env STRONGSWAN_CONF=${folder}/strongswan.conf /usr/lib/ipsec/charon`;
  return `ip netns exec ${side} sh -c '${inner}' >>${folder}/charon.out 2>&1 </dev/null &
echo $! >${folder}/pid
for turn in $(seq 100); do ${swanctlIn(side, ['--stats'])} >/dev/null 2>&1 && break; sleep 0.2; done
${swanctlIn(side, ['--load-all', '--file', `${folder}/swanctl.conf`])}`;
}

/** Ends a daemon without a word to its peer, and returns when it is gone. */
const killScript = (side: Side): string => `if [ -f ${folderOf(side)}/pid ]; then
pid=$(cat ${folderOf(side)}/pid); kill -KILL $pid 2>/dev/null || true
while kill -0 $pid 2>/dev/null; do sleep 0.1; done; rm -f ${socketOf(side)} ${folderOf(side)}/pid; fi`;

const clearScript = [
  ...SIDES.map(killScript),
  'for name in left wan right; do ip netns del $name 2>/dev/null || true; done',
].join('\n');

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
  const within = (where: Where, script: string): string =>
    `${writeScript('/tmp/act', script)}; ip netns exec ${where} sh -e /tmp/act`;
  const pidOf = (side: Side): string => `$(cat ${folderOf(side)}/pid)`;
  return {
    viciUri: (side) => machine.viciUri(side),
    logFile: async (side) => {
      const file = join(folder, `${side}.log`);
      await writeFile(file, await machine.must(`cat ${logOf(side)}`));
      return file;
    },
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
