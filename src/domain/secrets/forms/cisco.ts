// Cisco IOS, IOS XE, ASA and those who write like them (Huawei, H3C, ZyXEL): secrets in command lines.

import { rest, restUnlessProse, upTo } from '../ending.js';
import type { LineForm } from '../form.js';
import { naming } from '../line.js';
import { proseWord } from '../names.js';

const notProse = `(?!${proseWord}(?![\\p{L}\\p{N}_-]))`;

export const ciscoForms: readonly LineForm[] = [
  {
    id: 'isakmp-key',
    vendor: 'Cisco IOS',
    has: ['isakmp'],
    before: /\bcrypto\s{1,4}isakmp\s{1,4}key\s{1,4}(?:[068]\s{1,4})?/gi,
    ends: upTo(/\s(?:address|hostname)\s/g),
    example: {
      text: 'crypto isakmp key 6 {key} address 203.0.113.9',
      keeps: ['crypto isakmp key', 'address 203.0.113.9'],
      keys: 'word',
    },
    stays: ['crypto isakmp keepalive 10', 'crypto isakmp policy 10'],
  },
  {
    id: 'ikev1-tunnel-group',
    vendor: 'Cisco ASA',
    has: ['pre-shared-key'],
    before:
      /\b(?:ikev1|ikev2|(?:local|remote)-authentication)\s{1,4}pre-shared-key\s{1,4}(?:[068]\s{1,4})?/gi,
    ends: rest,
    example: {
      text: ' ikev2 remote-authentication pre-shared-key {key}',
      keeps: ['ikev2 remote-authentication'],
      keys: 'phrase',
    },
    stays: ['%ASA-3-751002: No preshared key or trustpoint configured for self in tunnel group 203.0.113.9'],
  },
  {
    id: 'pre-shared-key-command',
    vendor: 'Cisco IOS, Huawei, H3C, Juniper, PAN-OS',
    has: ['pre-share', 'preshare'],
    before: naming(
      () =>
        `\\bpre-?shared?(?:-|\\s)?key\\s{1,4}(?:(?:address\\s{1,4}\\S{1,64}(?:\\s{1,4}\\d[\\d.]{6,14})?|hostname\\s{1,4}\\S{1,255}|peer\\s{1,4}\\S{1,64}|(?:local|remote)(?=\\s{1,4}\\S{1,400}\\s{0,4}$|\\s{1,4}[068]\\s)|cipher|simple|plain|plaintext|encrypted|inline|enc|ascii(?:-text)?|hex(?:adecimal)?|key|[0-9])\\s{1,4}){0,5}${notProse}(?![|:;,.)\\]('\`])`,
      'gu',
    ),
    ends: restUnlessProse,
    example: {
      text: ' pre-shared-key address 203.0.113.9 key cipher {key}',
      keeps: ['address 203.0.113.9'],
      keys: 'word',
    },
    stays: [
      ' authentication remote pre-share',
      "09[IKE] authentication of 'b.example' with pre-shared key successful",
      'IKE phase-1 negotiation is failed likely due to pre-shared key mismatch.',
      'ISAKMP:(0):No pre-shared key with 203.0.113.9!',
      '09[IKE] no pre-shared key found for 203.0.113.9',
    ],
  },
  {
    id: 'ios-pre-shared-key-local',
    vendor: 'Cisco IOS XE',
    has: ['pre-shared-key'],
    before: /^\s{0,20}pre-shared-key\s{1,4}(?:local|remote)\s{1,4}(?:[068]\s{1,4})?/gi,
    ends: rest,
    example: { text: '  pre-shared-key local 6 {key}', keeps: ['pre-shared-key local'], keys: 'phrase' },
    stays: [' authentication local pre-share'],
  },
  {
    id: 'cipher-or-simple',
    vendor: 'Huawei, H3C',
    has: ['cipher', 'simple'],
    before:
      /\b(?:key|password|secret|string-key|authentication-hex|encryption-hex|pre-shared-key|string|shared-key)\s{1,4}(?:(?:inbound|outbound)\s{1,4}(?:esp|ah)\s{1,4})?(?:irreversible-cipher|cipher|simple)\s{1,4}/gi,
    ends: rest,
    example: {
      text: 'sa string-key outbound esp cipher {key}',
      keeps: ['sa string-key outbound esp'],
      keys: 'phrase',
    },
    stays: ['authentication-algorithm sha2-256', 'encryption-algorithm aes-256', 'ike cipher suite aes'],
  },
  {
    id: 'keystring',
    vendor: 'ZyXEL, Cisco',
    has: ['keystring', 'key-string'],
    before: /\bkey-?string\s{1,4}(?:[0-9]\s{1,4})?/gi,
    ends: rest,
    example: { text: '  keystring {key}', keeps: ['keystring'], keys: 'phrase' },
    stays: ['key chain branches'],
  },
  {
    id: 'enable-secret',
    vendor: 'Cisco IOS',
    has: ['enable '],
    before: /\benable\s{1,4}(?:secret|password)\s{1,4}(?:level\s{1,4}\d{1,2}\s{1,4})?(?:\d\s{1,4})?/gi,
    ends: rest,
    example: { text: 'enable secret 5 {key}', keeps: ['enable secret'], keys: 'word' },
    stays: ['aaa authentication enable default group tacacs+ enable'],
  },
  {
    id: 'username',
    vendor: 'Cisco IOS, ASA, Arista',
    has: ['username', 'local-user', ' user '],
    before:
      /\b(?:username|local-user|user)\s{1,4}\S{1,100}\s{1,4}(?:(?:privilege|role|group|auth-?type)\s{1,4}\S{1,60}\s{1,4}){0,3}(?:secret|password|nt-encrypted|hash|passwd)\s{1,4}(?:(?:\d{1,2}|sha512|encrypted|cipher|hash|irreversible-cipher|simple)\s{1,4})?/gi,
    ends: rest,
    example: {
      text: 'username ops privilege 15 secret 9 {key}',
      keeps: ['username ops privilege 15'],
      keys: 'word',
    },
    stays: ['Username:203.0.113.9 No preshared key or trustpoint configured'],
  },
  {
    id: 'typed-password',
    vendor: 'Cisco IOS',
    has: ['key ', 'password ', 'secret ', 'community '],
    before:
      /(?:^\s{0,20}|\s)(?:(?:key|password|secret)\s{1,4}(?:encrypted\s{1,4})?[5-9]\s{1,4}|snmp-server\s{1,4}community\s{1,4}|(?:tacacs|radius)-server\s{1,4}(?:host\s{1,4}\S{1,100}\s{1,4})?key\s{1,4}|wpa-psk\s{1,4}(?:ascii|hex)\s{1,4}[0-9]\s{1,4})/gi,
    ends: rest,
    example: { text: ' key 7 {key}', keeps: ['key'], keys: 'hex' },
    stays: ['Key exchange type: 2, key length 256', 'ip ssh version 2'],
  },
];
