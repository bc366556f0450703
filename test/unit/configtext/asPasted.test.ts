// Configurations as people hand them in: moved to the right, quoted, with several settings in a line, with addresses taken out, or of a product without a reader.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPlaceholder } from '../../../src/configtext/placeholders.js';
import { isConfigText, readConfigText, unreadProduct } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const folder = new URL('../../fixtures/config/', import.meta.url);
const names = readdirSync(folder).filter((name) => name !== 'expected.json');
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const tunnelsOf = (text: string) => readConfigText(text)?.tunnels.map(({ config }) => neutral(config));

describe('a text that was moved', () => {
  it.each(names)('to the right or quoted, as %s in a document or a mail, reads the same', (name) => {
    const lines = fixture(name).split('\n');
    const moved = (by: string) => lines.map((line) => (line === '' ? '' : by + line)).join('\n');
    expect(tunnelsOf(moved('      '))).toEqual(tunnelsOf(fixture(name)));
    expect(tunnelsOf(moved('\t'))).toEqual(tunnelsOf(fixture(name)));
    expect(tunnelsOf(moved('> '))).toEqual(tunnelsOf(fixture(name)));
  });

  it.each(names)('with a number before each line, as an editor shows %s, reads the same', (name) => {
    const lines = fixture(name).split('\n');
    const counted = (mark: (number: number) => string) =>
      lines.map((line, at) => `${mark(at + 1)}${line}`).join('\n');
    const whole = tunnelsOf(fixture(name));
    expect(tunnelsOf(counted((number) => `${number}: `))).toEqual(whole);
    expect(tunnelsOf(counted((number) => `${String(number).padStart(6)}\t`))).toEqual(whole);
  });

  it('as an answer to an answer, below a sentence, reads the same', () => {
    const lines = fixture('vyos-braces.conf').split('\n');
    const quoted = `Hello, here is our end:\n\n${lines.map((line) => `> > ${line}`).join('\n')}`;
    expect(tunnelsOf(quoted)).toEqual(tunnelsOf(fixture('vyos-braces.conf')));
  });

  it('of numbered entries that belong to the text keeps their numbers', () => {
    const entries = `/ip ipsec peer print detail
 0   name="a" address=192.0.2.10/32 exchange-mode=ike2
 1   name="b" address=192.0.2.11/32 exchange-mode=ike2`;
    expect(tunnelsOf(entries)?.map(({ peer }) => peer)).toEqual(['192.0.2.10', '192.0.2.11']);
  });
});

describe('a text out of a chat or a word processor', () => {
  it.each(names)(
    'with its fences, no-break spaces and marks without width, as %s, reads the same',
    (name) => {
      const text = fixture(name);
      const spaced = text.replaceAll(' ', '\u00a0');
      expect(tunnelsOf(`\ufeff${spaced}`)).toEqual(tunnelsOf(text));
      expect(tunnelsOf(`\`\`\`text\n${text}\n\`\`\`\n`)).toEqual(tunnelsOf(text));
    },
  );

  it.each(names)('that escapes it, as %s, reads the same', (name) => {
    const text = fixture(name);
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(tunnelsOf(escaped)).toEqual(tunnelsOf(text));
    expect(tunnelsOf(escaped.replaceAll('"', '&quot;'))).toEqual(tunnelsOf(text));
  });

  it('has quotes that are none of the name', () => {
    const plain = fixture(names.find((name) => name.startsWith('fortios')) as string);
    const curly = plain.replace(/"([^"\n]*)"/g, '\u201c$1\u201d');
    expect(curly).not.toBe(plain);
    expect(tunnelsOf(curly)).toEqual(tunnelsOf(plain));
  });
});

describe('several settings in one line', () => {
  it('of PAN-OS count each', () => {
    const [tunnel] =
      tunnelsOf(`set network ike crypto-profiles ike-crypto-profiles P1 hash sha384 dh-group group20 encryption aes-256-cbc lifetime seconds 28800
set network ike crypto-profiles ipsec-crypto-profiles P2 esp authentication sha256 encryption [ aes-256-cbc aes-128-cbc ]
set network ike crypto-profiles ipsec-crypto-profiles P2 dh-group group20 lifetime seconds 3600
set network ike gateway GW protocol version ikev2 ikev2 ike-crypto-profile P1
set network ike gateway GW peer-address ip 203.0.113.7
set network ike gateway GW local-address interface ethernet1/3 ip 198.51.100.2/28
set network ike gateway GW local-id id hub@hub.example type ufqdn
set network tunnel ipsec T auto-key ike-gateway GW ipsec-crypto-profile P2
set network tunnel ipsec T auto-key proxy-id A local 10.1.0.0/24 remote 10.2.0.0/24`) ?? [];
    expect(tunnel).toMatchObject({
      version: 'ikev2',
      local: '198.51.100.2',
      peer: '203.0.113.7',
      ikeSeconds: 28800,
      pfs: ['group20'],
      seconds: 3600,
      networks: ['10.1.0.0/24 to 10.2.0.0/24'],
    });
    expect(tunnel?.phase1).toEqual(['aes-256-cbc / sha384 / group20']);
  });

  it('of Junos count each', () => {
    const [tunnel] =
      tunnelsOf(`set security ike proposal P1 authentication-method pre-shared-keys dh-group group20 authentication-algorithm sha-256 encryption-algorithm aes-256-cbc
set security ike policy POL proposals P1
set security ike gateway GW ike-policy POL address 203.0.113.2 external-interface ge-0/0/0.0 version v2-only
set security ipsec vpn V bind-interface st0.0 ike gateway GW
set security ipsec vpn V traffic-selector T local-ip 10.1.0.0/16 remote-ip 10.2.0.0/16`) ?? [];
    expect(tunnel).toMatchObject({
      version: 'ikev2',
      peer: '203.0.113.2',
      networks: ['10.1.0.0/16 to 10.2.0.0/16'],
    });
    expect(tunnel?.phase1).toEqual(['aes-256-cbc / sha256 / group20']);
  });
});

