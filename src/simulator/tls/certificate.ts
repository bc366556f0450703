// A private authority and server certificates for loopback, made in memory; nothing is ever written to disk.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  boolean,
  explicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  utf8,
} from './der.js';

export interface Authority {
  readonly name: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
}

export interface ServerCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** SHA-256 of the DER certificate, upper-case hex pairs with colons, as Node prints it. */
  readonly fingerprint256: string;
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const TEN_YEARS_MS = 3652 * 86_400_000;

/** A self-signed P-256 authority. */
export function createAuthority(name: string, from: Date): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Basic constraints CA:TRUE and key usage keyCertSign (RFC 5280 sections 4.2.1.9 and 4.2.1.3).
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true)), true),
    extension('2.5.29.15', tagged(0x03, Buffer.from([2, 0x04])), true),
  ];
  const der = certificate(name, name, publicKey, privateKey, from, extensions);
  return { name, certificatePem: pem(der), privateKey };
}

/** A server certificate for `localhost`, 127.0.0.1 and ::1, issued by the authority. */
export function issueServerCertificate(authority: Authority, name: string, from: Date): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ipv6Loopback = Buffer.alloc(16);
  ipv6Loopback[15] = 1;
  const names = sequence(
    tagged(0x82, Buffer.from('localhost')),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
    tagged(0x87, ipv6Loopback),
  );
  const der = certificate(authority.name, name, publicKey, authority.privateKey, from, [
    extension('2.5.29.17', names, false),
  ]);
  const digest = createHash('sha256').update(der).digest('hex').toUpperCase();
  return {
    certificatePem: pem(der),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint256: (digest.match(/../g) ?? []).join(':'),
  };
}

function certificate(
  issuer: string,
  subject: string,
  publicKey: KeyObject,
  signer: KeyObject,
  from: Date,
  extensions: readonly Uint8Array[],
): Buffer {
  const serial = randomBytes(12);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    commonName(issuer),
    sequence(time(new Date(from.getTime() - 86_400_000)), time(new Date(from.getTime() + TEN_YEARS_MS))),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, signer)));
}

function commonName(name: string): Uint8Array {
  return sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));
}

function extension(id: string, value: Uint8Array, critical: boolean): Uint8Array {
  return critical
    ? sequence(objectId(id), boolean(true), octets(value))
    : sequence(objectId(id), octets(value));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
