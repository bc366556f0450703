// How FortiOS writes algorithms and networks in its configuration.
import { addressOf, rangeOf } from '../negotiation/child-sa.js';

const ENCRYPTION: Readonly<Record<string, string>> = {
  des: 'des',
  '3des': '3des',
  'aes-128-cbc': 'aes128',
  'aes-192-cbc': 'aes192',
  'aes-256-cbc': 'aes256',
  'aes-128-gcm': 'aes128gcm',
  'aes-256-gcm': 'aes256gcm',
};

function encryption(name: string): string {
  return ENCRYPTION[name] ?? name;
}

function isCombined(name: string): boolean {
  return name.endsWith('-gcm');
}

/** `aes256-sha256 aes256gcm-prfsha384`: every encryption with every hash, in order of preference. */
export function phase1Proposal(encryptions: readonly string[], hashes: readonly string[]): string {
  const pairs = encryptions.flatMap((one) =>
    hashes.map((hash) => `${encryption(one)}-${isCombined(one) ? 'prf' : ''}${hash}`),
  );
  return pairs.join(' ');
}

/** `aes256-sha256 aes256gcm`. */
export function phase2Proposal(encryptions: readonly string[], hashes: readonly string[]): string {
  const pairs = encryptions.flatMap((one) =>
    isCombined(one) ? [encryption(one)] : hashes.map((hash) => `${encryption(one)}-${hash}`),
  );
  return [...new Set(pairs)].join(' ');
}

/** `group14` to `14`; `no-pfs` to nothing. */
export function groupNumber(name: string): string {
  return name.replace(/\D/g, '');
}

function mask(prefix: string): string {
  const length = Number(prefix.split('/')[1] ?? 32);
  return addressOf(2 ** 32 - 2 ** (32 - length));
}

/** `10.1.0.0 255.255.255.0`, as the configuration writes it. */
export function configuredSubnet(prefix: string): string {
  return `${addressOf(rangeOf(prefix).start)} ${mask(prefix)}`;
}

/** `10.1.0.0/255.255.255.0`, as the monitor prints a configured selector. */
export function monitoredSubnet(prefix: string): string {
  return `${addressOf(rangeOf(prefix).start)}/${mask(prefix)}`;
}

/** `10.1.0.0-10.1.0.255`, as the monitor prints a negotiated one. */
export function monitoredRange(prefix: string): string {
  const { start, end } = rangeOf(prefix);
  return `${addressOf(start)}-${addressOf(end)}`;
}
