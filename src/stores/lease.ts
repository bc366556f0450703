// When a row is free that somebody held until a time, or that waits for one; also when the clock was set back meanwhile.

import { type RawBuilder, sql } from 'kysely';

/** Clocks of replicas may differ by this much; a row that was written later than that after now was written before a clock was set back. */
const mostSkew = '30 seconds';

/** Over the columns `claimed_at` and `claimed_until`; without the first, a clock set back by an hour would make every wait an hour longer. */
export function isFree(now: string): RawBuilder<boolean> {
  return sql<boolean>`(claimed_until is null or claimed_until <= ${now}
    or claimed_at > ${now}::timestamptz + ${sql.lit(mostSkew)}::interval)`;
}
