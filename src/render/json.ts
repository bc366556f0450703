// A report's machine form as text: one value, indented, with a line end; exact beyond 2^53.

import type { Report } from '../domain/report.js';

export function renderJson(report: Pick<Report, 'json'>): string {
  return `${JSON.stringify(report.json, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`;
}
