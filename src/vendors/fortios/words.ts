// Reading what JSON of a FortiGate holds: rows, texts and numbers, which it writes now as numbers and now as text.

export type Row = Readonly<Record<string, unknown>>;

export function row(value: unknown): Row | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
}

/** The objects of a list; null for what is no list. */
export function rows(value: unknown): readonly Row[] | null {
  return Array.isArray(value) ? value.map(row).filter((one) => one !== null) : null;
}

/** Trimmed; null for what is not there, is empty or is no plain value. */
export function text(of: Row, name: string): string | null {
  const value = of[name];
  const printed = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof printed === 'string' && printed.trim() !== '' ? printed.trim() : null;
}

export function wholeNumber(of: Row, name: string): number | null {
  const printed = text(of, name);
  return printed !== null && /^-?\d{1,15}$/.test(printed) ? Number(printed) : null;
}

/** Exact beyond 2^53: the reader of replies leaves such numbers as text. */
export function bigNumber(of: Row, name: string): bigint | null {
  const printed = text(of, name);
  return printed !== null && /^\d{1,30}$/.test(printed) ? BigInt(printed) : null;
}

/** `enable` and `disable`, 1 and 0, true and false. */
export function truth(of: Row, name: string): boolean | null {
  const printed = text(of, name)?.toLowerCase();
  if (printed === 'enable' || printed === '1' || printed === 'true' || printed === 'up') return true;
  if (printed === 'disable' || printed === '0' || printed === 'false' || printed === 'down') return false;
  return null;
}
