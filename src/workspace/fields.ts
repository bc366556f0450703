// How values of unknown shape are read: every reader answers a safe default instead of throwing.
import type { Fields } from './model.js';

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function fieldsListOf(value: unknown): Fields[] {
  return listOf(value).filter(isFields);
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** The value when it is already structured, the decoded value when it is a JSON string, `undefined` when neither. */
export function decodeJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** The entry of a table under a word from outside; what every object answers to is none. */
export function entryOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

export function countOf(value: unknown, fallback: number, most: number): number {
  const read = Number(value);
  return Number.isInteger(read) && read > 0 ? Math.min(read, most) : fallback;
}
