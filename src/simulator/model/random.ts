// Numbers that look random and are the same for the same words.

/** 32-bit FNV-1a with a final mix, so that near words give far numbers. */
export function hash32(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of words.join('\u0000')) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A fraction in [0, 1). */
export function fraction(...words: readonly (string | number)[]): number {
  return hash32(...words) / 0x1_0000_0000;
}

/** Eight lower-case hex digits. */
export function hex32(...words: readonly (string | number)[]): string {
  return hash32(...words)
    .toString(16)
    .padStart(8, '0');
}

/** An SPI that is never in the reserved range 0 to 255 (RFC 4303 section 2.1). */
export function spi(...words: readonly (string | number)[]): number {
  const value = hash32('spi', ...words);
  return value < 256 ? value + 0x1000 : value;
}
