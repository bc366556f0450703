// The certificates of a FortiGate: what `monitor/system/available-certificates` tells of each; it sends no key and no PEM.

import type { CertificateInfo } from '../../domain/device.js';
import { type Row, row, rows, text, truth, wholeNumber } from './words.js';

/** Requests that no authority signed yet have no dates; nothing true could be said about them. Times are seconds since 1970. */
export function normalizeCertificates(told: readonly Row[]): readonly CertificateInfo[] {
  return told.flatMap((one): readonly CertificateInfo[] => {
    const [from, to] = [wholeNumber(one, 'valid_from'), wholeNumber(one, 'valid_to')];
    if (from === null || to === null || to <= 0) return [];
    const use = useOf(one);
    return [
      {
        name: text(one, 'name'),
        subject: nameText(one, 'subject'),
        issuer: nameText(one, 'issuer'),
        alternativeNames: alternativeNames(one),
        notBefore: new Date(from * 1000).toISOString(),
        notAfter: new Date(to * 1000).toISOString(),
        hasPrivateKey: truth(one, 'has_valid_cert_key') ?? (use === 'own' ? null : false),
        use,
      },
    ];
  });
}

/** `local-cer`, `local-ca`, `remote-ca`, `remote-cer`, `crl`. */
function useOf(one: Row): CertificateInfo['use'] {
  const type = text(one, 'type') ?? '';
  if (type.startsWith('local-cer')) return 'own';
  return type.endsWith('-ca') || truth(one, 'is_ca') === true ? 'authority' : 'peer';
}

/** `C = US, O = Example, CN = gw`, or its parts: in the form of every other vendor, so that names can be compared. */
function nameText(one: Row, which: 'subject' | 'issuer'): string {
  const raw = text(one, `${which}_raw`);
  if (raw !== null)
    return (raw.startsWith('/') ? raw.slice(1).replaceAll('/', ', ') : raw).replace(/\s*=\s*/g, '=');
  const parts = row(one[which]) ?? {};
  return Object.keys(parts)
    .flatMap((name) => text(parts, name)?.replace(/^/, `${name}=`) ?? [])
    .join(', ');
}

/** `DNS:gw.example, IP Address:192.0.2.1` to the values. */
function alternativeNames(one: Row): readonly string[] {
  const extension = rows(one.ext)?.find((each) => /subject alternative name/i.test(text(each, 'name') ?? ''));
  return ((extension && text(extension, 'data')) ?? '')
    .split(/,\s*/)
    .map((part) => part.replace(/^(?:DNS|IP Address|email|URI)\s*:\s*/i, '').trim())
    .filter((part) => part !== '');
}
