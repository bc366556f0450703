// Tables of the configuration as FortiOS's `cmdb` tree gives them: filtered, cut to fields, paged.

/** One object: fields by their name in the configuration; lists of names are objects with `name`. */
export type Entry = Readonly<Record<string, unknown>>;

/** `[{"q_origin_key":"lan","name":"lan"}]`. */
export function namesOf(...names: readonly string[]): Entry[] {
  return names.map((name) => ({ q_origin_key: name, name }));
}

type Test = (entry: Entry) => boolean;

const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  '==': (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  '!=': (value, wanted) => value.toLowerCase() !== wanted.toLowerCase(),
  '=@': (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  '!@': (value, wanted) => !value.toLowerCase().includes(wanted.toLowerCase()),
  '>=': (value, wanted) => Number(value) >= Number(wanted),
  '<=': (value, wanted) => Number(value) <= Number(wanted),
  '>': (value, wanted) => Number(value) > Number(wanted),
  '<': (value, wanted) => Number(value) < Number(wanted),
};

/**
 * `filter=` as documented: a comma is "or", a second `filter` is "and". Undefined when one is not understood.
 */
export function readFilters(filters: readonly string[]): Test | undefined {
  const all = filters.flatMap((text) => (text === '' ? [] : [text.split(',').map(condition)]));
  if (all.some((some) => some.includes(undefined))) return undefined;
  return (entry) => all.every((some) => some.some((test) => test?.(entry)));
}

function condition(text: string): Test | undefined {
  const [, field, operator = '', wanted = ''] = /^([\w-]+)(==|!=|=@|!@|>=|<=|>|<)(.*)$/.exec(text) ?? [];
  const compare = OPERATORS[operator];
  if (field === undefined || compare === undefined) return undefined;
  return (entry) => compare(String(entry[field] ?? ''), wanted);
}

/** Only the fields that `format` names, and the key of the object. */
export function cut(entry: Entry, format: string | null): Entry {
  if (format === null || format === '') return entry;
  const wanted = new Set(['q_origin_key', ...format.split('|')]);
  return Object.fromEntries(Object.entries(entry).filter(([name]) => wanted.has(name)));
}

export function page<T>(rows: readonly T[], parameters: URLSearchParams, count = 'count'): readonly T[] {
  const start = Number(parameters.get('start') ?? 0);
  const wanted = parameters.get(count);
  return wanted === null ? rows.slice(start) : rows.slice(start, start + Number(wanted));
}
