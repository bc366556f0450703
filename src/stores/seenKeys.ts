// Payload keys that were acted on: the first replica that writes a key acts, every other one knows that it is done.

import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

export interface SeenKeys {
  /** True for exactly one caller a key, over all replicas. */
  claim(key: string, at: string): Promise<boolean>;
}

export function createSeenKeys(database: Kysely<Tables>): SeenKeys {
  return {
    async claim(key, at) {
      const row = await database
        .insertInto('seen')
        .values({ key, at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
