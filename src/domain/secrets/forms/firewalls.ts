// FortiOS, Junos, PAN-OS and other firewalls: secrets in their configurations.

import { rest, restUnlessProse, run, upTo, value } from '../ending.js';
import type { LineForm } from '../form.js';

export const firewallForms: readonly LineForm[] = [
  {
    id: 'set-secret',
    vendor: 'FortiOS, PAN-OS, VyOS, EdgeOS',
    has: ['set '],
    before:
      /\bset\s(?:[\w./:@-]{1,80}\s{1,4}){0,14}?(?:psksecret(?:-remote)?|psk(?!\s{1,4}\S{1,100}\s{1,4}(?:secret|id|dhgroup)\b)|ppk-secret|group-authentication-secret|secret|shared-secret|passwd|password|passphrase|pre-shared-key|preshared-key|preshared-secret|pre-shared-secret|authpasswd|auth-pwd|priv-pwd|l2tp-psk|private-key|ppk|phash|plaintext-password|encrypted-password|plain-text-password-value|api-key|authkey|enckey|secret-key|sharedkey)\s{1,4}(?:(?:key|ENC|ascii-text|hexadecimal|value)\s{1,4}){0,2}/gi,
    ends: rest,
    example: { text: '        set psksecret ENC {key}', keeps: ['set psksecret'], keys: 'base64' },
    stays: [
      'set keylife 28800',
      'set authmethod psk',
      'set ppk-identity "branch"',
      'set remote-gw 203.0.113.9',
    ],
  },
  {
    id: 'encoded',
    vendor: 'FortiOS',
    has: ['enc '],
    before: /\bENC\s{1,4}(?=[A-Za-z0-9+/=]{8})/g,
    ends: run(/[A-Za-z0-9+/=]{8,4000}/y),
    example: { text: 'config for 203.0.113.9: ENC {key}', keeps: ['203.0.113.9'], keys: 'base64' },
    stays: ['05[ENC] parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]'],
  },
  {
    id: 'ascii-text',
    vendor: 'Juniper Junos',
    has: ['ascii-text', 'hexadecimal', 'secret-data'],
    before: /\b(?:ascii-text|hexadecimal)\s{1,4}/gi,
    ends: upTo(/;|\s##/g),
    example: {
      text: 'pre-shared-key hexadecimal {key}; ## SECRET-DATA',
      keeps: ['pre-shared-key hexadecimal'],
      keys: 'hex',
    },
    stays: ['set security ike policy p mode main'],
  },
  {
    id: 'secret-data',
    vendor: 'Juniper Junos',
    has: ['secret-data'],
    before:
      /\S{1,100}\s{1,4}(?:(?:ascii-text|hexadecimal)\s{1,4})?(?=[^\n;]{1,4000};\s{0,8}##\s?SECRET-DATA)/gi,
    ends: upTo(/;/g),
    example: {
      text: '    simple-password {key}; ## SECRET-DATA',
      keeps: ['simple-password'],
      keys: 'base64',
    },
    stays: ['    mode main; ## comment'],
  },
  {
    id: 'preshare',
    vendor: 'Juniper ScreenOS',
    has: ['preshare'],
    before: /\bpreshare\s{1,4}/gi,
    ends: upTo(/\s(?:proposal|sec-level|id|local-id)\b/g),
    example: {
      text: 'set ike gateway "x" address 203.0.113.9 Main preshare "{key}" sec-level standard',
      keeps: ['203.0.113.9', 'sec-level standard'],
      keys: 'base64',
    },
    stays: ['set ike gateway "x" address 203.0.113.9 Main'],
  },
  {
    id: 'braces-config',
    vendor: 'VyOS, EdgeOS',
    has: ['pre-shared-secret', 'plaintext-password', 'encrypted-password', 'shared-secret'],
    before:
      /(?:^|\{|\b(?:add|set)\s[^\n]{0,200}?\s)\s{0,80}(?:pre-shared-secret|plaintext-password|encrypted-password|shared-secrets?(?:\.\d{1,3}\.shared-secret)?)\s{1,4}(?:\d,)?(?=\S)/gi,
    ends: restUnlessProse,
    example: { text: '    pre-shared-secret {key}', keeps: ['pre-shared-secret'], keys: 'word' },
    stays: ['ike 0:lyon:77: probable pre-shared secret mismatch', 'shared-secret mismatch with 203.0.113.9'],
  },
  {
    id: 'in-brackets',
    vendor: 'Check Point',
    has: [':psk', 'secret (', 'password ('],
    before:
      /:(?:psk|pre_?shared_?(?:key|secret)|shared_?secret|secret|password|ike_secret)\s{1,4}\(\s{0,4}/gi,
    ends: upTo(/\)\s{0,8}$/g),
    example: { text: '    :psk ({key})', keeps: [':psk ('], keys: 'word' },
    stays: ['    :peer (203.0.113.9)'],
  },
  {
    id: 'sonicwall',
    vendor: 'SonicWall',
    has: ['shared-secret', 'sharedkey', 'ipsecshared'],
    before: /\b(?:ipsecSharedKey|ipsecPresharedKey|sharedKey)[\w]{0,10}=/gi,
    ends: value,
    example: {
      text: 'ipsecSharedKey_3={key}&ipsecGwAddr_3=203.0.113.9',
      keeps: ['ipsecGwAddr_3=203.0.113.9'],
      keys: 'base64',
    },
    stays: ['msg="IKE Initiator: Invalid payload; possible preshared key mismatch"'],
  },
];
