// What makes a line quick to read changes nothing of what is found in it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '../../../../src/domain/secrets/fold.js';
import { lineForms, scrub } from '../../../../src/domain/secrets/index.js';
import { readLine } from '../../../../src/domain/secrets/line.js';
import { englishName, otherName } from '../../../../src/domain/secrets/names.js';
import { allForms, keysOf, planted } from './plantedKeys.js';

const names =
  'PSK psks pskey ppk-secret Pre-Shared-Key preshare shared_secret Secret secret-access-key passwords authpasswd passphrase pass pwd pw key-string private-key ApiKey xauth-secret ikepsk x-pan-key _token Token phash Authorization skeyid_d sk_ai keymat Kennwörter KENNWORT Passwort gemeinsamer·Schlüssel Schlu\u0308ssel CLÉ·PARTAGÉE mot·de·passe contraseña senha wachtwoord hasło ПАРОЛЬ 事前共有鍵 密码 \u017fecret to\u212aen'
    .split(' ')
    .map((name) => name.replaceAll('·', ' '));
const between = [
  ' ',
  ': ',
  '=',
  '="',
  ' is ',
  ' lautet ',
  " '",
  ' „',
  ' => ',
  ' → ',
  ' - ',
  ' key ',
  ' (hub): ',
];
const pieces = [
  ...['- ', '1. ', '# ', 'set ', '--', ' --', '<', '>', '<key>', '</key>', '| ', ' | ', '{"', '","value":"'],
  ...[
    'the ',
    'Der ',
    'name: ',
    '\t',
    ', ',
    '.',
    'é',
    '😀',
    'Zq7x9ab',
    'mismatch',
    '192.0.2.1',
    '"',
    '`',
    'ſ',
  ],
];
const line = fc
  .array(fc.constantFrom(...names, ...between, ...pieces), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.join(''));

it('letters are folded as expressions with the flags `iu` take them for the same', () => {
  // No letter with two cases stands behind these.
  const letters = Array.from({ length: 0x2_0000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const text = letters.join('');
  const folded = fold(text);
  expect(folded).toHaveLength(text.length);
  const literal = [...new Set(fold(`${englishName}${otherName}`).match(/\p{L}/gu))];
  for (const one of ['\\p{L}', '\\p{N}', '\\w', '\\s', '\\d', ...literal]) {
    const places = (flags: string, where: string) =>
      [...where.matchAll(new RegExp(one, flags))].map(({ index }) => index);
    expect([one, places('gu', folded)]).toEqual([one, places('giu', text)]);
  }
});

it('a name is found where one expression for all languages finds it', () => {
  const whole = new RegExp(`${englishName}|${otherName}`, 'iu');
  fc.assert(
    fc.property(line, (text) => {
      const read = readLine(text);
      expect(read.first).toBe(text.search(whole));
      expect(read.names === 'none').toBe(read.first < 0);
    }),
    { numRuns: 1000 },
  );
});

it('what a form needs is a part of whatever it matches', () => {
  const examples = fc
    .constantFrom(...allForms)
    .chain((form) => keysOf[form.example.keys].map((key) => planted(form, key)))
    .map((text) => text.split('\n')[0] ?? '');
  fc.assert(
    fc.property(fc.oneof(line, examples), (text) => {
      const read = readLine(text);
      for (const { id, needs, before } of lineForms) {
        if (needs === undefined) continue;
        const looked = before instanceof RegExp ? text : read.folded;
        for (const found of looked.matchAll(before instanceof RegExp ? before : before(read.names))) {
          needs.lastIndex = found.index;
          expect([id, text, needs.test(looked)]).toEqual([id, text, true]);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

it('a secret that goes may take its name along: what marks it otherwise is still looked for', () => {
  expect(scrub(": RSA \"two words9 more \\secret9x: 'Zq7x' of the tunnel").text).toBe(': RSA [removed]');
});
