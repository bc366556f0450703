// strongSwan, libreswan, racoon, isakmpd, iked and the kernel: their secret files, SAs with keys, and debug lines.

import { rest, run, upTo } from '../ending.js';
import type { LineForm } from '../form.js';

const hexKey = run(/(?:0x)?[0-9a-f]{2,4000}(?:[\s_:]{1,2}[0-9a-f]{2,4000}){0,600}(?![0-9a-z])/iy);

export const linuxForms: readonly LineForm[] = [
  {
    id: 'ipsec-secrets',
    vendor: 'strongSwan, libreswan, racoon',
    has: ['psk', 'eap', 'xauth', 'ntlm'],
    before: /(?:^|\s):\s{0,8}(?:PSK|EAP|XAUTH|NTLM|PPK|PPKS)\s{1,8}(?!\()/gi,
    ends: rest,
    example: {
      text: 'hub.example 203.0.113.9 : PSK {key}',
      keeps: ['hub.example 203.0.113.9 : PSK'],
      keys: 'phrase',
    },
    stays: [
      'ike 0:hub:12: PSK auth failed: probable pre-shared key mismatch'.replace(': PSK', ', PSK'),
      'generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr N(EAP_ONLY) ]',
    ],
  },
  {
    id: 'ipsec-secrets-file',
    vendor: 'strongSwan, libreswan',
    has: ['rsa', 'ecdsa', 'pkcs8', 'p12', 'bliss', 'pin'],
    before:
      /(?:^|\s):\s{0,8}(?:RSA|ECDSA|PKCS8|P12|BLISS|PUBKEY)\s{1,8}(?:"[^"\n]{1,255}"|\S{1,255})\s{1,8}|:\s{0,8}PIN\s{1,8}\S{1,100}\s{1,8}/gi,
    ends: rest,
    example: { text: ': P12 hub.example.p12 "{key}"', keeps: [': P12 hub.example.p12'], keys: 'phrase' },
    stays: [': RSA hub.example.pem'],
  },
  {
    id: 'encoded-key',
    vendor: 'strongSwan, libreswan',
    has: ['0x', '0s'],
    before: /\b(?:psk|xauth|eap|secret(?:-\w{1,20})?|key|ppk)["']?\s{0,8}[=:]?\s{0,8}["']?(?=0[sx])/gi,
    ends: run(/0[sx][A-Za-z0-9+/=]{4,4000}/iy),
    example: { text: 'secret-2 = 0s{key}', keeps: ['secret-2'], keys: 'base64' },
    stays: ['key 0x01'.slice(0, 3), 'mark 0x2a, SPI 0xc0ffee01'],
  },
  {
    id: 'xfrm-key',
    vendor: 'Linux ip xfrm',
    has: ['0x'],
    before:
      /\b(?:enc|auth|auth-trunc|aead|comp|enckey|authkey|encr|key)\s{1,8}(?:(?:\S{1,20}\()?[\w().-]{1,60}\s{1,8})?(?=0x[0-9a-f]{8})/gi,
    ends: run(/0x[0-9a-f]{8,4000}/iy),
    example: {
      text: '\tauth-trunc hmac(sha256) 0x{key} 128',
      keeps: ['auth-trunc hmac(sha256)', ' 128'],
      keys: 'hex',
    },
    stays: [
      '\tproto esp spi 0xc0ffee01 reqid 1 mode tunnel',
      '\tanti-replay context: seq 0x0, oseq 0x12345678, bitmap 0x00000000',
    ],
  },
  {
    id: 'setkey-line',
    vendor: 'setkey -D',
    has: ['e:', 'a:'],
    before: /^\s{0,20}[EA]:\s{1,4}[\w-]{3,40}\s{1,8}(?=(?:0x)?[0-9a-f]{8})/gi,
    ends: rest,
    example: { text: '\tE: rijndael-cbc  {key}', keeps: ['E: rijndael-cbc'], keys: 'hex-words' },
    stays: [
      '\tseq=0x00000000 replay=4 flags=0x00000000 state=mature',
      '\tesp mode=tunnel spi=3221225473(0xc0000001) reqid=1(0x00000001)',
    ],
  },
  {
    id: 'setkey-add',
    vendor: 'setkey -c',
    has: ['-e ', '-a '],
    before: /\s-[EA]\s{1,4}[\w-]{3,40}\s{1,4}/g,
    ends: upTo(/\s-[A-Za-z]\b|\s{0,4};/g),
    example: {
      text: 'add 192.0.2.1 203.0.113.9 esp 0x10001 -E aes-cbc 0x{key} -m tunnel ;',
      keeps: ['192.0.2.1 203.0.113.9 esp 0x10001', '-m tunnel'],
      keys: 'hex',
    },
    stays: ['spdadd 192.0.2.0/24 203.0.113.0/24 any -P out ipsec esp/tunnel/192.0.2.1-203.0.113.9/require;'],
  },
  {
    id: 'named-hex',
    vendor: 'debug logs',
    has: ['key', 'sk_', 'skey', 'prf', 'secret', 'nonce', 'shared'],
    needs: /[\s:=(<"'](?:0x)?(?:[0-9a-f]{24}|(?:[0-9a-f]{2}[ :]){11}|(?:[0-9a-f]{8}\s){3})/gi,
    before:
      /\b(?:[\w-]{0,20}key\w{0,3}|keymat|skeyseed|skeyid(?:_[ade])?|sk_[a-z]{1,2}|prf|secret|shared|g\^xy|chunk)\b[^\n]{0,60}?[\s:=(<"'](?=(?:0x)?(?:[0-9a-f]{24}|(?:[0-9a-f]{2}[ :]){11}|(?:[0-9a-f]{8}\s){3}))(?:)/gi,
    ends: hexKey,
    example: { text: 'ikev2: Sk_ei for 203.0.113.9 = {key}', keeps: ['203.0.113.9'], keys: 'hex' },
    stays: [
      'initiator cookie: 8f2a3b4c5d6e7f80, responder cookie: 0000000000000000',
      'peer certificate subject key id 01:02:03:04',
      'Failed SA: 198.51.100.1[500]-203.0.113.9[500] SPI:a1b2c3d4e5f60718:1122334455667788 lifetime 28800 Sec.',
    ],
  },
  {
    id: 'dump-row',
    vendor: 'charon, pluto, racoon, iked',
    has: 'anything',
    before:
      /(?:^|\]\s?(?:<[^<>\n]{0,100}>)?|\|)\s{0,20}(?:\d{1,6}:\s{1,2}(?=(?:[0-9A-F]{2}\s{1,2}){1,16})|(?=(?:[0-9a-f]{2}[ :]{1,2}){7}[0-9a-f]{2})|(?=[0-9a-f]{8}(?:\s[0-9a-f]{8}){3}))|(?:\[\w{3}\d?\]|DEBUG\d?:|^\S{1,20}:)\s{1,20}(?=(?:[0-9a-f]{2}[ :]{1,2}){7}|[0-9a-f]{8}(?:\s[0-9a-f]{8}){3})/gi,
    ends: rest,
    example: {
      text: '10[IKE] <hub|3>   16: {key}  .*;L]n..........',
      keeps: ['10[IKE] <hub|3>'],
      keys: 'hex-bytes',
    },
    stays: [
      'Jan 01 05:23:02 gw charon: 09[IKE] <3> IKE_SA hub[1] established',
      '2025-01-01 05:23:02.001 +0000  [INFO]: {   14:  219}: DPD down',
      'peer certificate subject key id 01:02:03:04',
    ],
  },
  {
    id: 'secret-in-debug',
    vendor: 'charon, pluto',
    has: ['secret', 'key', 'sk_', 'chunk'],
    before: /(?:=>|=&gt;)\s{0,2}\d{1,6}\sbytes\s@\s0x[0-9a-f]{1,16}\s{1,8}/gi,
    ends: rest,
    example: {
      text: '10[IKE] Sk_ai secret => 32 bytes @ 0x7f0a2c00   0: {key}',
      keeps: ['Sk_ai secret => 32 bytes @ 0x7f0a2c00'],
      keys: 'hex-bytes',
    },
    stays: ['10[IKE] natd_hash => 20 bytes @ 0x7f0a2c00'],
  },
];
