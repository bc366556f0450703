// The filter language of the log viewer: conditions, and / or, parentheses.

export type Row = Readonly<Record<string, string>>;
export type Predicate = (row: Row) => boolean;

const OPERATORS: Record<string, (value: string, wanted: string) => boolean> = {
  eq: (value, wanted) => value === wanted,
  neq: (value, wanted) => value !== wanted,
  contains: (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  geq: (value, wanted) => value >= wanted,
  leq: (value, wanted) => value <= wanted,
};

const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'];
const FIELDS = new Set([
  'subtype',
  'receive_time',
  'time_generated',
  'object',
  'eventid',
  'severity',
  'opaque',
  'serial',
  'device_name',
  'module',
  'admin',
  'cmd',
  'path',
]);

function tokenize(query: string): string[] | undefined {
  const tokens = query.match(/\(|\)|'[^']*'|"[^"]*"|[^\s()]+/g) ?? [];
  return tokens.join('').length === query.replace(/\s+(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/g, '').length
    ? tokens
    : undefined;
}

/** A predicate over rows; undefined when the query is not understood. An empty query takes every row. */
export function parseQuery(query: string): Predicate | undefined {
  if (query.trim() === '') return () => true;
  const tokens = tokenize(query);
  if (tokens === undefined) return undefined;
  let at = 0;
  let broken = false;
  const fail = (): Predicate => {
    broken = true;
    return () => false;
  };
  const take = (): string => tokens[at++] ?? '';

  const any = (): Predicate => {
    const parts = [all()];
    while (tokens[at] === 'or') {
      at += 1;
      parts.push(all());
    }
    return (row) => parts.some((part) => part(row));
  };
  const all = (): Predicate => {
    const parts = [one()];
    while (tokens[at] === 'and') {
      at += 1;
      parts.push(one());
    }
    return (row) => parts.every((part) => part(row));
  };
  const one = (): Predicate => {
    if (tokens[at] !== '(') return condition();
    at += 1;
    const inner = any();
    return take() === ')' ? inner : fail();
  };
  const condition = (): Predicate => {
    const [field, operator, quoted] = [take(), take(), take()];
    const compare = OPERATORS[operator];
    if (!FIELDS.has(field) || compare === undefined || quoted === '' || quoted === ')') return fail();
    const wanted = quoted.replace(/^['"]|['"]$/g, '');
    if (field === 'severity' && (operator === 'geq' || operator === 'leq')) {
      const rank = (name: string) => SEVERITIES.indexOf(name);
      return (row) =>
        operator === 'geq'
          ? rank(row.severity ?? '') >= rank(wanted)
          : rank(row.severity ?? '') <= rank(wanted);
    }
    return (row) => compare(row[field] ?? '', wanted);
  };

  const predicate = any();
  return broken || at !== tokens.length ? undefined : predicate;
}
