// Keys of every kind that the forms of secrets may hold, and the form's example with one of them in its place.

import fc from 'fast-check';
import {
  type BlockForm,
  type KeyKind,
  type LineForm,
  lineForms,
  severalLineForms,
} from '../../../../src/domain/secrets/index.js';

export const allForms: readonly (LineForm | BlockForm)[] = [...lineForms, ...severalLineForms];

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';
const hexDigit = fc.constantFrom(...'0123456789abcdef');
const text = (alphabet: string, least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: least, maxLength: most });

/** Always told from prose: it holds letters and digits and is long enough to be looked for. */
const wordKey = fc
  .tuple(
    text(letters, 3, 8),
    text(digits, 2, 4),
    text(`${letters}${digits}!#%+-.:?@_~^*`, 3, 12),
    text(letters, 2, 4),
  )
  .map((parts) => parts.join(''));

const plainWords = [
  'korrekt',
  'Pferd',
  'Batterie',
  'Überfluß',
  'clé',
  'geheim42',
  'horse',
  'Staple',
  'ñandú',
  'x=y9',
  '"Zitat"',
  "don't",
  'a,b;c',
];

export const keysOf: Readonly<Record<KeyKind, fc.Arbitrary<string>>> = {
  word: wordKey,
  phrase: fc
    .tuple(wordKey, fc.array(fc.constantFrom(...plainWords), { minLength: 1, maxLength: 4 }), wordKey)
    .map(([first, middle, last]) => [first, ...middle, last].join(' ')),
  hex: fc
    .string({ unit: hexDigit, minLength: 32, maxLength: 64 })
    .map((one) => one.slice(0, one.length & ~1)),
  'hex-words': fc
    .array(fc.string({ unit: hexDigit, minLength: 8, maxLength: 8 }), { minLength: 4, maxLength: 8 })
    .map((words) => words.join(' ')),
  'hex-bytes': fc
    .array(fc.string({ unit: hexDigit, minLength: 2, maxLength: 2 }), { minLength: 16, maxLength: 16 })
    .map((bytes) => bytes.join(' ').toUpperCase()),
  base64: fc
    .uint8Array({ minLength: 24, maxLength: 48 })
    .map((bytes) => Buffer.from(bytes).toString('base64')),
};

export function planted(form: LineForm | BlockForm, key: string): string {
  return form.example.text.replaceAll('{key}', () => key);
}

/** What of a key must stand nowhere: the whole, and for keys of several words each end. */
export function piecesOf(key: string): readonly string[] {
  const words = key.split(' ').filter((one) => one.length >= 8);
  return [
    key,
    ...(words.length > 1 && !/^[0-9a-f ]+$/i.test(key) ? [words[0] ?? key, words.at(-1) ?? key] : []),
  ];
}
