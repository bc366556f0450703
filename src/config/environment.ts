// The environment of the process: the only place that reads it.

import { Problem } from '../domain/problem.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export function processEnvironment(): Environment {
  return process.env;
}

/** Bits of color that a stream has, by what Node.js knows of terminals: FORCE_COLOR, NO_COLOR, TERM, COLORTERM. */
export type ColorDepth = (environment: Environment) => number;

/**
 * Colors are wanted where the terminal has some. FORCE_COLOR decides for a pipe too; NO_COLOR and FORCE_COLOR count when they are
 * set to something (no-color.org, force-color.org), and FORCE_COLOR is the stronger one.
 */
export function wantsColor(environment: Environment, isTerminal: boolean, depth: ColorDepth): boolean {
  const forced = environment.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((environment.NO_COLOR ?? '') !== '') return false;
  return isTerminal && depth(environment) > 1;
}

const leastWidth = 40;
const mostWidth = 200;
const usualWidth = 120;

/** Columns to write in: those of the terminal, else those that COLUMNS names, within what can be read. */
export function widthOf(environment: Environment, columns: number | undefined): number {
  const named = Number.parseInt(environment.COLUMNS ?? '', 10);
  const width = columns || (named > 0 ? named : usualWidth);
  return Math.max(leastWidth, Math.min(width, mostWidth));
}

/** What makes Node.js or the PostgreSQL client accept any certificate, with what to do instead. */
const unsafe: readonly { readonly name: string; readonly value: string; readonly hint: string }[] = [
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED',
    value: '0',
    hint: 'Unset it, and trust a device by caFile or fingerprint256, or an authority of your own by NODE_EXTRA_CA_CERTS.',
  },
  {
    name: 'PGSSLMODE',
    value: 'no-verify',
    hint: 'Unset it, and write sslmode=verify-full into DATABASE_URL, with sslrootcert for an authority of your own.',
  },
];

/** Every connection checks certificates by itself; this keeps whoever set the variable from believing that it had an effect. @throws Problem */
export function refuseUnsafe(environment: Environment): void {
  const found = unsafe.find(({ name, value }) => environment[name] === value);
  if (found) {
    throw new Problem('environment-unsafe', { name: `${found.name}=${found.value}`, hint: found.hint });
  }
}
