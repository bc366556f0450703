// A secret in what people and browsers write: sentences, file names, addresses, pages.

import { rest, restUnlessSentence, run, upTo } from '../ending.js';
import type { LineForm } from '../form.js';
import { naming } from '../line.js';
import { keyword, proseWord } from '../names.js';
import { edge } from './labels.js';

export const toldForms: readonly LineForm[] = [
  {
    id: 'told',
    vendor: 'people',
    has: 'a-name',
    needs: /\s[*_`]{0,2}(?=[^\s\d]{0,100}\d)(?=[^\p{L}\s]{0,100}\p{L})(?=[^\s=]{5,400}(?:\s|$))/gu,
    before: naming(
      (name) =>
        `${edge}${name}[*_\`]{0,2}\\s{1,8}(?:(?:is|was|now|to|ist|lautet|est|es|è|é|[:=])\\s{1,8}){0,3}[*_\`]{0,2}(?!${proseWord}(?![\\p{L}\\p{N}_]))(?!${keyword}\\s)(?!(?:(?:aes|sha|3des|md5|dh|group|modp|ike|ecp|gcm|cbc|hmac|prf|curve|v)[-_]?){1,3}\\d{1,4}(?:[-_](?:cbc|gcm|\\d{1,4})){0,3}(?![\\p{L}\\p{N}_]))(?=[^\\s\\d]{0,100}\\d)(?=[^\\p{L}\\s]{0,100}\\p{L})(?=[^\\s=]{5,400}(?:\\s|$))`,
      'gu',
    ),
    ends: rest,
    example: {
      text: 'for 203.0.113.9 they use psk {key}9a',
      keeps: ['for 203.0.113.9 they use psk'],
      keys: 'word',
    },
    stays: [
      'they use PSK AES256 with SHA-256',
      'psk mismatch since ticket4711 was closed',
      'auth=PSK enc=AES_CBC_256, psk a.example',
      'ISAKMP:(0):found peer pre-shared key matching 203.0.113.9',
    ],
  },
  {
    id: 'in-a-file-name',
    vendor: 'people',
    has: 'a-name',
    before:
      /(?<![A-Za-z])(?:psk|PSK|Psk|[Pp]assword|[Pp]asswort|[Kk]ennwort|[Ss]ecret|[Ss]hared[-_]?[Kk]ey|[Pp]re[-_]?[Ss]hared[-_]?[Kk]ey)[-_](?=[^\s.]{0,60}\d)(?=[^\s.]{4,120}\.(?:log|txt|conf|cfg|csv|md|json|xml|ya?ml|gz|zip|docx?|xlsx?|pdf|pem|key)\b)/g,
    ends: run(/[^\s.]{1,200}/y),
    example: { text: 'PSK_Zq7{key}.log of 203.0.113.9', keeps: ['.log of 203.0.113.9'], keys: 'hex' },
    stays: ['psk-v1-left-initiates', 'status PSK-Paris1', 'pre-shared-key-mismatch.log', 'AUTH_PSK_SHA256'],
  },
  {
    id: 'told-as-it-is',
    vendor: 'people',
    has: 'a-name',
    needs: /\s(?:is|was|ist|lautet|war|est|es|è|é|will be|should be|changed to|set to)\s/g,
    before: naming(
      (name) =>
        `${edge}${name}(?:\\s(?:for|of|on|für|von|pour|de|para|di|van)\\s[^.,;:\\n]{1,40}?)?\\s{1,8}(?:is|was|ist|lautet|war|est|es|è|é|will be|should be|is now|was changed to|changed to|set to)\\s{1,8}(?:now\\s|jetzt\\s)?(?=\\S)`,
      'gu',
    ),
    ends: restUnlessSentence,
    example: {
      text: 'on 203.0.113.9 the pre-shared key is {key}',
      keeps: ['on 203.0.113.9 the pre-shared key is'],
      keys: 'phrase',
    },
    stays: [
      'the psk is wrong on their side',
      'the pre-shared key was changed at 18:00',
      'constraint requires public key authentication, but pre-shared key was used',
    ],
  },
  {
    id: 'address-with-password',
    vendor: 'any',
    has: ['://'],
    before: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,200}:(?=[^\s"<>@]{1,400}@)/gi,
    ends: run(/[^\s"<>]{1,400}(?=@[\w.[\]:-]{1,255}(?:[/?#\s"'<>|,;)]|$))/y),
    example: { text: 'postgres://ops:{key}@db.example.net/x', keeps: ['db.example.net'], keys: 'word' },
    stays: ['vpn://gw.example.net:4500/status', 'https://198.51.100.1:8443/api/'],
  },
  {
    id: 'html-cell',
    vendor: 'any',
    has: ['<td', '<th'],
    before: naming(
      (name) =>
        `<t[dh][^>]{0,100}>\\s{0,20}(?:<b>|<strong>)?${name}[^<]{0,20}(?:</\\w{1,8}>\\s{0,20}){1,3}<t[dh][^>]{0,100}>`,
      'gu',
    ),
    ends: upTo(/<\/t[dh]>/g),
    example: {
      text: '<td>Pre-shared key</td><td>{key}</td></tr>',
      keeps: ['Pre-shared key'],
      keys: 'base64',
    },
    stays: ['<td>Peer</td><td>203.0.113.9</td>'],
  },
];
