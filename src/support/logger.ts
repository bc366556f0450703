// The program's own log, on stderr as JSON lines, without secrets.

import { type DestinationStream, type Logger, pino } from 'pino';
import { scrubValue } from '../domain/secrets/index.js';
import { StoreTrouble } from '../domain/storeTrouble.js';

export type { Logger };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** @param destination where lines go; the command line keeps stdout for answers, so the default is stderr. */
export function createLogger(level: LogLevel, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: {
        logMethod(args, method) {
          if (isToldAlready(args[0])) return;
          const cleaned = args.map((item) => scrubValue(item)) as Parameters<typeof method>;
          method.apply(this, cleaned);
        },
      },
    },
    destination,
  );
}

/** A line that says only that an outage of the database goes on. */
function isToldAlready(what: unknown): boolean {
  if (typeof what !== 'object' || what === null || !('error' in what)) return false;
  for (let error = what.error; error instanceof Error; error = error.cause)
    if (error instanceof StoreTrouble) return error.isTold;
  return false;
}
