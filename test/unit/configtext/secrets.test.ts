import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConfigText, readConfigText } from '../../../src/configtext/read.js';
import { scrub } from '../../../src/domain/secrets/index.js';
import { keysOf } from '../domain/secrets/plantedKeys.js';
import { neutral } from './neutral.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/config/${name}`, import.meta.url), 'utf8');

/** A line of the fixture, and the ways in which its product writes a key there; `KEY` is one word. */
const places: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'fortios.conf',
    '        set psksecret ENC [removed]',
    [
      '        set psksecret ENC KEY',
      '        set psksecret "KEY"',
      '        set psksecret KEY',
      '        set psksecret ENC [removed]\n        set psksecret-remote ENC KEY',
      '        set psksecret ENC [removed]\n        set authpasswd ENC KEY',
      '        set psksecret ENC [removed]\n        set ppk-secret ENC KEY',
      '        set psksecret ENC [removed]\n        set group-authentication-secret ENC KEY',
    ],
  ],
  [
    'asa.conf',
    ' ikev1 pre-shared-key [removed]',
    [' ikev1 pre-shared-key KEY', ' ikev1 pre-shared-key 8 KEY'],
  ],
  [
    'asa.conf',
    ' ikev2 remote-authentication pre-shared-key [removed]',
    [' ikev2 remote-authentication pre-shared-key KEY', ' ikev2 remote-authentication pre-shared-key 8 KEY'],
  ],
  [
    'ios.conf',
    'crypto isakmp key [removed] address 198.51.100.77',
    ['crypto isakmp key KEY address 198.51.100.77', 'crypto isakmp key 6 KEY address 198.51.100.77 no-xauth'],
  ],
  [
    'ios.conf',
    '  pre-shared-key [removed]',
    ['  pre-shared-key KEY', '  pre-shared-key local 6 KEY', '  pre-shared-key remote 0 KEY'],
  ],
  [
    'panos-set.conf',
    ' pre-shared-key key [removed]',
    [' pre-shared-key key KEY', ' pre-shared-key key "KEY"'],
  ],
  [
    'libreswan.conf',
    '203.0.113.20 192.0.2.10 : PSK "[removed]"',
    [
      '203.0.113.20 192.0.2.10 : PSK "KEY"',
      '@lyon.example @paris.example : PSK "KEY"',
      ': PSK "KEY"',
      '192.0.2.10 : PSK 0xKEY',
    ],
  ],
  ['panos.xml', '<key>[removed]</key>', ['<key>KEY</key>', '<key>-AQ==KEY</key>']],
  ['swanctl.conf', 'secret = [removed]', ['secret = KEY', 'secret = "KEY"', 'secret=KEY']],
  ['junos-set.conf', 'ascii-text "[removed]"', ['ascii-text "$9$KEY"', 'ascii-text KEY', 'hexadecimal KEY']],
  [
    'vyos-set.conf',
    'psk acme secret [removed]',
    ["psk acme secret 'KEY'", 'psk acme secret KEY', 'psk acme secret "KEY"'],
  ],
  [
    'vyos-braces.conf',
    'pre-shared-secret [removed]',
    ['pre-shared-secret KEY', 'pre-shared-secret "KEY"', "pre-shared-secret 'KEY'"],
  ],
  [
    'mikrotik.rsc',
    'secret=[removed]',
    ['secret=KEY', 'secret="KEY"', 'secret=\\\n    KEY', 'secret=\\\n    "KEY"', 'secret="KEY\\\n    KEY"'],
  ],
  [
    'pfsense.xml',
    '<pre-shared-key>[removed]</pre-shared-key>',
    [
      '<pre-shared-key>KEY</pre-shared-key>',
      '<pre-shared-key><![CDATA[KEY]]></pre-shared-key>',
      '<pre-shared-key>\n  KEY\n</pre-shared-key>',
    ],
  ],
  ['opnsense.xml', '<Key>[removed]</Key>', ['<Key>KEY</Key>', '<Key><![CDATA[KEY]]></Key>']],
  [
    'opnsense-phases.xml',
    '<pre-shared-key>[removed]</pre-shared-key>',
    ['<pre-shared-key>KEY</pre-shared-key>'],
  ],
  ['aws.json', '"PreSharedKey": "[removed]"', ['"PreSharedKey": "KEY"']],
  ['azure.json', '"sharedKey": "[removed]"', ['"sharedKey": "KEY"', '"SharedKey": "KEY"']],
  ['junos-braces.conf', 'ascii-text "[removed]"', ['ascii-text "$9$KEY"', 'hexadecimal KEY']],
];

/** It stands inside of another line, so nothing of XML may be in it. */
const key = keysOf.word.filter((word) => !/[<>&"']/.test(word));

/** Most texts are the same once their keys are gone. */
const readOnce = new Map<string, ReturnType<typeof read>>();

function read(text: string) {
  return readConfigText(text)?.tunnels.map(({ config }) => neutral(config));
}

function told(text: string): ReturnType<typeof read> {
  const found = readOnce.has(text) ? readOnce.get(text) : read(text);
  readOnce.set(text, found);
  return found;
}

describe('a key in a configuration', () => {
  it.each(places)(
    'of %s is gone before anything is read, and all else is read as before',
    (name, line, ways) => {
      const text = fixture(name);
      expect(text).toContain(line);
      const before = told(text);
      fc.assert(
        fc.property(key, fc.constantFrom(...ways), (planted, way) => {
          const clean = scrub(text.replace(line, () => way.replaceAll('KEY', () => planted))).text;
          expect(clean).not.toContain(planted);
          expect(told(clean)).toEqual(before);
        }),
        { numRuns: 60 },
      );
    },
  );
});

const recordings = new URL('../../fixtures/strongswan/recordings/', import.meta.url);

describe('what a daemon prints', () => {
  it('is told from its configuration', () => {
    for (const name of readdirSync(recordings)) {
      const files = readdirSync(new URL(`${name}/`, recordings));
      for (const file of files) {
        const text = () => readFileSync(new URL(`${name}/${file}`, recordings), 'utf8');
        if (file.endsWith('.log'))
          expect({ name, file, config: isConfigText(text()) }).toEqual({ name, file, config: false });
        if (file.endsWith('.swanctl.conf'))
          expect(readConfigText(scrub(text()).text)?.tunnels.length, `${name}/${file}`).toBeGreaterThan(0);
      }
    }
  });
});
