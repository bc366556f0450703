// Ids that people type.

import { randomInt } from 'node:crypto';

/** `inc-4f7k2x`: short enough to type, without letters that look alike. */
export function shortId(prefix: string): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz';
  const word = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
  return `${prefix}-${word}`;
}
