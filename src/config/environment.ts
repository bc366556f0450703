// The environment of the process: the only place that reads it.

import { Problem } from '../domain/problem.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export function processEnvironment(): Environment {
  return process.env;
}

/** Colors are wanted on a terminal unless NO_COLOR is set to something (no-color.org). */
export function wantsColor(environment: Environment, isTerminal: boolean): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  return isTerminal && environment.TERM !== 'dumb';
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
