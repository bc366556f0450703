// A value as JSON that PostgreSQL takes: what it refuses inside of texts, NUL and halves of characters, becomes U+FFFD.

/** JSON writes both as escapes; a backslash that is itself escaped in front of one makes it plain text. */
const refused = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(refused, '$1\\ufffd');
}
