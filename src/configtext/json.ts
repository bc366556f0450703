// What a cloud prints as JSON: objects of it by the keys that they have, whatever stands around them and in whichever letters.

export type Fields = Readonly<Record<string, unknown>>;

/** Null for what is no JSON: a part that was cut out of the middle is none. A key that was taken out left its quotes with it. */
export function jsonIn(lines: readonly string[]): unknown {
  try {
    return JSON.parse(lines.join('\n').replace(/(:\s{0,40})\[removed\]/g, '$1"[removed]"'));
  } catch {
    return null;
  }
}

const deepest = 24;

/** Every object that has the key, the outer ones first. */
export function objectsWith(value: unknown, key: string, depth = 0): readonly Fields[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  const inner = Object.values(value).flatMap((one) => objectsWith(one, key, depth + 1));
  const isOne = !Array.isArray(value) && field(value as Fields, key) !== undefined;
  return isOne ? [value as Fields, ...inner] : inner;
}

/** By its name without regard to capitals: the tools of one cloud differ in them. */
export function field(object: Fields, key: string): unknown {
  const wanted = key.toLowerCase();
  const name = Object.keys(object).find((one) => one.toLowerCase() === wanted);
  return name === undefined ? undefined : object[name];
}

export function textField(object: Fields, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function listField(object: Fields, key: string): readonly unknown[] {
  const value = field(object, key);
  return Array.isArray(value) ? value : [];
}
