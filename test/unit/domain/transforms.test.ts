import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAead,
  isWeak,
  readDhGroupName,
  readTransform,
  transformText,
} from '../../../src/domain/transforms.js';

describe('spellings of one transform', () => {
  const spellings: readonly [type: string, name: string, printed: readonly string[]][] = [
    [
      'encryption',
      'aes-256-cbc',
      ['AES_CBC_256', 'aes256', 'AES256-CBC', 'aes-256-cbc', 'A256', 'AES-256', 'aes-cbc-256'],
    ],
    ['encryption', 'aes-128-cbc', ['AES_CBC_128', 'aes128', 'AES128-CBC', 'A128']],
    ['encryption', 'aes-192-cbc', ['aes192', 'AES_CBC_192']],
    ['encryption', 'aes-cbc', ['aes', 'AES_CBC', 'aes-cbc']],
    [
      'encryption',
      'aes-256-gcm',
      [
        'AES_GCM_16_256',
        'aes256gcm16',
        'AES256-GCM16',
        'G256',
        'aes-256-gcm',
        'AES_GCM_C_256',
        'aes256gcm128'.replace('128', ''),
      ],
    ],
    ['encryption', 'aes-128-gcm', ['AES_GCM_16_128', 'aes128gcm16', 'G128', 'AES-128-GCM']],
    ['encryption', 'aes-256-ccm', ['AES_CCM_16_256', 'aes256ccm16']],
    ['encryption', '3des-cbc', ['3DES', '3des-cbc', '3DES_CBC', 'des3']],
    ['encryption', 'des-cbc', ['DES', 'DES_CBC']],
    ['encryption', 'null', ['NULL', 'ENCR_NULL', 'ESP_NULL']],
    ['encryption', 'chacha20-poly1305', ['CHACHA20_POLY1305', 'chacha20poly1305', 'CHACHA20_POLY1305_256']],
    ['encryption', 'camellia-256-cbc', ['CAMELLIA_CBC_256', 'camellia256']],
    [
      'integrity',
      'sha256',
      [
        'HMAC_SHA2_256_128',
        'sha256',
        'SHA2_256',
        'SHA-256',
        'hmac_sha2_256',
        'HMAC-SHA256',
        'AUTH_HMAC_SHA2_256_128',
      ],
    ],
    ['integrity', 'sha384', ['HMAC_SHA2_384_192', 'sha384']],
    ['integrity', 'sha512', ['HMAC_SHA2_512_256', 'sha512']],
    ['integrity', 'sha1', ['HMAC_SHA1_96', 'sha1', 'SHA', 'sha-1', 'HMAC_SHA1']],
    ['integrity', 'md5', ['HMAC_MD5_96', 'md5']],
    ['integrity', 'aes-xcbc', ['AES_XCBC_96']],
    ['integrity', 'aes-cmac', ['AES_CMAC_96']],
    ['integrity', 'none', ['non-auth', 'NONE']],
    ['prf', 'sha256', ['PRF_HMAC_SHA2_256', 'prfsha256']],
    ['prf', 'sha1', ['PRF_HMAC_SHA1', 'prfsha1']],
    ['prf', 'sha512', ['PRF_HMAC_SHA2_512']],
    ['prf', 'md5', ['PRF_HMAC_MD5']],
    ['prf', 'aes-xcbc', ['PRF_AES128_XCBC', 'PRF_AES_XCBC']],
    ['prf', 'aes-cmac', ['PRF_AES128_CMAC', 'PRF_AES_CMAC']],
    [
      'dh',
      'group14',
      ['MODP_2048', 'modp2048', 'DH14', 'group14', 'Group 14', 'DH_GROUP_14', 'OAKLEY_GROUP_MODP2048'],
    ],
    ['dh', 'group2', ['MODP_1024', 'modp1024', 'group2', 'DH2']],
    ['dh', 'group5', ['MODP_1536', 'modp1536']],
    ['dh', 'group19', ['ECP_256', 'ecp256', 'secp256r1', 'group19']],
    ['dh', 'group20', ['ECP_384', 'ecp384']],
    ['dh', 'group22', ['MODP_1024_160', 'modp1024s160']],
    ['dh', 'group24', ['MODP_2048_256', 'modp2048s256']],
    ['dh', 'group28', ['ECP_256_BP', 'ecp256bp']],
    ['dh', 'group31', ['CURVE_25519', 'curve25519', 'x25519']],
    ['esn', 'no-esn', ['NO_EXT_SEQ']],
    ['esn', 'esn', ['EXT_SEQ']],
  ];
  for (const [type, name, printed] of spellings) {
    for (const word of printed) {
      it(`reads ${word} as ${type} ${name}`, () => {
        expect(readTransform(word)).toEqual({ type, name });
      });
    }
  }

  it('reads every canonical name as itself', () => {
    for (const [type, name] of spellings) {
      if (type !== 'prf' && name !== 'no-esn' && name !== 'esn') {
        expect(readTransform(name)).toEqual({ type, name });
      }
    }
  });

  it('never guesses a word that is no transform', () => {
    for (const word of [
      '',
      'hello',
      'AES_512',
      'group',
      'modp',
      'MODP_9999',
      'group99',
      'sha3',
      'sha2',
      '14',
      'DH0',
      'aes-257',
      'prf',
      '__proto__',
      'constructor',
    ]) {
      expect([word, readTransform(word)]).toEqual([word, null]);
    }
  });

  it('stays quick and quiet for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const read = readTransform(text);
        expect(read === null || /^[a-z0-9-]+$/.test(read.name)).toBe(true);
      }),
    );
  });

  it('does not mind case', () => {
    for (const [, , printed] of spellings) {
      for (const word of printed)
        expect(readTransform(word.toLowerCase())).toEqual(readTransform(word.toUpperCase()));
    }
  });
});

describe('groups for PFS', () => {
  it('reads a number alone, and nothing where there is none', () => {
    expect(readDhGroupName('14')).toBe('group14');
    expect(readDhGroupName('modp3072')).toBe('group15');
    for (const word of ['no-pfs', 'none', '', '99', 'off']) expect(readDhGroupName(word)).toBe(null);
  });

  it('tells its size for people', () => {
    expect(transformText('group14')).toBe('group14 (MODP 2048)');
    expect(transformText('aes-256-cbc')).toBe('aes-256-cbc');
  });
});

describe('strength', () => {
  it('knows what no new tunnel should use', () => {
    expect(['3des-cbc', 'md5', 'sha1', 'group2', 'group5', 'null'].every(isWeak)).toBe(true);
    expect(['aes-256-gcm', 'sha256', 'group14', 'group19'].some(isWeak)).toBe(false);
  });

  it('knows which encryption needs no integrity', () => {
    expect(['aes-256-gcm', 'aes-128-ccm', 'chacha20-poly1305'].every(isAead)).toBe(true);
    expect(['aes-256-cbc', '3des-cbc', 'null'].some(isAead)).toBe(false);
  });
});