describe('a swanctl.conf in few lines', () => {
  const fixtureText = fixture('swanctl.conf');

  it.each([
    [
      'semicolons',
      'local { auth = psk; id = lyon.example }',
      'lan { local_ts = 10.2.0.0/24; remote_ts = 10.1.0.0/24 }',
    ],
    [
      'commas',
      'local { auth = psk, id = lyon.example }',
      'lan { local_ts = 10.2.0.0/24, remote_ts = 10.1.0.0/24 }',
    ],
    [
      'blanks',
      'local { auth = psk id = "lyon.example" }',
      'lan { local_ts = 10.2.0.0/24 remote_ts = 10.1.0.0/24 }',
    ],
  ])('loses no setting between %s', (_mark, local, lan) => {
    const [tunnel] =
      tunnelsOf(`connections {
  acme {
    version = 2; remote_addrs = 192.0.2.10; dpd_delay = 10s # rekey_time = 1h
    ${local}
    remote { auth = psk; id = "C=FR, O=Paris; CN=hub" }
    children { ${lan} }
  }
}`) ?? [];
    expect(tunnel).toMatchObject({
      version: 'ikev2',
      peer: '192.0.2.10',
      dpd: 10,
      ikeSeconds: 14400,
      auth: 'psk',
      localId: 'lyon.example (fqdn)',
      peerId: 'C=FR, O=Paris; CN=hub (dn)',
      networks: ['10.2.0.0/24 to 10.1.0.0/24'],
    });
  });

  it('is read as before where each setting has its line', () => {
    const subject = fixtureText.replace(/ id = lyon.*/, ' id = C=FR, O=Paris, CN=hub');
    expect(tunnelsOf(subject)?.[0]?.localId).toBe('C=FR, O=Paris, CN=hub (dn)');
  });
});

describe('what was taken out of a text', () => {
  it.each([
    '<PEER-IP>',
    '%PEER%',
    '$peer',
    '{{ peer }}',
    'x.x.x.x',
    '203.0.x.x',
    '203.0.113.xxx',
    'A.B.C.D',
    '*.*.*.*',
  ])('%s is in place of a value', (value) => expect(isPlaceholder(value)).toBe(true));

  it.each(['203.0.113.9', 'hub.example', 'vpn.eu.hub.example', '2001:db8::1', 'anna@hub.example', '%any'])(
    '%s is a value',
    (value) => expect(isPlaceholder(value)).toBe(false),
  );

  it('is not known, and is never compared', () => {
    const [read] =
      readConfigText(`conn hub
    keyexchange=ikev2
    leftid=x.x.x.x
    leftsubnet=10.1.0.0/24
    right=203.0.x.x
    rightid=<PEER-ID>
    rightsubnet=10.2.0.0/24
    ike=aes256-sha256-modp2048!`)?.tunnels ?? [];
    expect(read?.config.ike).toMatchObject({ peer: null, localId: null, peerId: null });
    expect(read?.config.unreadable['ike.peer-id']).toBe('The text has <PEER-ID> in place of the real value.');
    expect(read && neutral(read.config).phase1).toEqual(['aes-256-cbc / sha256 / group14']);
  });
});

describe('a configuration of a product without a reader', () => {
  const texts = {
    openbsd: 'ikev2 "hub" active esp from 10.1.0.0/24 to 10.2.0.0/24 peer 203.0.113.9',
    racoon:
      'remote 203.0.113.9\n{\n exchange_mode main;\n}\nsainfo address 10.1.0.0/24 any address 10.2.0.0/24 any\n{\n}',
  };

  it.each(Object.entries(texts))('of %s is known as one, and no log', (product, text) => {
    expect([unreadProduct(text), isConfigText(text), readConfigText(text)]).toEqual([product, true, null]);
  });

  it('is no log of that product', () => {
    for (const text of [
      '17:12:32 ipsec,error 203.0.113.9 failed to get valid proposal.',
      'racoon: ERROR: remote 203.0.113.9 not found',
      'iked[12]: spi=0x1: ikev2_init_ike_sa: initiating "hub"',
    ])
      expect(isConfigText(text)).toBe(false);
  });
});
