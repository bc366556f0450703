// The environment of the process: the only place that reads it.

export type Environment = Readonly<Record<string, string | undefined>>;

export function processEnvironment(): Environment {
  return process.env;
}

/** Colors are wanted on a terminal unless NO_COLOR is set to something (no-color.org). */
export function wantsColor(environment: Environment, isTerminal: boolean): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  return isTerminal && environment.TERM !== 'dumb';
}
