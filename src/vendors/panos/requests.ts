// Building a request from its template, with every value escaped for its field, and the last gate before the wire.

import { type Form, keygen, type ReadName, type RequestTemplate, reads } from './reads.js';

/** Here nothing is escaped: the fields hold exactly what was typed. */
export function keygenForm(user: string, password: string): Form {
  return { ...keygen.form, user, password };
}

/** A request that is ready to be sent. */
export interface ReadRequest {
  readonly read: ReadName;
  readonly says: string;
  readonly form: Form;
}

/** Builds a read. Values are escaped for the field they go into; a value that cannot be escaped safely is cut down to what can. */
export function readRequest(
  read: ReadName,
  values: Readonly<Record<string, string | number>> = {},
): ReadRequest {
  const template: RequestTemplate = reads[read];
  const form = Object.fromEntries(
    Object.entries(template.form).map(([field, value]) => [field, fill(value, values, escapeFor(field))]),
  );
  return { read, says: fill(template.says, values, (value) => value), form };
}

function fill(
  template: string,
  values: Readonly<Record<string, string | number>>,
  escapeValue: (value: string) => string,
): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => escapeValue(String(values[name] ?? '')));
}

function escapeFor(field: string): (value: string) => string {
  if (field === 'cmd') return escapeXml;
  // The filter language has no documented escape for a quote inside a quoted text, so nothing beyond these signs gets in.
  if (field === 'query') return (value) => value.replace(/[^\w.:/@ -]/g, '');
  return (value) => value.replace(/[^\w.-]/g, '');
}

/** Names may hold `&` and `<`; unescaped they would be a way to inject commands. Control characters are not XML at all. */
function escapeXml(value: string): string {
  return Array.from(value)
    .filter((sign) => sign >= ' ')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

const readPatterns = Object.values(reads).map((template: RequestTemplate) =>
  Object.entries(template.form).map(([field, value]) => [field, patternOf(field, value)] as const),
);

/** The last gate before the wire: the form must be one of the reads, field by field. */
export function isRead(form: Form): boolean {
  const fields = Object.keys(form);
  return readPatterns.some(
    (pattern) =>
      pattern.length === fields.length && pattern.every(([field, fits]) => fits.test(form[field] ?? '\n')),
  );
}

function patternOf(field: string, value: string): RegExp {
  const hole = field === 'cmd' ? '[^<>]*' : "[^'<>]*";
  const source = value
    .split(/\{\w+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(hole);
  return new RegExp(`^${source}$`);
}
