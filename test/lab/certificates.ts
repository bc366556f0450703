// The lab's certificate authority: good, expired, from a stranger, and without the identity that is used.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './shell.js';
import type { CertificateKind, EndSpec } from './spec.js';

const PKI = '/usr/bin/pki';

async function pki(args: string[], file: string): Promise<string> {
  // pki prints the object; execFile would spoil DER, so everything is PEM.
  const { stdout } = await must(PKI, [...args, '--outform', 'pem']);
  await writeFile(file, stdout, { mode: 0o600 });
  return file;
}

async function makeAuthority(folder: string, name: string) {
  const key = await pki(['--gen', '--type', 'ecdsa', '--size', '256'], join(folder, `${name}.key`));
  const certificate = await pki(
    ['--self', '--ca', '--type', 'ecdsa', '--in', key, '--lifetime', '30', '--dn', `C=XX, O=Lab, CN=${name}`],
    join(folder, `${name}.pem`),
  );
  return { key, certificate };
}

const EXPIRED = ['--dateform', '%Y-%m-%d', '--not-before', '2020-01-01', '--not-after', '2020-02-01'];

/** Two kilobytes of them: cheaper than a large key, whose making takes as long as luck will have it. */
const manyNames = Array.from({ length: 50 }, (_, number) => `site-${number}.one-of-many-branches.example`);

/** Fills one end's swanctl folder with the shared authority and the certificate that this end uses. */
async function issueFor(
  end: EndSpec,
  kind: CertificateKind,
  folder: string,
  authorities: string,
): Promise<void> {
  const issuer = join(authorities, kind === 'untrusted' ? 'stranger' : 'lab-authority');
  const id = end.connections[0]?.local.id ?? end.address;
  const name = kind === 'other-name' ? 'somebody-else.example' : id;
  const names = [name, ...(kind === 'large' ? manyNames : [])].flatMap((one) => ['--san', one]);
  const key = await pki(
    ['--gen', '--type', 'ecdsa', '--size', '256'],
    join(folder, 'private', `${kind}.pem`),
  );
  await pki(
    [
      ...['--issue', '--cacert', `${issuer}.pem`, '--cakey', `${issuer}.key`, '--type', 'priv', '--in', key],
      ...['--dn', `C=XX, O=Lab, CN=${name}`, ...names],
      ...(kind === 'expired' ? EXPIRED : ['--lifetime', '30']),
    ],
    join(folder, 'x509', `${kind}.pem`),
  );
}

/** Issues what both ends name in their specification; does nothing when neither uses certificates. */
export async function issueCertificates(
  root: string,
  ends: { end: EndSpec; swanctlFolder: string }[],
): Promise<void> {
  for (const { swanctlFolder } of ends) {
    for (const part of ['x509', 'x509ca', 'private'])
      await mkdir(join(swanctlFolder, part), { recursive: true });
  }
  const wanted = ends.flatMap(({ end, swanctlFolder }) => {
    const kinds = new Set(end.connections.flatMap(({ local }) => local.certificate ?? []));
    return [...kinds].map((kind) => ({ end, swanctlFolder, kind }));
  });
  if (wanted.length === 0) return;
  const authorities = join(root, 'authorities');
  await mkdir(authorities, { recursive: true });
  const lab = await makeAuthority(authorities, 'lab-authority');
  await makeAuthority(authorities, 'stranger');
  for (const { swanctlFolder } of ends) {
    await must('cp', [lab.certificate, join(swanctlFolder, 'x509ca', 'lab-authority.pem')]);
  }
  for (const { end, swanctlFolder, kind } of wanted) await issueFor(end, kind, swanctlFolder, authorities);
}
