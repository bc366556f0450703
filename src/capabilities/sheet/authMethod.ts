// How two gateways authenticate, as people write it on a sheet: known words only, because some write the key itself there.

import { removed } from '../../domain/secrets/index.js';

export const notKept = 'not a known method; what was written is not kept';

const keyWords = new Set([
  'pre',
  'shared',
  'share',
  'preshared',
  'key',
  'keys',
  'psk',
  'secret',
  'vorinstallierter',
  'gemeinsamer',
  'schlüssel',
]);
const otherWords =
  /^(?:certificates?|certs?|zertifikate?|certificats?|certificados?|x\.?509(?:v3)?|pki|rsa|ecdsa|dsa|dss|eddsa|ed25519|ed448|raw|public|pubkey|digital|signatures?|sig|sha\d{0,3}|\d{3,4}|bits?|eap|tls|ttls|peap|mschap(?:v2)?|aka|sim|gtc|md5|radius|xauth|hybrid|user|password|ppk|null|none|mutual|both|sides?|ends?|and|or|plus|with|und|oder|et|y|mit|by|via|ikev?[12]|v[12]|method|authentication|same|unchanged|as|needed)$/;

/** The method in known words; `notKept` for everything else. Only a pre-shared key has one spelling. */
export function authMethod(written: string): string {
  const words = written
    .toLowerCase()
    .split(/[\s,;/+&()|_-]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return '';
  if (written.includes(removed) || words.length > 12) return notKept;
  if (words.every((word) => keyWords.has(word))) return 'pre-shared key';
  return words.every((word) => keyWords.has(word) || otherWords.test(word)) ? written.trim() : notKept;
}
