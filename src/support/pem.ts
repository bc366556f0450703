// PEM text: whether it holds certificates that can be read.

import { X509Certificate } from 'node:crypto';

/** One broken certificate among several would make every connection fail. */
export function holdsCertificate(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    return false;
  }
  return blocks.length > 0;
}
