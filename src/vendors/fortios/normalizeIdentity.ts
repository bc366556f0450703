// Who an end of FortiOS calls itself and whom it expects: `localid`, `peertype`, `peerid`.

import type { Identity } from '../../domain/identity.js';
import { addressNumber } from '../../domain/selector.js';
import type { Notes } from '../tunnelDraft.js';
import { type FortiContext, word } from './configObject.js';

const idTypes: Readonly<Record<string, Identity['type']>> = {
  fqdn: 'fqdn',
  'user-fqdn': 'email',
  keyid: 'keyid',
  asn1dn: 'dn',
};

export function localIdOf({ entry, notes }: FortiContext): Identity | null {
  const value = word(entry, 'localid');
  const type = word(entry, 'localid-type') ?? 'auto';
  if (value === undefined || value === '') {
    if (value === undefined) notes.byDefault('ike.local-id');
    if (type === 'asn1dn')
      notes.cannotTell('ike.local-id', 'The identity is the subject of the certificate.');
    return null;
  }
  // A FortiGate behind NAT is told its outer address so.
  if (type === 'address') return addressIdentity(value, notes);
  // `auto` chooses the type by the text, in a way that is not documented.
  return { type: idTypes[type] ?? 'unknown', value };
}

function addressIdentity(value: string, notes: Notes): Identity | null {
  const family = addressNumber(value)?.family;
  if (family !== undefined) return { type: family === 4 ? 'ipv4' : 'ipv6', value };
  notes.cannotTell('ike.local-id', `The local ID is to be an address and is "${value}".`);
  return null;
}

export function peerIdOf({ entry, notes, origin }: FortiContext): Identity | null {
  const type = word(entry, 'peertype');
  const id = word(entry, 'peerid');
  if (type === 'any') return { type: 'any', value: '%any' };
  // What is compared is the text; that a key ID or a subject passes so is not documented.
  if (type === 'one' && id !== undefined) return { type: 'unknown', value: id, matching: 'text' };
  notes.cannotTell(
    'ike.peer-id',
    type === undefined
      ? origin.unprinted('peertype')
      : `\`set peertype ${type}\` names peers that stand elsewhere.`,
  );
  return null;
}
