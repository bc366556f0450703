// Secrets of any vendor's shape go; lines that tell why a tunnel is broken stay as they are.

import { describe, expect, it } from 'vitest';
import { removed, scrub } from '../../../../src/domain/secrets/index.js';

const secret = 'Tr0ub4dor-and-3';
const hex = '8f2a3b4c5d6e7f80911223344556677889900aabbccddeeff00112233445566';

const shapes: Readonly<Record<string, string>> = {
  'swanctl.conf': `    secret = ${secret}`,
  'swanctl.conf, quoted': `    secret = "${secret} with blanks"`,
  'ipsec.secrets, quoted': `192.0.2.1 203.0.113.9 : PSK "${secret}"`,
  'ipsec.secrets, hex': ': PSK 0x8f2a3b4c5d6e7f',
  'ipsec.secrets, base64': ': PSK 0sVHIwdWI0ZG9yLWFuZC0z',
  'racoon psk': `psk: ${secret}`,
  'FortiOS set psksecret': `        set psksecret ENC ${secret}`,
  'FortiOS log field': `msg="tunnel" psk="${secret}"`,
  'Cisco isakmp key': `crypto isakmp key ${secret} address 203.0.113.9`,
  'Cisco ASA tunnel group': ` ikev1 pre-shared-key ${secret}`,
  'Cisco ASA ikev2 local': ` ikev2 local-authentication pre-shared-key 0 ${secret}`,
  'Cisco IOS keyring': `  pre-shared-key address 203.0.113.9 key ${secret}`,
  'Cisco IOS keyring local': `  pre-shared-key local ${secret}`,
  Juniper: `set security ike policy p pre-shared-key ascii-text "$9$${secret}"`,
  'Juniper, unquoted': 'pre-shared-key ascii-text $9$abcdefghijkl; ## SECRET-DATA',
  'PAN-OS XML': `<pre-shared-key><key>${secret}</key></pre-shared-key>`,
  'PAN-OS set command': `set network ike gateway g authentication pre-shared-key key ${secret}`,
  'PAN-OS API key in a query': `https://fw.example.net/api/?type=op&key=${secret}&cmd=x`,
  'JSON psk': `{"psk":"${secret}","peer":"203.0.113.9"}`,
  'JSON camel case': `{"PreSharedKey": "${secret}"}`,
  'JSON snake case': `{"shared_secret": "${secret}"}`,
  'YAML password': `password: ${secret}`,
  'MikroTik secret': `/ip ipsec identity add peer=p secret="${secret}"`,
  'WireGuard-like private key': `PrivateKey = ${secret}AAAAAAAAAAAAAAAAAAAAAAAAAAAA=`,
  'XAuth password': `xauth-password=${secret}`,
  'user with password': `username ops password 0 ${secret}`,
  'Slack token': 'token xoxb-123456789012-abcdefghijkl',
  'bearer header': `Authorization: Bearer ${secret}abcdef`,
  'ip xfrm state': `	enc cbc(aes) 0x${hex}`,
  'ip xfrm authentication': `	auth-trunc hmac(sha256) 0x${hex} 128`,
  'key as hex': `encryption key: ${hex}`,
  'derived key': `Sk_ei = ${hex}`,
  'a letter of AWS with aligned colons': `  - Pre-Shared Key           : ${secret}`,
  'IOS-XE profile': ` authentication remote pre-share key ${secret}`,
  'IOS key chain': ` key-string 7 ${secret}`,
  'value with separators inside': `psk = a;b,c&d'e<f!${secret}`,
  'value that begins with a bracket': `psk = <9${secret}`,
  'typographic quotes': `psk = “${secret} with blanks”`,
  'address with a password': `postgres://ops:${secret}@db.example.net/x`,
  'Slack cookie': `d=xoxd-%2F${secret}`,
  'Slack webhook': `https://hooks.slack.com/services/T000/B000/${secret}`,
  'AWS credentials': `aws_secret_access_key = ${secret}`,
  'signed token': `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0abc.${secret}`,
  'keys in bytes': 'SKEYSEED key 8f 2a 3b 4c 5d 6e 7f 80 91 12 23 34 45 56 67 78',
};

