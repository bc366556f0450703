// Amounts as people read them: sizes with their unit, counts with their thousands apart.

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** `1.4 MB`; exact up to 999 bytes, three digits above. */
export function sizeText(bytes: bigint | number): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `4,933,113`: packets are compared by their last digits, so none is left out. @param count whole. */
export function countText(count: bigint | number): string {
  // Not by a locale: loading its tables takes a process some milliseconds.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
