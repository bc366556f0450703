// The daemon's certificates, read from the DER that list-certs sends.

import { X509Certificate } from 'node:crypto';
import type { CertificateInfo } from '../../domain/device.js';
import type { CertificateWords } from './schema.js';

/** X.509 only; what cannot be read as a certificate is left out, because nothing true could be said about it. */
export function normalizeCertificates(rows: readonly CertificateWords[]): CertificateInfo[] {
  return rows.flatMap((row) => {
    const certificate = row.type === 'X509' ? readDer(row.data) : null;
    if (certificate === null) return [];
    const own = row.has_privkey === 'yes';
    return {
      name: null,
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      alternativeNames: alternativeNames(certificate.subjectAltName),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      hasPrivateKey: own,
      use: own ? 'own' : row.flag === 'CA' || certificate.ca ? 'authority' : 'peer',
    };
  });
}

function readDer(data: string | undefined): X509Certificate | null {
  if (data === undefined) return null;
  try {
    return new X509Certificate(Buffer.from(data, 'latin1'));
  } catch {
    return null; // not DER, or a kind that OpenSSL does not read
  }
}

/** Node prints one attribute a line; operators and charon write `C=XX, O=Lab, CN=gw.example`. */
function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

/** `DNS:gw.example, IP Address:192.0.2.1` to the values. */
function alternativeNames(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  return text.split(/,\s*(?=[A-Za-z ]+:)/).map((part) => part.replace(/^[A-Za-z ]+:/, '').trim());
}
