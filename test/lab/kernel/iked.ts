// OpenBSD's iked as the right end inside the small machine: the same description of an end in another daemon's words.
import type { ConnectionSpec, EndSpec } from '../spec.js';
import { folderOf, writeScript } from './scripts.js';

const folder = folderOf('right');
export const ikedLog = `${folder}/iked.log`;

const ciphers: Readonly<Record<string, string>> = { aes128: 'aes-128', aes256: 'aes-256' };
const hashes: Readonly<Record<string, string>> = {
  sha1: 'hmac-sha1',
  sha256: 'hmac-sha2-256',
  sha512: 'hmac-sha2-512',
};

/** `aes256-sha256-modp2048` in the words of iked.conf(5); a key exchange group in an ESP proposal is its PFS. */
function transforms(proposal: string, isIke: boolean): string {
  return proposal
    .split('-')
    .map((name) => {
      if (ciphers[name]) return `enc ${ciphers[name]}`;
      if (hashes[name]) return `auth ${hashes[name]}${isIke ? ` prf ${hashes[name]}` : ''}`;
      return `group ${name}`;
    })
    .join(' ');
}

function policy(one: ConnectionSpec, secret: string): string {
  return [
    `ikev2 "${one.name}" passive esp`,
    `from ${one.localSubnets.join()} to ${one.remoteSubnets.join()}`,
    `local ${one.localAddresses[0]} peer ${one.remoteAddresses[0]}`,
    ...one.proposals.map((proposal) => `ikesa ${transforms(proposal, true)}`),
    ...one.espProposals.map((proposal) => `childsa ${transforms(proposal, false)}`),
    `srcid ${one.local.id} dstid ${one.remote.id}`,
    `psk "${secret}"`,
  ].join(' \\\n\t');
}

/** Starts iked in the namespace of the right end, as verbose as it is delivered, and returns when it reads its socket. */
export function startIkedScript(end: EndSpec): string {
  const secret = end.keys[0]?.secret ?? '';
  // Its log goes to standard error in the foreground; the time and the name in front are what syslogd writes there.
  const stamp = `busybox awk '{ print strftime("%b %e %H:%M:%S") " branch iked[77]: " $0; fflush() }' >>${ikedLog}`;
  const inner = `mount -t tmpfs tmpfs /run && exec iked -d -f ${folder}/iked.conf`;
  return [
    `rm -rf ${folder}; mkdir -p ${folder}; touch ${ikedLog}`,
    'modprobe af_key',
    '[ -f /etc/iked/private/local.key ] || openssl ecparam -genkey -name prime256v1 -noout -out /etc/iked/private/local.key',
    'openssl ec -in /etc/iked/private/local.key -pubout -out /etc/iked/local.pub 2>/dev/null',
    writeScript(`${folder}/iked.conf`, `${end.connections.map((one) => policy(one, secret)).join('\n')}\n`),
    `chmod 600 ${folder}/iked.conf`,
    `mkfifo ${folder}/said`,
    `${stamp} <${folder}/said &`,
    `ip netns exec right sh -c '${inner}' >${folder}/said 2>&1 </dev/null &`,
    `echo $! >${folder}/pid`,
    // It listens long before it has read its configuration: the process that negotiates then takes the sockets over, the last thing it is given.
    `ready() { ip netns exec right ss -Hlunp >/tmp/listens; [ $(grep -c iked /tmp/listens) -ge 4 ] && ! grep -q "pid=$(cat ${folder}/pid)," /tmp/listens; }`,
    'for turn in $(seq 150); do ready && break; sleep 0.2; done',
    `ready || { cat ${ikedLog} /tmp/listens; exit 1; }`,
  ].join('\n');
}
