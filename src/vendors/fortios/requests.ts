// Building a request from its template, with every value cut down to what its place may hold, and the last gate before the wire.

import type { Values } from '../https/filledReads.js';
import { type ReadName, reads } from './reads.js';
import type { ReadTemplate } from './readTemplate.js';

/** A request that is ready to be sent, by GET and no other method. */
export interface ReadRequest {
  readonly read: ReadName;
  /** As an engineer finds it in the API: `monitor/vpn/ipsec?tunnel=to-paris`. */
  readonly says: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export function readRequest(read: ReadName, values: Values = {}): ReadRequest {
  const template: ReadTemplate = reads[read];
  const path = fill(template.path, values, (value) => encodeURIComponent(value.replace(/[^\w.-]/g, '')));
  const query = Object.fromEntries(
    Object.entries(template.query ?? {}).map(([field, text]) => [
      field,
      fill(text, values, escapeFor(field)),
    ]),
  );
  return { read, says: saysOf(template, path, query), path, query };
}

/** The list of wanted fields says nothing to a reader. */
function saysOf({ query: written = {} }: ReadTemplate, path: string, query: ReadRequest['query']): string {
  const asked = Object.keys(written).filter((field) => field !== 'format');
  return asked.length === 0 ? path : `${path}?${asked.map((field) => `${field}=${query[field]}`).join('&')}`;
}

/** How the list of what is sent names a request. */
export function nameOf(template: ReadTemplate): string {
  return saysOf(template, template.path, template.query ?? {});
}

function fill(template: string, values: Values, escapeValue: (value: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => escapeValue(String(values[name] ?? '')));
}

function escapeFor(field: string): (value: string) => string {
  // In a filter `,` is "or" and `&` another one; nothing beyond these signs gets in.
  if (field === 'filter') return (value) => value.replace(/[^\w.:@ -]/g, '');
  return (value) => Array.from(value).filter(isPrintable).join('');
}

function isPrintable(sign: string): boolean {
  return sign >= ' ' && sign !== '\u007f';
}

const readPatterns = Object.values(reads).map((template: ReadTemplate) => ({
  path: patternOf(template.path, String.raw`[\w.%-]*`),
  query: Object.entries(template.query ?? {}).map(
    ([field, text]) =>
      [field, patternOf(text, field === 'filter' ? '[\\w.:@ -]*' : '[\\u0020-\\uffff]*')] as const,
  ),
}));

/** The last gate before the wire: path and query must be one of the reads, field by field. */
export function isRead({ path, query }: Pick<ReadRequest, 'path' | 'query'>): boolean {
  const asked = Object.keys(query);
  return readPatterns.some(
    (pattern) =>
      pattern.path.test(path) &&
      pattern.query.length === asked.length &&
      pattern.query.every(([field, fits]) => fits.test(query[field] ?? '\n')),
  );
}

function patternOf(template: string, hole: string): RegExp {
  const source = template
    .split(/\{\w+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(hole);
  return new RegExp(`^${source}$`);
}
