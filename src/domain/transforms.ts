// Canonical names of algorithms and DH groups, and every vendor spelling that we know of them (IANA IKEv2 registries).

export type TransformType = 'encryption' | 'integrity' | 'prf' | 'dh' | 'esn';

interface TransformName {
  readonly type: TransformType;
  /** Lower case, in the style of PAN-OS: `aes-256-cbc`, `sha256`, `group14`. */
  readonly name: string;
}

const dhGroups: Readonly<Record<number, string>> = {
  1: 'MODP 768',
  2: 'MODP 1024',
  5: 'MODP 1536',
  14: 'MODP 2048',
  15: 'MODP 3072',
  16: 'MODP 4096',
  17: 'MODP 6144',
  18: 'MODP 8192',
  19: 'ECP 256',
  20: 'ECP 384',
  21: 'ECP 521',
  22: 'MODP 1024-160',
  23: 'MODP 2048-224',
  24: 'MODP 2048-256',
  25: 'ECP 192',
  26: 'ECP 224',
  27: 'brainpool 224',
  28: 'brainpool 256',
  29: 'brainpool 384',
  30: 'brainpool 512',
  31: 'Curve25519',
  32: 'Curve448',
  33: 'GOST 256',
  34: 'GOST 512',
};

const byModpBits: Readonly<Record<string, number>> = {
  '768': 1,
  '1024': 2,
  '1536': 5,
  '2048': 14,
  '3072': 15,
  '4096': 16,
  '6144': 17,
  '8192': 18,
  '1024160': 22,
  '2048224': 23,
  '2048256': 24,
};
const byEcpBits: Readonly<Record<string, number>> = {
  '256': 19,
  '384': 20,
  '521': 21,
  '192': 25,
  '224': 26,
  '224BP': 27,
  '256BP': 28,
  '384BP': 29,
  '512BP': 30,
};

/** `group14` → `group14 (MODP 2048)`. */
export function transformText(name: string): string {
  const group = /^group(\d+)$/.exec(name)?.[1];
  const title = group ? dhGroups[Number(group)] : undefined;
  return title ? `${name} (${title})` : name;
}

/** 1, 2 and 5 are too small; 22, 23 and 24 have subgroups that nobody can trust (RFC 8247 section 2.4, RFC 9395). */
const weakGroups: readonly string[] = ['group1', 'group2', 'group5', 'group22', 'group23', 'group24'];

/** Algorithms that no new tunnel should use (RFC 8247, RFC 8221); `null` is ENCR_NULL, which encrypts nothing. */
export function isWeak(name: string): boolean {
  return ['des-cbc', '3des-cbc', 'null', 'md5', 'sha1', ...weakGroups].includes(name);
}

export function isAead(encryption: string): boolean {
  return /-(gcm|ccm)(-|$)|poly1305/.test(encryption);
}

/**
 * Reads one printed transform of any vendor: `AES_CBC_256`, `aes256`, `AES256-CBC`, `A256`, `G256`, `HMAC_SHA2_256_128`,
 * `PRF_HMAC_SHA2_256`, `MODP_2048`, `DH14`, `modp2048`, `group14`, `ECP_256`, `CURVE_25519`, `NO_EXT_SEQ`.
 * @returns null for a word that is no transform; what is unknown is never guessed.
 */
export function readTransform(printed: string): TransformName | null {
  const word = printed
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  return readDhGroup(word) ?? readEncryption(word) ?? readIntegrityOrPrf(word) ?? readEsn(word);
}

/** A DH group in any spelling, as its canonical name; `no-pfs`, `none` and the empty text are no group (null). */
export function readDhGroupName(printed: string): string | null {
  const word = printed
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  return (
    readDhGroup(word)?.name ??
    (/^\d{1,2}$/.test(word) && dhGroups[Number(word)] ? `group${Number(word)}` : null)
  );
}

function readDhGroup(word: string): TransformName | null {
  const number = /^(?:DH|GROUP|DH_GROUP)_?(\d{1,2})$/.exec(word)?.[1];
  if (number) return dhGroups[Number(number)] ? dh(Number(number)) : null;
  const modp = /^(?:OAKLEY_GROUP_)?MODP_?(\d+(?:[_S]\d+)?)$/.exec(word)?.[1];
  if (modp) return dh(byModpBits[modp.replace(/[_S]/, '')]);
  const ecp = /^(?:ECP_?|SECP)(\d{3}(?:_?BP|R1)?)$/.exec(word)?.[1];
  if (ecp) return dh(byEcpBits[ecp.replace('_', '').replace('R1', '')]);
  if (/^(CURVE_?25519|X25519)$/.test(word)) return dh(31);
  if (/^(CURVE_?448|X448)$/.test(word)) return dh(32);
  return null;
}

