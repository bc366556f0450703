// The program's own log, on stderr as JSON lines; secrets are taken out by key name and by their shape.

import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

const secretKeys =
  /(^|[_-])(key|api-?key|apikey|psk|secret|password|passwd|pwd|token|authorization|cookie|passphrase|pre-?shared-?key)s?$/i;
const camelSecret = /(Key|Psk|Secret|Password|Token|Authorization|Cookie|Passphrase)s?$/;

/** Shapes of secrets that stand inside other text: Slack tokens, PAN-OS keys in a query, PEM keys, `psk = …`. */
const secretShapes: readonly RegExp[] = [
  /\bx(?:ox[abeprs]|app)-[A-Za-z0-9-]{6,}/g,
  /\bLUFRPT[A-Za-z0-9+/=]{10,}/g,
  /(?<=[?&](?:key|password)=)[^&\s"]+/gi,
  /(?<=\b(?:password|passwd|psk|secret|pre-shared-key|x-pan-key|authorization)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;<]{3,}/gi,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  /(?<=<(?:key|password|pre-shared-key|phash|private-key)>)[^<]+/gi,
];

export function scrubText(text: string): string {
  return secretShapes.reduce((cleaned, shape) => cleaned.replace(shape, '[removed]'), text);
}

/** A copy without secrets; depth and width are bounded, so that a log line stays a line. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value.length > 4000 ? `${value.slice(0, 4000)}…` : value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth >= 5) return '[deep]';
  if (value instanceof Error) {
    return { type: value.name, message: scrubText(value.message), stack: scrubText(value.stack ?? '') };
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([key, item]) => [
        key,
        secretKeys.test(key) || camelSecret.test(key) ? '[removed]' : scrub(item, depth + 1),
      ]),
  );
}

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
          const cleaned = args.map((item) => scrub(item)) as Parameters<typeof method>;
          method.apply(this, cleaned);
        },
      },
    },
    destination,
  );
}
