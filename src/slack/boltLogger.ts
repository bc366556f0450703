// How Slack's packages log: into our log, never at debug level, because their debug lines carry whole payloads and tokens.

import { LogLevel } from '@slack/bolt';
import type { Logger } from '../support/logger.js';

type Words = readonly unknown[];

export interface BoltLogger {
  debug(...words: Words): void;
  info(...words: Words): void;
  warn(...words: Words): void;
  error(...words: Words): void;
  setLevel(level: LogLevel): void;
  getLevel(): LogLevel;
  setName(name: string): void;
}

export function createBoltLogger(logger: Logger): BoltLogger {
  const said = (words: Words): string => words.map(sentenceOf).join(' ').slice(0, 1000);
  return {
    debug: () => undefined,
    info: (...words) => logger.debug({ from: 'slack' }, said(words)),
    warn: (...words) => logger.warn({ from: 'slack' }, said(words)),
    error: (...words) => logger.error({ from: 'slack' }, said(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** Objects are not printed: they may be payloads. */
function sentenceOf(word: unknown): string {
  if (word instanceof Error) return `${word.name}: ${word.message}`;
  return typeof word === 'object' && word !== null ? '[object]' : String(word);
}