function dh(number: number | undefined): TransformName | null {
  return number === undefined ? null : { type: 'dh', name: `group${number}` };
}

function readEncryption(word: string): TransformName | null {
  const encryption = (name: string): TransformName => ({ type: 'encryption', name });
  if (/^(3DES|3DES_CBC|DES3|DES_EDE3_CBC)$/.test(word)) return encryption('3des-cbc');
  if (/^(DES|DES_CBC)$/.test(word)) return encryption('des-cbc');
  if (/^(ESP_)?(NULL|ENCR_NULL)(_0)?$/.test(word)) return encryption('null');
  if (/^CHACHA20_?POLY1305(_\d+)?$/.test(word)) return encryption('chacha20-poly1305');
  const short = /^([AG])(128|192|256)$/.exec(word);
  if (short) return encryption(short[1] === 'G' ? `aes-${short[2]}-gcm` : `aes-${short[2]}-cbc`);
  const aead =
    /^AES_?(?:(128|192|256)_?)?(GCM|CCM|GMAC|CTR)(?:_?(?:A|B|C|(?:8|12|16)(?!\d)))?(?:_?(?:8|12|16)(?!\d))?(?:_?(128|192|256))?$/.exec(
      word,
    );
  if (aead) return encryption(keyed('aes', aead[1] ?? aead[3], (aead[2] ?? '').toLowerCase()));
  const cbc = /^AES_?(?:CBC_?)?(128|192|256)?(?:_?CBC)?$/.exec(word);
  if (cbc) return encryption(keyed('aes', cbc[1], 'cbc'));
  const camellia = /^CAMELLIA_?(?:CBC_?)?(128|192|256)?(?:_?CBC)?$/.exec(word);
  if (camellia) return encryption(keyed('camellia', camellia[1], 'cbc'));
  return null;
}

/** A key length that was not printed stays out of the name: `aes-cbc` is compatible with each length, equal to none. */
function keyed(cipher: string, bits: string | undefined, mode: string): string {
  return bits ? `${cipher}-${bits}-${mode}` : `${cipher}-${mode}`;
}

function readIntegrityOrPrf(word: string): TransformName | null {
  const prf =
    /^PRF_?(?:HMAC_)?(MD5|SHA1|SHA2?_?(?:256|384|512)|AES.*)$/.exec(word)?.[1] ??
    /^PRF(SHA\d+|MD5)$/.exec(word)?.[1];
  if (prf) return { type: 'prf', name: hashName(prf) };
  const hash =
    // The long names first: `SHA_256` is no SHA-1 cut to 256 bits.
    /^(?:AUTH_|HMAC_|OAKLEY_)?(?:HMAC_)?(MD5|SHA2?_?(?:256|384|512))(?:_(?:96|128|160|192|256))?$/.exec(
      word,
    )?.[1] ?? /^(?:AUTH_|HMAC_|OAKLEY_)?(?:HMAC_)?(SHA_?1?)(?:_(?:96|160))?$/.exec(word)?.[1];
  if (hash) return { type: 'integrity', name: hashName(hash) };
  if (/^(AES_XCBC_96|AES_XCBC)$/.test(word)) return { type: 'integrity', name: 'aes-xcbc' };
  if (/^(AES_CMAC_96|AES_CMAC)$/.test(word)) return { type: 'integrity', name: 'aes-cmac' };
  if (/^(NON_AUTH|NONE)$/.test(word)) return { type: 'integrity', name: 'none' };
  return null;
}

function hashName(word: string): string {
  const bits = /(256|384|512)$/.exec(word)?.[1];
  if (bits) return `sha${bits}`;
  const cipher = /^AES\d*_?(XCBC|CMAC)/.exec(word)?.[1];
  if (cipher) return `aes-${cipher.toLowerCase()}`;
  return word.startsWith('MD5')
    ? 'md5'
    : word.startsWith('SHA')
      ? 'sha1'
      : word.toLowerCase().replaceAll('_', '-');
}

function readEsn(word: string): TransformName | null {
  if (word === 'NO_EXT_SEQ' || word === 'ESN_NO') return { type: 'esn', name: 'no-esn' };
  if (word === 'EXT_SEQ' || word === 'ESN_YES') return { type: 'esn', name: 'esn' };
  return null;
}
