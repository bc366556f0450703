// Asking for the certificates of a firewall: what its configuration holds of them; private keys are dropped while the reply is read.

import { X509Certificate } from 'node:crypto';
import type { CertificateInfo } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { Question } from './question.js';
import { child, entryName, findAll, text, truth } from './words.js';
import type { XmlNode } from './xml.js';

/** Those of `shared`, where the web interface puts them unless a virtual system is chosen. */
export async function fetchCertificates(
  question: Question,
): Promise<Observation<readonly CertificateInfo[]>> {
  const reply = await question.read('certificates', {}, { slow: true });
  if (!reply.known) return reply.reason === 'not-present' ? question.known([]) : reply;
  const entries = findAll(reply.value, (node) => node.name === 'entry');
  return question.known(entries.flatMap(certificateOf));
}

/** `not-valid-before` reads `Jun 19 08:36:12 2023 GMT`; the end is also written as `expiry-epoch`. */
function certificateOf(entry: XmlNode): readonly CertificateInfo[] {
  const told = readPem(text(entry, 'public-key'));
  const epoch = text(entry, 'expiry-epoch');
  const until = epoch !== null && /^\d{1,12}$/.test(epoch) ? Number(epoch) * 1000 : null;
  const notAfter = until ?? Date.parse(text(entry, 'not-valid-after') ?? '');
  const notBefore = Date.parse(text(entry, 'not-valid-before') ?? '');
  if (told === null && (Number.isNaN(notAfter) || Number.isNaN(notBefore))) return [];
  const isAuthority = truth(entry, 'ca') ?? told?.isAuthority ?? false;
  return [
    {
      name: entryName(entry),
      subject: told?.subject ?? text(entry, 'subject') ?? text(entry, 'common-name') ?? entryName(entry),
      issuer: told?.issuer ?? text(entry, 'issuer') ?? '',
      alternativeNames: told?.alternativeNames ?? [],
      notBefore: told?.notBefore ?? new Date(notBefore).toISOString(),
      notAfter: told?.notAfter ?? new Date(notAfter).toISOString(),
      hasPrivateKey: child(entry, 'private-key') !== undefined,
      use: isAuthority ? 'authority' : 'own',
    },
  ];
}

function readPem(pem: string | null) {
  if (pem === null || !pem.includes('BEGIN CERTIFICATE')) return null;
  try {
    const read = new X509Certificate(pem);
    const line = (words: string) => words.split('\n').join(', ');
    return {
      subject: line(read.subject),
      issuer: line(read.issuer),
      alternativeNames: (read.subjectAltName ?? '')
        .split(/,\s*(?=[A-Za-z ]+:)/)
        .map((part) => part.replace(/^[A-Za-z ]+:/, '').trim())
        .filter((part) => part !== ''),
      notBefore: new Date(read.validFrom).toISOString(),
      notAfter: new Date(read.validTo).toISOString(),
      isAuthority: read.ca,
    };
  } catch {
    return null; // A certificate that OpenSSL does not read: the other fields tell its dates.
  }
}
