// What is done to a seed so that it is nearly right: bytes changed, parts cut, doubled, moved between seeds, numbers made extreme.

import fc from 'fast-check';

/** Places are fractions of the length, so that one mutation means the same for every seed and shrinks. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly to: number }
  | { readonly kind: 'cut'; readonly at: number; readonly part: number }
  | { readonly kind: 'double'; readonly at: number; readonly part: number; readonly times: number }
  | { readonly kind: 'put'; readonly at: number; readonly what: string }
  | {
      readonly kind: 'graft';
      readonly at: number;
      readonly seed: number;
      readonly from: number;
      readonly part: number;
    }
  | { readonly kind: 'number'; readonly at: number; readonly to: string };

/** What parsers of these formats trip over. */
const pieces = [
  ...[
    '',
    '\0',
    '\uFEFF',
    '\r',
    '\n\n',
    '\u2028',
    '\u202E',
    '\uD800',
    '\u{1F512}',
    '%',
    '\\',
    '"',
    "'",
    '`',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '__proto__',
    'constructor',
    'toString',
    '- ',
    ': ',
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function',
  ],
  ...[
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    '<![CDATA[',
    ']]>',
    '<a>',
    '</a>',
    '&#0;',
    '&lt;',
    '<?xml version="1.0"?>',
  ],
  ...[
    '--all',
    '--',
    '..',
    '/',
    '::',
    '0.0.0.0/0',
    'fe80::1%eth0',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  'A'.repeat(5000),
  '['.repeat(2000),
];
const numbers = [
  '0',
  '-1',
  '1e309',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  '0.5',
  'NaN',
  '-0',
  '00',
];

const at = fc.double({ min: 0, max: 1, noNaN: true });
const part = fc.double({ min: 0, max: 0.5, noNaN: true });

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at, to: fc.nat(255) }),
    fc.record({ kind: fc.constant('cut' as const), at, part }),
    fc.record({ kind: fc.constant('double' as const), at, part, times: fc.nat(20) }),
    fc.record({
      kind: fc.constant('put' as const),
      at,
      what: fc.oneof(fc.constantFrom(...pieces), fc.string()),
    }),
    fc.record({ kind: fc.constant('graft' as const), at, seed: fc.nat(), from: at, part }),
    fc.record({ kind: fc.constant('number' as const), at, to: fc.constantFrom(...numbers) }),
  ),
  { minLength: 1, maxLength: 8 },
);

/** Longer inputs say nothing new and take the time of many. */
const mostBytes = 200_000;

export function mutated(seed: Buffer, list: readonly Mutation[], seeds: readonly Buffer[]): Buffer {
  return list.reduce((bytes, one) => mutate(bytes, one, seeds).subarray(0, mostBytes), seed);
}

function mutate(bytes: Buffer, one: Mutation, seeds: readonly Buffer[]): Buffer {
  const place = Math.floor(one.at * bytes.length);
  const [before, behind] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (one.kind) {
    case 'flip':
      return Buffer.concat([before, Buffer.from([one.to]), behind.subarray(1)]);
    case 'cut':
      return Buffer.concat([before, behind.subarray(Math.ceil(one.part * bytes.length))]);
    case 'double': {
      const piece = behind.subarray(0, Math.ceil(one.part * bytes.length));
      return Buffer.concat([before, ...Array.from({ length: one.times }, () => piece), behind]);
    }
    case 'put':
      return Buffer.concat([before, Buffer.from(one.what), behind]);
    case 'graft': {
      const other = seeds[one.seed % seeds.length] ?? bytes;
      const from = Math.floor(one.from * other.length);
      return Buffer.concat([before, other.subarray(from, from + Math.ceil(one.part * other.length)), behind]);
    }
    case 'number':
      return withNumber(bytes, one.at, one.to);
  }
}

/** Latin-1 keeps every byte as it is. */
function withNumber(bytes: Buffer, where: number, to: string): Buffer {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\d+/g)];
  const chosen = found[Math.min(found.length - 1, Math.floor(where * found.length))];
  if (!chosen) return bytes;
  return Buffer.from(
    text.slice(0, chosen.index) + to + text.slice(chosen.index + chosen[0].length),
    'latin1',
  );
}
