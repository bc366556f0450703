// `crypto ikev2 profile` of IOS: identities, authentication, lifetime, dead peer detection.

import type { Identity } from '../../domain/identity.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { AuthMethod, DpdConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { begins, behind, type CiscoBlock, inside } from './blocks.js';

const types: Readonly<Record<string, Identity['type']>> = {
  address: 'ipv4',
  fqdn: 'fqdn',
  email: 'email',
  'key-id': 'keyid',
  dn: 'dn',
};

export function localIdentity(profile: CiscoBlock, notes: Notes): Identity | null {
  const words = inside(profile, 'identity', 'local');
  const [kind = '', value] = words ?? [];
  if (words === null) {
    notes.byDefault('ike.local-id');
    return null;
  }
  const type = types[kind];
  if (type !== undefined && value !== undefined)
    return { type: type === 'ipv4' && value.includes(':') ? 'ipv6' : type, value };
  notes.cannotTell(
    'ike.local-id',
    `\`identity local ${words.join(' ')}\` does not tell the identity itself.`,
  );
  return null;
}

/** One `match identity remote`; several mean that several peers pass, which is no one identity. */
export function remoteIdentity(profile: CiscoBlock, notes: Notes): Identity | null {
  const found = profile.inside
    .map((line) => behind(line, 'match', 'identity', 'remote'))
    .filter((words) => words !== null);
  const [words] = found;
  const [kind = '', value = '', mask] = words ?? [];
  if (found.length === 1 && kind === 'any') return { type: 'any', value: '%any' };
  if (found.length === 1 && kind === 'address') {
    if (value === '0.0.0.0') return { type: 'any', value: '%any' };
    if (mask === undefined || mask === '255.255.255.255') return { type: 'ipv4', value };
  }
  const type = types[kind];
  if (found.length === 1 && type !== undefined && value !== '' && value !== 'domain' && kind !== 'address')
    return { type, value };
  notes.cannotTell(
    'ike.peer-id',
    found.length === 0
      ? 'The profile has no `match identity remote` in the text.'
      : 'The profile lets more than one identity pass.',
  );
  return null;
}

export function authentication(profile: CiscoBlock, side: 'local' | 'remote'): AuthMethod | null {
  const methods = profile.inside
    .map((line) => behind(line, 'authentication', side)?.[0])
    .filter((method) => method !== undefined);
  if (methods.length !== 1) return null;
  const [method = ''] = methods;
  if (method === 'pre-share') return 'psk';
  if (/^(?:rsa|ecdsa|ecdsa)-sig$/.test(method)) return 'certificate';
  return method === 'eap' ? 'eap' : null;
}

/** `dpd 10 3 periodic` of the profile, else of the device; where neither is, nobody asks. */
export function deadPeerDetection(
  profile: CiscoBlock | undefined,
  blocks: readonly CiscoBlock[],
  notes: Notes,
): DpdConfig {
  const own = profile ? inside(profile, 'dpd') : null;
  const common = blocks
    .map((block) => behind(block, 'crypto', 'ikev2', 'dpd'))
    .findLast((one) => one !== null);
  const words = own ?? common ?? null;
  if (words === null) notes.byDefault('ike.dpd');
  return {
    enabled: words !== null,
    intervalSeconds: wholeNumber(words?.[0]),
    retries: wholeNumber(words?.[1]),
  };
}

/** The proposals that the policies of the device name, in their order. Null when the text holds no policy. */
export function policyProposals(blocks: readonly CiscoBlock[]): readonly CiscoBlock[] | null {
  const policies = blocks.filter((block) => begins(block, 'crypto', 'ikev2', 'policy'));
  if (policies.length === 0) return null;
  const names = policies.flatMap((policy) => {
    policy.used = true;
    for (const line of policy.inside) behind(line, 'match', 'fvrf');
    return policy.inside.flatMap((line) => behind(line, 'proposal')?.slice(0, 1) ?? []);
  });
  const found = names.map((name) =>
    blocks.find((block) => begins(block, 'crypto', 'ikev2', 'proposal', name)),
  );
  if (names.length === 0 || found.some((block) => block === undefined)) return null;
  return found.flatMap((block) => block ?? []);
}
