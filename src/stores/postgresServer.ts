// PostgreSQL by its address: asked once before it is used, within a bounded time, and every refusal as a sentence without the password.

import { Socket } from 'node:net';
import pg from 'pg';
import { checkedConnection } from './checkedConnection.js';
import { applicationName, holdShared } from './inUse.js';
import type { Parsers } from './pgliteFolder.js';
import { refusalOf, unusable } from './postgresRefusal.js';

const timestamptz = 1184;
const int8 = 20;
const connectMs = 5_000;
/** The driver counts the wait for a connection that others use, too: when sweeps of many firewalls end at once on a busy machine, they stand in line. */
const waitMs = 30_000;

export interface PostgresSettings {
  readonly url: string;
  /** The address as it is now, asked for each new connection: its password may have been replaced. */
  readonly renewed?: () => Promise<string | null>;
}

/**
 * @param alone whether this is who wants to be the only one: then its connections do not say that they use it.
 * @throws Problem `store-unusable` when it cannot be asked.
 */
export async function openPostgres(
  { url, renewed }: PostgresSettings,
  parsers: Parsers,
  alone: boolean,
): Promise<Record<'pool' | 'urgent', pg.Pool>> {
  requirePostgres(url);
  const types = new pg.TypeOverrides();
  types.setTypeParser(timestamptz, parsers.timestamptz);
  types.setTypeParser(int8, parsers.int8);
  const checked = checkedConnection(url);
  const settings = {
    ...checked,
    ...(renewed && typeof checked.password === 'string'
      ? { password: () => passwordOf(renewed, checked.password as string) }
      : {}),
    connectionTimeoutMillis: connectMs,
    types,
    application_name: checked.application_name ?? applicationName,
    // What the address itself asks for (a schema, a role) stays.
    options: [checked.options, '-c timezone=UTC'].filter((one) => one).join(' '),
    stream: () => new GuardedSocket(),
  };
  await tryOnce(settings);
  const poolOf = (max: number, connectionTimeoutMillis: number): pg.Pool => {
    const pool = new pg.Pool({
      ...settings,
      max,
      connectionTimeoutMillis,
      // Waited for, before what the connection was opened for.
      ...(alone ? {} : { onConnect: (client: pg.ClientBase) => client.query(holdShared) }),
    });
    // An idle connection that breaks is replaced by the pool; without a listener the event would end the process.
    pool.on('error', () => undefined);
    // The pool listens only while a connection is idle: one that breaks between two statements of a transaction would end the process, too.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
  return { pool: poolOf(8, waitMs), urgent: poolOf(1, connectMs) };
}

/** Of the newest address; the one before where that cannot be read. */
async function passwordOf(renewed: () => Promise<string | null>, before: string): Promise<string> {
  try {
    const { password } = checkedConnection((await renewed()) ?? '');
    return typeof password === 'string' ? password : before;
  } catch {
    return before;
  }
}

function requirePostgres(url: string): void {
  // The driver understands an empty host, which a URL may not have: then it takes the parameter, or PGHOST.
  const readable = url.replace('@/', '@none/');
  if (!URL.canParse(readable))
    throw unusable(
      'its address cannot be read (signs like @ : / # in a password are written as %40 %3A %2F %23)',
    );
  const { protocol: scheme, host } = new URL(readable);
  if (scheme !== 'postgres:' && scheme !== 'postgresql:')
    throw unusable(`its address begins with ${scheme}, not with postgres:`);
  if (host === '') throw unusable('its address names no host');
}

/**
 * The driver throws out of its reader for a message that it does not know, where nobody could catch it: such a server loses
 * the connection, and the process lives.
 */
class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...values);
    try {
      return super.emit(event, ...values);
    } catch {
      this.destroy(new Error('an unknown message'));
      return true;
    }
  }
}

/** A client of its own, whose connection is cut when it fails: one that broke while it signed in is never closed by the driver. */
async function tryOnce(settings: pg.ClientConfig): Promise<void> {
  let client: pg.Client | null = null;
  try {
    client = new pg.Client({ ...settings, query_timeout: connectMs });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('select 1');
    await client.end();
  } catch (error) {
    cut(client);
    throw unusable(refusalOf(error));
  }
}

/** The driver's types do not show its socket. */
function cut(client: pg.Client | null): void {
  const { connection } = (client ?? {}) as { connection?: { stream?: { destroy?: () => void } } };
  connection?.stream?.destroy?.();
}
