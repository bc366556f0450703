// The certificates of each end: expiry, chain, private key, and whether they carry the identity that is sent.

import type { CertificateInfo } from '../domain/device.js';
import type { EndEvidence } from '../domain/evidence.js';
import { sameDistinguishedName } from '../domain/identity.js';
import { type FactState, knownFact, list, number, unknownFact, yes, yesNo } from './fact.js';
import { effectiveLocalId } from './identities.js';
import { type EndFact, forEachEnd, fromGap, lineOf, setting } from './perEnd.js';

const dayMs = 86_400_000;

/** Certificates that this end uses: its own, and those of authorities that it checks the peer against. */
function used(end: EndEvidence): readonly CertificateInfo[] | FactState {
  if (!end.certificates.known) return fromGap(end.certificates);
  if (end.certificates.value.length === 0) {
    return unknownFact(
      `${end.name} shows no certificate for this tunnel.`,
      `Check the certificates on ${end.name}.`,
    );
  }
  return end.certificates.value;
}

/**
 * A device holds certificates for many purposes. Where the gateway names its own, what counts is that one, the authorities above it
 * and those that peers are checked against; else all of them may be meant.
 */
function ofTunnel(all: readonly CertificateInfo[], end: EndEvidence): readonly CertificateInfo[] {
  const name = end.config.known ? end.config.value.ike.certificate : null;
  if (name === null) return all;
  const own = all.filter((one) => one.name === name);
  const chain: CertificateInfo[] = [...own];
  for (const one of chain) {
    const above = all.filter(
      (other) => other.use === 'authority' && sameDistinguishedName(other.subject, one.issuer),
    );
    chain.push(...above.filter((other) => !chain.includes(other)));
  }
  // Without its issuer the question of the chain still needs the authorities that are there, but not their dates.
  return chain;
}

function isList(value: readonly CertificateInfo[] | FactState): value is readonly CertificateInfo[] {
  return Array.isArray(value);
}

function certificateText(one: CertificateInfo): string {
  return `certificate ${one.subject} (${one.use}), valid ${one.notBefore} to ${one.notAfter}, issued by ${one.issuer}`;
}

function about(
  name: string,
  type: EndFact['type'],
  says: string,
  judge: (
    all: readonly CertificateInfo[],
    now: number,
    end: EndEvidence,
  ) => { value: string | number | readonly string[]; shown: readonly CertificateInfo[] } | null,
): EndFact {
  return {
    name,
    type,
    says,
    needs: ['certificates', 'config'],
    derive: ({ end, view }) => {
      const all = used(end);
      if (!isList(all)) return all;
      const result = judge(ofTunnel(all, end), Date.parse(view.evidence.collectedAt), end);
      if (!result)
        return unknownFact(
          `${end.name} does not tell that of its certificates.`,
          `Check the certificates on ${end.name}.`,
        );
      return knownFact(
        result.value,
        result.shown.flatMap((one) => lineOf(end.certificates, certificateText(one))),
      );
    },
  };
}

const facts: readonly EndFact[] = [
  about('certificate.expired', list, 'Certificates of {end} that are past their end.', (all, now) => {
    const old = all.filter((one) => Date.parse(one.notAfter) < now);
    return { value: old.map((one) => one.subject), shown: old.length > 0 ? old : all };
  }),
  about(
    'certificate.not-yet-valid',
    list,
    'Certificates of {end} whose validity has not begun.',
    (all, now) => {
      const early = all.filter((one) => Date.parse(one.notBefore) > now);
      return { value: early.map((one) => one.subject), shown: early.length > 0 ? early : all };
    },
  ),
  about(
    'certificate.days-left',
    number('days'),
    'Days until the first certificate of {end} expires; negative when it has.',
    (all, now) => {
      const [first] = [...all].sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter));
      if (!first || Number.isNaN(Date.parse(first.notAfter))) return null;
      return { value: Math.floor((Date.parse(first.notAfter) - now) / dayMs), shown: [first] };
    },
  ),
  about(
    'certificate.private-key',
    yesNo,
    'Whether {end} has the private key of its own certificate.',
    (all) => {
      const own = all.filter((one) => one.use === 'own' && one.hasPrivateKey !== null);
      if (own.length === 0) return null;
      return { value: yes(own.every((one) => one.hasPrivateKey === true)), shown: own };
    },
  ),
  about(
    'certificate.chain',
    yesNo,
    'Whether {end} holds the authority that issued its own certificate.',
    (all, _now, end) => {
      const own = all.filter((one) => one.use === 'own');
      const everything = end.certificates.known ? end.certificates.value : all;
      const authorities = everything.filter((one) => one.use === 'authority');
      if (own.length === 0 || authorities.length === 0) return null;
      const issued = own.every((one) =>
        authorities.some((authority) => sameDistinguishedName(authority.subject, one.issuer)),
      );
      return { value: yes(issued), shown: [...own, ...authorities] };
    },
  ),
  about(
    'certificate.covers-id',
    yesNo,
    'Whether the own certificate of {end} carries the identity that it sends.',
    (all, _now, end) => {
      const own = all.filter((one) => one.use === 'own');
      const sent = effectiveLocalId(end);
      if (own.length === 0 || sent.identity === null || !sent.configured) return null;
      const wanted = sent.identity.value.toLowerCase().replace(/\s*,\s*/g, ',');
      const carries = own.some((one) =>
        [one.subject, ...one.alternativeNames].some(
          (name) =>
            name.toLowerCase().replace(/\s*,\s*/g, ',') === wanted ||
            (sent.identity?.type === 'dn' && sameDistinguishedName(name, sent.identity.value)),
        ),
      );
      return { value: yes(carries), shown: own };
    },
  ),
];

/** Is the certificate of one end issued by an authority that the other end holds? */
const trusted: EndFact = {
  name: 'certificate.trusted-by-peer',
  type: yesNo,
  says: 'Whether the other end holds the authority that issued the certificate of {end}.',
  needs: ['certificates'],
  from: ['other:certificate.days-left'],
  derive: ({ end, other }) => {
    const own = used(end);
    const theirs = used(other);
    if (!isList(own)) return own;
    if (!isList(theirs)) return theirs;
    const mine = ofTunnel(own, end).filter((one) => one.use === 'own');
    const authorities = theirs.filter((one) => one.use === 'authority');
    if (mine.length === 0 || authorities.length === 0) {
      return unknownFact(
        'The certificate of one end or the authorities of the other were not shown.',
        'Compare issuer and authorities by hand.',
      );
    }
    const held = mine.every((one) =>
      authorities.some((authority) => sameDistinguishedName(authority.subject, one.issuer)),
    );
    return knownFact(yes(held), [
      ...mine.flatMap((one) => lineOf(end.certificates, certificateText(one))),
      ...authorities.flatMap((one) => lineOf(other.certificates, certificateText(one))),
    ]);
  },
};

const forgiving: EndFact = {
  name: 'ike.id-may-differ-from-certificate',
  type: yesNo,
  says: 'Whether {end} accepts a peer whose certificate does not carry the identity that the peer sends.',
  needs: ['config'],
  derive: ({ end }) =>
    setting(
      end,
      'ike.certificate',
      ({ ike }) => (ike.idMayDifferFromCertificate === null ? null : yes(ike.idMayDifferFromCertificate)),
      (value) =>
        `an identity that the certificate of the peer does not carry is ${value === 'yes' ? 'accepted' : 'refused'}`,
    ),
};

export const certificateFacts = forEachEnd([...facts, trusted, forgiving]);
