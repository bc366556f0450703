// A secret behind its name, whoever writes it: settings, JSON, YAML, XML, tables, options, and what people tell each other.

import { rest, restUnlessProse, upTo, value } from '../ending.js';
import type { LineForm } from '../form.js';
import { naming } from '../line.js';
import { keyword, proseWord } from '../names.js';

/** Marks around a name: quotation, emphasis, an index, a remark in brackets, whose or what for. */
const afterName =
  '(?:[-_ ]?\\d{1,3}|[-_](?:plain|ascii|hex|b64|base64|enc|encrypted|local|remote|primary|secondary|old|new))?[*_`"\'’)\\]\\\\]{0,4}(?:\\s{0,2}\\([^()\\n]{0,60}\\)[*_`]{0,2})?';
const whose =
  '(?:\\s(?:for|of|on|at|to|für|von|zu|pour|du|de|des|para|del|di|per|do|da|voor|van)\\s[^:=\\\\\\n]{1,50}?)?';
const colon = '\\s{0,40}(?:=>|=&gt;|->|→|:=|[:=：＝]|\\s[-–—]\\s)[*_]{0,3}\\s{0,40}';
export const edge = '(?<![\\p{L}])';

export const labelForms: readonly LineForm[] = [
  {
    id: 'name-and-value',
    vendor: 'any',
    has: 'a-name',
    needs: /[:=：＝→]|->|\s[-–—]\s/g,
    before: naming(
      (name) =>
        `${edge}${name}(?:${afterName}${colon}|${afterName}${whose}\\s{0,4}(?::\\s{1,40}|=\\s{0,40}))`,
      'gu',
    ),
    ends: value,
    example: { text: 'preshared_key: {key}', keeps: ['preshared_key'], keys: 'phrase' },
    stays: [
      'auth method: pre-shared key, version 2',
      'racoon: ERROR: rejected authmethod: pre-shared key:RSA signatures',
      'ike.psk=yes, certificate.private-key=no, psk: unknown',
      'pre-shared key for 203.0.113.9: not found',
      'keying tries: 1, IKE SA key lifetime: 28800',
    ],
  },
  {
    id: 'name-and-quoted-value',
    vendor: 'any',
    has: 'a-name',
    needs: /[:=]\s{0,4}"/g,
    before: naming((name) => `${edge}${name}${afterName}\\s{0,4}[:=]\\s{0,4}(?=")`, 'gu'),
    ends: value,
    example: {
      text: '{"peer":"203.0.113.9","psk":"{key}","ike":2}',
      keeps: ['203.0.113.9', '"ike":2'],
      keys: 'word',
    },
    stays: ['{"auth":"psk","psk":""}'],
  },
  {
    id: 'camel-case-name',
    vendor: 'any',
    has: 'a-name',
    needs: /[:=]/g,
    before:
      /(?<=[a-z0-9_])(?:Psk|PSK|PreSharedKey|PresharedKey|SharedKey|SharedSecret|PreSharedSecret|Secret|Password|Passphrase|PrivateKey|ApiKey|AccessKey|SecretKey|Token)s?\d{0,2}["'`\\]{0,3}\s{0,40}(?:=>|[:=])\s{0,40}/g,
    ends: value,
    example: {
      text: '"tunnelPreSharedKey": "{key}", "peer": "203.0.113.9"',
      keeps: ['203.0.113.9'],
      keys: 'word',
    },
    stays: ['"ikeAuth": "PSK", "hasPsk": true'],
  },
  {
    id: 'name-then-value-field',
    vendor: 'any',
    has: 'a-name-within',
    needs: /(?:value|val|data|text|content)["'\\]{0,2}\s{0,4}[:=]/g,
    before: naming(
      (name) =>
        `(?:name|key|id|label|field|setting|parameter)["'\\\\]{0,2}\\s{0,4}[:=]\\s{0,4}["'\\\\]{0,2}[\\w.-]{0,40}?${name}["'\\\\]{0,2}\\s{0,4},?\\s{0,4}["'\\\\]{0,2}(?:value|val|data|text|content)["'\\\\]{0,2}\\s{0,4}[:=]\\s{0,4}`,
      'gu',
    ),
    ends: value,
    example: {
      text: '<entry name="psk" value="{key}"/> for 203.0.113.9',
      keeps: ['203.0.113.9'],
      keys: 'word',
    },
    stays: ['<entry name="lifetime" value="28800"/>'],
  },
  {
    id: 'quoted-behind-name',
    vendor: 'any',
    has: 'a-name-within',
    needs: /\s["“”„«»`]/g,
    before: naming(
      (name) =>
        `${edge}(?:${name}|ascii-text|hexadecimal|ascii|eap|xauth|ntlm|rsa|ecdsa|pkcs8|p12)\\s{1,8}(?:(?:ascii-text|hexadecimal|key|plain|is|ist|est|es)\\s{1,4})?(?=["“”„«»\`])`,
      'gu',
    ),
    ends: rest,
    example: {
      text: '192.0.2.1 203.0.113.9 : PSK "{key}"',
      keeps: ['192.0.2.1 203.0.113.9'],
      keys: 'phrase',
    },
    stays: ["no preshared key found for `@hub' and `%any'", "no XAuth secret found for 'anna'"],
  },
  {
    id: 'single-quoted-behind-name',
    vendor: 'any',
    has: 'a-name',
    needs: /\s['‘]/g,
    before: naming((name) => `${edge}${name}\\s{1,8}(?=['‘])`, 'gu'),
    ends: rest,
    example: {
      text: "set vpn ipsec authentication psk x secret '{key}'",
      keeps: ['authentication psk x'],
      keys: 'word',
    },
    stays: ["tried 2 shared keys for 'a' - 'b', but MAC mismatched"],
  },
  {
    id: 'option',
    vendor: 'any',
    has: 'a-name-within',
    needs: /(?:^|\s)-/g,
    before: naming((name) => `(?:^|\\s)--?[\\w-]{0,40}?${name}\\s{1,4}`, 'gu'),
    ends: upTo(/\s--?[A-Za-z]/g),
    example: {
      text: 'gcloud compute vpn-tunnels create t --shared-secret {key} --peer-address 203.0.113.9',
      keeps: ['--peer-address 203.0.113.9'],
      keys: 'word',
    },
    stays: ['swanctl --load-creds --noprompt', 'tunnelmedic keygen --user ops'],
  },
  {
    id: 'value-of-cmdlet',
    vendor: 'Azure PowerShell',
    has: ['sharedkey', 'secret'],
    before:
      /\b[A-Z][a-z]{2,10}-\w{1,60}(?:SharedKey|Secret)\b[^\n]{0,300}?\s-(?:Value|SecretValue|Key)\s{1,4}/g,
    ends: upTo(/\s--?[A-Za-z]/g),
    example: {
      text: 'Set-AzVirtualNetworkGatewayConnectionSharedKey -Name hub -Value {key} -Force',
      keeps: ['-Name hub', '-Force'],
      keys: 'word',
    },
    stays: ['Get-AzVirtualNetworkGatewayConnectionSharedKey -Name hub'],
  },
  {
    id: 'begins-the-line',
    vendor: 'any',
    has: 'a-name-first',
    before: naming(
      (name) =>
        `^[\\s>#*•·-]{0,80}(?:\\d{1,3}[.)]\\s)?[*_\`]{0,3}${name}[*_\`]{0,3}\\s{1,8}(?:[0-9]\\s{1,4}|enc\\s{1,4}|encrypted\\s{1,4})?(?!${proseWord}(?![\\p{L}\\p{N}_]))(?!${keyword}\\s)(?![=:|(.\\[])`,
      'gu',
    ),
    ends: restUnlessProse,
    example: { text: '  passphrase {key}', keeps: ['passphrase'], keys: 'word' },
    stays: [
      'Pre-shared key mismatch',
      'PSK auth failed: probable pre-shared key mismatch',
      'PSK length of 6 bytes is too short',
      'secret for the tunnel is missing',
    ],
  },
  {
    id: 'xml-element',
    vendor: 'any',
    has: ['<'],
    before: naming(
      (name) =>
        `<(?:[\\w-]{1,20}:)?(?:[\\w.-]{0,30}[-_.])?(?:${name}|key(?=[\\s>])|ppk|psk)[\\w.-]{0,20}(?:\\s[^<>]{0,300})?(?<!/)>(?:<!\\[cdata\\[)?\\s{0,20}(?!${name}\\s{0,20}<)(?![\\w.-]{1,60}</key>\\s{0,20}<(?:string|data|integer|true|false|array|dict|real|date)\\b)(?![<\\s])`,
      'gu',
    ),
    ends: upTo(/\]\]>|<\/?[A-Za-z]/g),
    example: {
      text: '<peer>203.0.113.9</peer><pre-shared-key>{key}</pre-shared-key>',
      keeps: ['<peer>203.0.113.9</peer><pre-shared-key>'],
      keys: 'base64',
    },
    stays: ['<peer-address><ip>203.0.113.9</ip></peer-address>', '<keyexchange>ikev2</keyexchange>'],
  },
];
