// Which Debian packages the lab needs, and whether they are there.
import { access } from 'node:fs/promises';
import { must } from './shell.js';

export const PACKAGES = [
  'strongswan-charon',
  'strongswan-swanctl',
  'libcharon-extra-plugins',
  'libstrongswan-extra-plugins',
  'libstrongswan-standard-plugins',
  'strongswan-pki',
  'iproute2',
  'nftables',
  'iputils-ping',
  'qemu-system-x86',
  'cpio',
];

const NEEDED = [
  '/usr/lib/ipsec/charon',
  '/usr/lib/ipsec/plugins/libstrongswan-openssl.so',
  '/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so',
  '/usr/sbin/swanctl',
  '/usr/bin/pki',
  '/usr/sbin/nft',
  '/usr/bin/ping',
];

const NEEDED_FOR_MACHINE = ['/usr/bin/qemu-system-x86_64', '/usr/bin/cpio'];

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function missingOf(needed: readonly string[]): Promise<string[]> {
  const found = await Promise.all(needed.map(isThere));
  return needed.filter((_, index) => !found[index]);
}

/** The programs and plugins that are missing; empty when the lab can run. */
export const missingFiles = (): Promise<string[]> => missingOf(NEEDED);

/** What the small machine needs here; what runs inside it is fetched by its own script. */
export const missingForMachine = (): Promise<string[]> => missingOf(NEEDED_FOR_MACHINE);

/** Installs what is missing with apt-get (Debian 12, root); waits for another apt-get to end. */
export async function ensurePackages(): Promise<void> {
  if ((await missingFiles()).length + (await missingForMachine()).length === 0) return;
  const apt = ['-o', 'DPkg::Lock::Timeout=300', '-qq', '-y'];
  const options = { timeoutMs: 600_000, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await must('apt-get', [...apt, 'update'], options);
  await must('apt-get', [...apt, 'install', '--no-install-recommends', ...PACKAGES], options);
}
