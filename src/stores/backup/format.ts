// How a backup is written: lines of JSON, those about the backup as arrays, rows as objects; the last line counts what is in it.

import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Only a change that an older reader would misread makes it larger. */
export const formatNumber = 1;

const counted = z.record(z.string(), z.object({ rows: z.int().min(0), digest: z.string() }));
/** By the name of the table. */
export type Counted = z.output<typeof counted>;

const header = z.object({
  format: z.int(),
  at: z.iso.datetime(),
  version: z.string().max(100),
  engine: z.enum(['pglite', 'postgresql']),
  steps: z.array(z.object({ id: z.string(), checksum: z.string() })).readonly(),
});
export type Header = z.output<typeof header>;

export type Line =
  | ({ readonly kind: 'header' } & Header)
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'end'; readonly tables: Counted };

const first = 'tunnelmedic-backup';

export function writeLine({ kind, ...rest }: Line): string {
  const name = kind === 'header' ? first : kind;
  return `${JSON.stringify([name, rest])}\n`;
}

const line = z.union([
  z.tuple([z.literal(first), header]).transform(([, rest]): Line => ({ kind: 'header', ...rest })),
  z
    .tuple([z.literal('table'), z.object({ table: z.string().regex(/^[a-z_]+$/) })])
    .transform(([, rest]): Line => ({ kind: 'table', ...rest })),
  z
    .tuple([z.literal('end'), z.object({ tables: counted })])
    .transform(([, rest]): Line => ({ kind: 'end', ...rest })),
]);

/** Rows come back as they are. @returns null for what is neither. */
export function readLine(text: string): Line | { readonly kind: 'row'; readonly row: string } | null {
  if (text.startsWith('{')) return { kind: 'row', row: text };
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Rows counted and weighed, whatever their order: no table has the same row twice, so that none can take another one out of the sum. */
export class Tally {
  readonly #tables = new Map<string, { rows: number; readonly sum: Buffer }>();
  #current = { rows: 0, sum: Buffer.alloc(32) };

  begin(table: string): void {
    this.#current = { rows: 0, sum: Buffer.alloc(32) };
    this.#tables.set(table, this.#current);
  }

  add(row: string): void {
    const { sum } = this.#current;
    const digest = createHash('sha256').update(row).digest();
    for (let at = 0; at < sum.length; at += 4)
      sum.writeInt32LE(sum.readInt32LE(at) ^ digest.readInt32LE(at), at);
    this.#current.rows += 1;
  }

  counted(): Counted {
    return Object.fromEntries(
      [...this.#tables].map(([table, { rows, sum }]) => [table, { rows, digest: sum.toString('hex') }]),
    );
  }
}

/** What the two differ in; null when nothing. */
export function difference(said: Counted, found: Counted): string | null {
  for (const table of new Set([...Object.keys(said), ...Object.keys(found)])) {
    const [one, other] = [said[table], found[table]];
    if (one === undefined || other === undefined || one.rows !== other.rows)
      return `${table} should have ${one?.rows ?? 0} rows and has ${other?.rows ?? 0}`;
    if (one.digest !== other.digest) return `rows of ${table} are not what was written`;
  }
  return null;
}
