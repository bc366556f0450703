// Lines of real configurations, secret files, logs and letters with a key in them: the key goes, the neighbors stay.

import { describe, expect, it } from 'vitest';
import { removed, scrub } from '../../../../src/domain/secrets/index.js';

const key = 'Tr0ub4dor-and-3';
const words = 'correct Hörse "battery" stäple 9';
const hex = '8f2a3b4c5d6e7f8091122334455667788990aabbccddeeff0011223344556677';
const base64 = 'VHIwdWI0ZG9yLWFuZC0zVHIwdWI0ZG9yLWFuZC0z';

const texts: Readonly<Record<string, readonly string[]>> = {
  AWS: [
    `<ike><pre_shared_key>${key}</pre_shared_key></ike>`,
    `  - Pre-Shared Key           : ${key}`,
    `tunnel1_preshared_key = "${key}"`,
    `tunnel1_preshared_key=${key}`,
    `      "PreSharedKey": "${key}",`,
    `aws_secret_access_key = ${key}`,
  ],
  'Azure, Google, Oracle, IBM': [
    `{"properties":{"sharedKey":"${key}","connectionType":"IPsec"}}`,
    `SharedKey: ${key}`,
    `Set-AzVirtualNetworkGatewayConnectionSharedKey -Name c -Value ${key} -SharedKey ${key}`,
    `az network vpn-connection create --shared-key ${key} --name c`,
    `sharedSecret: '${key}'`,
    `shared_secret  = "${key}"`,
    `{"shared-secret": "${key}", "ip-address": "203.0.113.9"}`,
    `{"psk":"${key}","peer":{"address":"203.0.113.9"}}`,
    `"preshared_key" : "${key}"`,
  ],
  'Huawei, H3C, ZyXEL': [
    ` pre-shared-key cipher ${key}`,
    ` pre-shared-key simple ${key}`,
    ` pre-shared-key address 203.0.113.9 255.255.255.255 key simple ${key}`,
    ` pre-shared-key hostname hub.example key cipher $c$3$${base64}`,
    `  keystring ${key}`,
    ` ike peer x pre-shared-key ${key}`,
    `local-user ops password irreversible-cipher ${key}`,
  ],
  'strongSwan, libreswan': [
    `192.0.2.1 203.0.113.9 : PSK "${words}"`,
    `: PSK ${key}`,
    `@hub @spoke : PSK 0x${hex}`,
    `%any : PSK 0s${base64}`,
    `anna : EAP "${key}"`,
    `anna : XAUTH ${key}`,
    `: RSA hub.pem "${key}"`,
    `: P12 hub.p12 "${key}"`,
    `: PKCS8 hub.key ${key}`,
    `    secret = "${key}"`,
    `    secret-1 = ${key}`,
    `    secret = 0x${hex}`,
    `    secret = 0s${base64}`,
    `  ike-1 { id = hub.example secret = ${key} }`,
    `    secret = ${words}`,
    `:PSK "${key}"`,
    `psk: ${key}`,
  ],
  kernel: [
    `\tenc cbc(aes) 0x${hex}`,
    `\tauth-trunc hmac(sha256) 0x${hex} 128`,
    `\taead rfc4106(gcm(aes)) 0x${hex} 128`,
    `\tE: aes-cbc  ${hex.match(/.{8}/g)?.join(' ')}`,
    `\tA: hmac-sha2-256  ${hex.match(/.{8}/g)?.join(' ')}`,
  ],
  Cisco: [
    'enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0',
    `enable secret 9 $9$nhEmQVczB7dqsO$X.HsgL6x1il0RxkOSSvyQYwucySCt7qFm4v7pqCxkKM`,
    `username ops privilege 15 secret 5 ${key}`,
    `username ops password 7 ${key}`,
    `crypto isakmp key ${key} address 203.0.113.9`,
    `crypto isakmp key 6 ${key} hostname hub.example`,
    `  pre-shared-key local 6 ${key}`,
    `  pre-shared-key ${key}`,
    `  pre-shared-key address 203.0.113.9 key ${key}`,
    ` ikev1 pre-shared-key ${key}`,
    ` ikev2 remote-authentication pre-shared-key ${key}`,
    ` ikev2 local-authentication pre-shared-key 0 ${key}`,
    ` authentication remote pre-share key ${key}`,
    ` key-string 7 ${key}`,
  ],
  Fortinet: [
    `        set psksecret ENC ${base64}`,
    `        set group-authentication-secret ENC ${key}`,
    `        set psksecret ${key}`,
    `        set psksecret "${words}"`,
    `        set ppk-secret ENC ${base64}`,
    `        set passwd ${key}`,
    `msg="x" psk="${key}" remip=203.0.113.9`,
  ],
  Juniper: [
    `pre-shared-key ascii-text "$9$${base64.slice(0, 20)}"; ## SECRET-DATA`,
    `set security ike policy p pre-shared-key ascii-text "$9$${key}"`,
    `pre-shared-key hexadecimal "${hex}"; ## SECRET-DATA`,
    `pre-shared-key ascii-text ${key};`,
  ],
  'Palo Alto Networks': [
    `<pre-shared-key><key>-AQ==${base64}</key></pre-shared-key>`,
    `set network ike gateway g authentication pre-shared-key key -AQ==${base64}`,
    `<entry name="ops"><phash>$5$abc$${key}</phash></entry>`,
    `set mgt-config users ops phash $5$abc$${key}`,
    `X-PAN-KEY: LUFRPT1${base64}=`,
    `<ppk-secret>${key}</ppk-secret>`,
    `<private-key>${base64}</private-key>`,
  ],
  'MikroTik, VyOS, EdgeOS': [
    `/ip ipsec identity add peer=p secret="${key}"`,
    `add auth-method=pre-shared-key peer=p secret=${key} generate-policy=no`,
    `set vpn ipsec site-to-site peer 203.0.113.9 authentication pre-shared-secret '${key}'`,
    `set vpn ipsec authentication psk x secret '${key}'`,
    `            pre-shared-secret ${key}`,
    `        pre-shared-key ${key}`,
  ],
  'Check Point, SonicWall, Sophos, UniFi, pfSense': [
    `mgmt_cli add vpn-community shared-secrets.1.shared-secret ${key}`,
    `    shared-secret ${key}`,
    `    shared-secret 4,${base64}`,
    `<PresharedKey>${key}</PresharedKey>`,
    `{"x_ipsec_pre_shared_key":"${key}","ipsec_peer_ip":"203.0.113.9"}`,
    `<pre-shared-key>${key}</pre-shared-key>`,
    `<Pre_Shared_Key>${key}</Pre_Shared_Key>`,
  ],
  Windows: [
    `Set-VpnConnection -Name x -L2tpPsk ${key} -Force`,
    `Add-VpnS2SInterface -SharedSecret "${key}" -Destination 203.0.113.9`,
    `netsh advfirewall consec add rule name=x auth1=computerpsk auth1psk=${key}`,
    `netsh ipsec static add rule psk="${words}"`,
  ],
  tables: [
    `| Pre-shared key | ${key} |`,
    `| ${key} | Pre-shared key |`,
    `| Parameter | Value |\n|---|---|\n| PSK | ${key} |`,
    `| Peer | PSK |\n|---|---|\n| 203.0.113.9 | ${key} |`,
    `Pre-shared key,${key}`,
    `${key};PSK`,
    `peer,psk\n203.0.113.9,${key}`,
    `PSK\t${key}`,
    `| **Pre-shared key** | \`${key}\` |`,
  ],
  'next line': [
    `PSK:\n${key}`,
    `PSK:\n\n${key}`,
    `Pre-shared key:\n\n  * ${key}`,
    `## Pre-shared key\n\n    ${key}`,
    `PSK:\n\`\`\`\n${key}\n\`\`\``,
    `"psk":\n   "${key}",`,
    `psk: |\n  ${key}\n  ${words}`,
    `psk: >-\n  ${words}`,
    `psks:\n  - ${key}\n  - ${words}`,
    `pre_shared_key:\n  value: ${key}`,
  ],
  letters: [
    `das Kennwort ist ${key}`,
    `Passwort: ${words}`,
    `gemeinsamer Schlüssel: ${words}`,
    `vorinstallierter Schlüssel = ${key}`,
    `Vorinstallierter Schluessel: ${key}`,
    `clé pré-partagée : ${words}`,
    `cle pre-partagee: ${key}`,
    `mot de passe : ${key}`,
    `clave precompartida: ${words}`,
    `contraseña: ${key}`,
    `chiave precondivisa: ${words}`,
    `senha: ${key}`,
    `chave pré-compartilhada: ${key}`,
    `wachtwoord: ${words}`,
    `vooraf gedeelde sleutel: ${words}`,
    `PSK (both sides): ${words}`,
    `PSK for hub: ${words}`,
    `**PSK:** ${key}`,
    `PSK = ${words}`,
    `PSK - ${key}`,
    `PSK → ${key}`,
    `the psk is ${words}`,
    `psk ${key}, since Monday`,
    `new password is now ${key}`,
    `psk “${words}”`,
    `the key is psk='${key}'`,
  ],
  debug: [
    `10[IKE] Sk_ai secret => 32 bytes @ 0x7f0a2c00\n10[IKE]    0: 8F 2A 3B 4C 5D 6E 7F 80 91 12 23 34 45 56 67 78  .*;L]n..........`,
    `10[IKE] SKEYSEED => 20 bytes @ 0x7f0a2c00\n10[IKE]   16: 8F 2A 3B 4C                                      .*;L`,
    `10[CFG]   secret = ${key}`,
    `| 8f 2a 3b 4c 5d 6e 7f 80 91 12 23 34 45 56 67 78`,
    `|   8f 2a 3b 4c  5d 6e 7f 80  91 12 23 34  45 56 67 78`,
    `2026-01-01 05:23:02: DEBUG: 8f2a3b4c 5d6e7f80 91122334 45566778`,
    `SKEYID: ${hex}`,
    `Sk_ei = ${hex}`,
    `ikev2_sa_keys: SK_d with 32 bytes\n8f2a3b4c 5d6e7f80 91122334 45566778`,
    `shared key: ${hex}`,
  ],
  'shapes of their own': [
    `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----`,
    `{"cert": "-----BEGIN RSA PRIVATE KEY-----\\n${base64}\\n-----END RSA PRIVATE KEY-----\\n"}`,
    `Authorization: Bearer ${base64}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0abc.${base64}`,
    `xoxb-123456789012-${base64}`,
    `https://ops:${key}@vpn.example/`,
    `ops:$6$rounds=5000$abc$${base64}`,
    `$8$aes256-gcm$hmac-sha2-256$100$${base64}`,
    `$14$abc$def$${base64}`,
  ],
  JSON: [
    `{"a":{"b":[{"ikePsk":"${key}"}]}}`,
    `{"msg":"psk=${key}","peer":"203.0.113.9"}`,
    `{"raw":"{\\"psk\\":\\"${key}\\",\\"peer\\":1}"}`,
    `{"psk": {"value": "${key}"}, "peer": "203.0.113.9"}`,
    `{"psks": ["${key}", "${key}"]}`,
    `"psk": [\n  "${key}"\n],`,
    `{psk: ${key}, peer: 203.0.113.9}`,
    `{"name":"psk","value":"${key}"}`,
  ],
};

const leaks = /Tr0ub4dor|battery|stäple|orrect|8f2a3b4c|8f 2a 3b|VHIwdWI0|hx5rVt7r|HsgL6x1/i;

describe.each(Object.entries(texts))('a key in a text of %s', (_vendor, lines) => {
  it.each(lines)('goes: %s', (line) => {
    const cleaned = scrub(`before\n${line}\nafter`);
    expect(cleaned.text).not.toMatch(leaks);
    expect(cleaned.text).toContain(removed);
    expect(cleaned.count).toBeGreaterThan(0);
    expect(cleaned.text.startsWith('before\n')).toBe(true);
    expect(cleaned.text.endsWith('\nafter')).toBe(true);
    if (line.includes('203.0.113.9')) expect(cleaned.text).toContain('203.0.113.9');
    expect(scrub(cleaned.text).text).toBe(cleaned.text);
  });
});