describe('a secret in a pasted text', () => {
  it.each(Object.entries(shapes))('is removed: %s', (_name, line) => {
    const cleaned = scrub(`before\n${line}\nafter`);
    expect(cleaned.text).not.toContain('Tr0ub4dor');
    expect(cleaned.text).not.toContain(hex.slice(0, 24));
    expect(cleaned.text).not.toMatch(/0s?VHIwdWI0|0x8f2a3b4c5d6e7f|\$9\$abc|xoxb-1|8f 2a 3b/);
    expect(cleaned.text).toContain(removed);
    expect(cleaned.text.startsWith('before\n')).toBe(true);
    expect(cleaned.text.endsWith('\nafter')).toBe(true);
    expect(cleaned.count).toBeGreaterThan(0);
  });

  it('is removed with all its lines when it is a private key', () => {
    const text = [
      'a',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEow',
      'AQAB',
      '-----END RSA PRIVATE KEY-----',
      'b',
    ];
    const cleaned = scrub(text.join('\n')).text;
    expect(cleaned).not.toContain('MIIEow');
    expect(cleaned).toMatch(/^a\n/);
    expect(cleaned).toMatch(/\nb$/);
  });

  it.each(['=>', '=&gt;'])('is removed from the dump that follows a debug line of charon: %s', (arrow) => {
    const text = [
      `10[IKE] Sk_ai secret ${arrow} 32 bytes @ 0x7f0a2c00`,
      '10[IKE]    0: 8F 2A 3B 4C 5D 6E 7F 80 91 12 23 34 45 56 67 78  .*;L]n..........',
      '10[IKE]   16: 8F 2A 3B 4C 5D 6E 7F 80 91 12 23 34 45 56 67 78  .*;L]n..........',
      '10[IKE] IKE_SA hub[1] established between 198.51.100.1[a]...203.0.113.9[b]',
    ];
    const cleaned = scrub(text.join('\n')).text;
    expect(cleaned).not.toContain('8F 2A');
    expect(cleaned).toContain('IKE_SA hub[1] established');
  });

  it('is removed once more without harm', () => {
    for (const line of Object.values(shapes)) expect(scrub(scrub(line).text).text).toBe(scrub(line).text);
  });
});

const telling = [
  "09[IKE] tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched",
  "13[IKE] authentication of 'b.example' with pre-shared key successful",
  "no shared key found for 'a.example' - 'b.example'",
  '12[IKE] received AUTHENTICATION_FAILED notify error',
  'IKEv2 IKE SA negotiation is failed likely due to pre-shared key mismatch',
  'ikev2-nego-ike-fail: authentication failure, pre-shared-key mismatch',
  'Group = 203.0.113.9, IP = 203.0.113.9, Removing peer from correlator table failed, no match!',
  'initiator cookie: 8f2a3b4c5d6e7f80, responder cookie: 0000000000000000',
  'SPI c0ffee01_i c0ffee02_o',
  'auth method: pre-shared-key, version 2',
  'proposal: ENCR_AES_CBC_256/AUTH_HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
  'Key exchange type: 2, key length 256',
  'peer certificate subject key id 01:02:03:04',
  'password authentication failed for user',
  'ike.psk=yes, certificate.private-key=no, psk: unknown',
  'trap policies: drop: yes, pass: yes',
  'auth=PSK enc=AES_CBC_256, psk a.example',
  'vpn://gw.example.net:4500/status',
  'generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr N(EAP_ONLY) ]',
];

describe('what people write to each other', () => {
  it.each([
    `the psk is ${secret}`,
    `psk ${secret}, since Monday`,
    `new password is now ${secret}`,
    `the shared secret ${secret}`,
    `psk “${secret}”`,
  ])('loses its secret: %s', (note) => {
    expect(scrub(note).text).not.toContain('Tr0ub4dor');
    expect(scrub(scrub(note).text).text).toBe(scrub(note).text);
  });

  it.each([
    'the psk is wrong on their side',
    'they use PSK AES256 with SHA-256',
    'the pre-shared key was changed at 18:00',
    'psk mismatch since ticket4711 was closed',
  ])('stays when it names none: %s', (note) => {
    expect(scrub(note).text).toBe(note);
  });
});

describe('what tells why', () => {
  it.each(telling)('stays: %s', (line) => {
    expect(scrub(line)).toEqual({ text: line, count: 0 });
  });

  it('takes time that grows with the text, not faster', () => {
    const hostile = [
      'set '.repeat(20_000),
      'psk='.repeat(20_000),
      `key ${'a'.repeat(200_000)}`,
      `secret "${'\\"'.repeat(50_000)}`,
      'pre-shared-key '.repeat(20_000),
      `${'<key'.repeat(30_000)}>`,
      ...[
        'psk is ',
        'psk=a&',
        '"psk":"a",',
        ': PSK ',
        'a://b:c@',
        '| psk |',
        'psk={',
        ' --psk',
        'psk for ',
        '8f ',
      ].map((unit) => unit.repeat(15_000)),
    ];
    for (const text of hostile) expect(scrub(text).text.length).toBeLessThan(text.length + 400_000);
  });
});
