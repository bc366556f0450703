// libreswan's pluto as the right end inside the small machine: the same description of an end in another daemon's words.
import type { EndSpec } from '../spec.js';
import { folderOf, writeScript } from './scripts.js';

const folder = folderOf('right');
export const plutoLog = `${folder}/pluto.log`;

/** libreswan writes sha2_256 and sha2_512 where strongSwan writes sha256 and sha512. */
const algorithms = (proposals: readonly string[]): string =>
  proposals.join(',').replace(/sha(256|512)/g, 'sha2_$1');

/** ipsec.conf of one end. Its PFS group, like strongSwan's, is the one that an ESP proposal names; none means without PFS. */
function ipsecConf(end: EndSpec): string {
  const connections = end.connections.map((one) => {
    const pfs = /modp|ecp|curve/.test(one.espProposals.join());
    const settings = {
      left: one.localAddresses[0],
      leftid: `@${one.local.id}`,
      leftsubnet: one.localSubnets.join(),
      right: one.remoteAddresses[0],
      rightid: `@${one.remote.id}`,
      rightsubnet: one.remoteSubnets.join(),
      authby: 'secret',
      ikev2: one.version === 1 ? 'no' : 'insist',
      ike: algorithms(one.proposals),
      esp: algorithms(one.espProposals),
      pfs: pfs ? 'yes' : 'no',
      // Its script changes routes, which the default route makes needless here.
      leftupdown: '/usr/bin/true',
      auto: 'add',
    };
    const lines = Object.entries(settings).map(([key, value]) => `\t${key}=${value}`);
    return [`conn ${one.name}`, ...lines].join('\n');
  });
  // Off unless somebody wants it: pluto then drops IKEv1 without an answer.
  const old = end.connections.some(({ version }) => version === 1) ? '\tikev1-policy=accept\n' : '';
  return `config setup\n\tlogtime=yes\n${old}\n${connections.join('\n\n')}\n`;
}

const secrets = (end: EndSpec): string => end.keys.map(({ secret }) => `: PSK "${secret}"\n`).join('');

/** Starts pluto in the namespace of the right end, and returns when it listens. */
export function startPlutoScript(end: EndSpec): string {
  const inner = [
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /run/pluto',
    `exec /usr/libexec/ipsec/pluto --config ${folder}/ipsec.conf --secretsfile ${folder}/ipsec.secrets --nssdir ${folder}/nss --rundir /run/pluto --logfile ${plutoLog} --nofork`,
  ].join(' && ');
  return [
    `rm -rf ${folder}; mkdir -p ${folder}/nss`,
    writeScript(`${folder}/ipsec.conf`, ipsecConf(end)),
    writeScript(`${folder}/ipsec.secrets`, secrets(end)),
    `certutil -N -d sql:${folder}/nss --empty-password`,
    `ip netns exec right sh -c '${inner}' >${folder}/pluto.out 2>&1 </dev/null &`,
    `echo $! >${folder}/pid`,
    `for turn in $(seq 100); do grep -q 'loading secrets' ${plutoLog} 2>/dev/null && break; sleep 0.2; done`,
    `grep -q 'loading secrets' ${plutoLog} || { cat ${folder}/pluto.out ${plutoLog}; exit 1; }`,
  ].join('\n');
}
