// What is run inside the small machine, as shell scripts: the network, and one charon for an end.
import { WAN_INTERFACE } from '../namespaces.js';
import type { EndSpec, LabSpec, Side } from '../spec.js';
import { strongswanConf, swanctlConf } from '../swanctlConf.js';

export const SIDES: readonly Side[] = ['left', 'right'];
export const folderOf = (side: Side): string => `/lab/${side}`;
const socketOf = (side: Side): string => `${folderOf(side)}/charon.vici`;
export const logOf = (side: Side): string => `${folderOf(side)}/charon.log`;

export const swanctlIn = (side: Side, args: readonly string[]): string =>
  `SWANCTL_DIR=${folderOf(side)} swanctl ${args.join(' ')} --uri unix://${socketOf(side)}`;

/** The three namespaces with the addresses of the ends, as one script. */
export function networkScript(spec: LabSpec): string {
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

export const writeScript = (path: string, text: string): string =>
  `echo ${Buffer.from(text).toString('base64')} | base64 -d >${path}`;

export function configureScript(side: Side, end: EndSpec): string {
  const paths = { viciSocket: socketOf(side), logFile: logOf(side) };
  return [
    `rm -rf ${folderOf(side)}; mkdir -p ${folderOf(side)}`,
    writeScript(`${folderOf(side)}/swanctl.conf`, swanctlConf(end)),
    writeScript(`${folderOf(side)}/strongswan.conf`, strongswanConf(paths, end.logTimeFormat, 'kernel')),
  ].join('\n');
}

/** A private /run keeps the pid files apart; `ip netns exec` already makes mounts private. */
export function startScript(side: Side): string {
  const folder = folderOf(side);
  const inner = `mount -t tmpfs tmpfs /run && exec env STRONGSWAN_CONF=${folder}/strongswan.conf /usr/lib/ipsec/charon`;
  return `ip netns exec ${side} sh -c '${inner}' >>${folder}/charon.out 2>&1 </dev/null &
echo $! >${folder}/pid
for turn in $(seq 100); do ${swanctlIn(side, ['--stats'])} >/dev/null 2>&1 && break; sleep 0.2; done
${swanctlIn(side, ['--load-all', '--file', `${folder}/swanctl.conf`])}`;
}

/** Ends a daemon without a word to its peer, and returns when it is gone. */
export const killScript = (side: Side): string => `if [ -f ${folderOf(side)}/pid ]; then
pid=$(cat ${folderOf(side)}/pid); kill -KILL $pid 2>/dev/null || true
while kill -0 $pid 2>/dev/null; do sleep 0.1; done; rm -f ${socketOf(side)} ${folderOf(side)}/pid; fi`;

export const clearScript = [
  ...SIDES.map(killScript),
  'for name in left wan right; do ip netns del $name 2>/dev/null || true; done',
].join('\n');
