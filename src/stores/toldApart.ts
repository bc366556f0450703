// A pool whose failures are told apart where they happen: what passes by itself is a StoreTrouble, what is wrong with a statement stays what it was.

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Problem } from '../domain/problem.js';
import { StoreTrouble } from '../domain/storeTrouble.js';
import { codeOf } from '../support/errorCode.js';
import type { Outage } from './outage.js';
import { refusalOf } from './postgresRefusal.js';
import { sqlStateOf } from './sqlState.js';

/**
 * Classes of SQLSTATE that say nothing against the statement: connection, rollback of a transaction, resources, locks, an operator's
 * act, the system, and PostgreSQL's own faults. Source: PostgreSQL, Appendix A.
 */
const passingClasses = new Set(['08', '40', '53', '55', '57', '58', 'XX']);
/** A server that became a standby. */
const readOnly = '25006';

export function toldApart(pool: PostgresPool, outage: Outage): PostgresPool {
  return {
    async connect() {
      // Without a connection nothing was asked.
      const client = await pool.connect().catch((error: unknown) => {
        throw troubleOf(error, outage);
      });
      return new Telling(client, outage);
    },
    end: () => pool.end(),
  };
}

/** The same for a statement that is not asked through such a pool. */
export async function tellingApart<T>(outage: Outage, statement: () => Promise<T>): Promise<T> {
  try {
    const result = await statement();
    outage.answers();
    return result;
  } catch (error) {
    throw passes(error) ? troubleOf(error, outage) : error;
  }
}

class Telling implements PostgresPoolClient {
  readonly #client: PostgresPoolClient;
  readonly #outage: Outage;

  constructor(client: PostgresPoolClient, outage: Outage) {
    this.#client = client;
    this.#outage = outage;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    text: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') return this.#client.query(text);
    return tellingApart(this.#outage, () => this.#client.query<R>(text, values));
  }

  release(): void {
    this.#client.release();
  }
}

/** What has no SQLSTATE did not come from the server: the connection broke, or the driver was misused. */
function passes(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return passingClasses.has(state.slice(0, 2)) || state === readOnly;
  return !(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError);
}

/** A store that is lost for this process says so itself. */
function troubleOf(error: unknown, outage: Outage): unknown {
  if (error instanceof Problem) return error;
  return new StoreTrouble(error, isOutage(error) && outage.fails(refusalOf(error)));
}

/** Of those that pass, a rolled back transaction and a lock are met by one statement alone. */
function isOutage(error: unknown): boolean {
  return !/^(40|55)/.test(codeOf(error));
}
