// The program's own log, on stderr as JSON lines, without secrets.

import { type DestinationStream, type Logger, pino } from 'pino';
import { scrubValue } from '../domain/secrets/index.js';

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
          const cleaned = args.map((item) => scrubValue(item)) as Parameters<typeof method>;
          method.apply(this, cleaned);
        },
      },
    },
    destination,
  );
}
