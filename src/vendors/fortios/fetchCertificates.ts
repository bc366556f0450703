// Asking for the certificates of a FortiGate, those of the factory among them; a private key is never part of the answer.

import type { CertificateInfo } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { normalizeCertificates } from './normalizeCertificates.js';
import type { Question } from './question.js';

export async function fetchCertificates(
  question: Question,
): Promise<Observation<readonly CertificateInfo[]>> {
  const told = await question.readRows('certificates', {}, { slow: true });
  return told.known ? question.known(normalizeCertificates(told.value)) : told;
}
