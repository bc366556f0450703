// Lists of named things, read as if they were written as a map of names.

import type { Path, YamlText } from '../support/yamlDocument.js';
import { invalid } from './invalid.js';

/** `devices`, `tunnels`, `teams` and `assistants` may also be lists whose items carry a `name`. */
export function namedLists(
  yaml: YamlText,
  file: string,
): { value: unknown; pathInFile: (path: Path) => Path } {
  const root = yaml.value;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return { value: root ?? {}, pathInFile: (path) => path };
  }
  const order = new Map<string, readonly string[]>();
  const value: Record<string, unknown> = { ...root };
  for (const key of ['devices', 'tunnels', 'teams', 'assistants']) {
    const items = value[key];
    if (items === null) value[key] = {};
    if (!Array.isArray(items)) continue;
    const names = items.map((item: unknown, index) =>
      nameOf(item, { file, line: yaml.lineOf([key, index]), key }),
    );
    const double = names.find((name, index) => names.indexOf(name) !== index);
    if (double !== undefined) {
      throw invalid(
        file,
        yaml.lineOf([key, names.lastIndexOf(double)]),
        `"${double}" stands twice in "${key}"`,
        '',
      );
    }
    order.set(key, names);
    value[key] = Object.fromEntries(
      items.map((item: Record<string, unknown>, index) => {
        const { name: _name, ...rest } = item;
        return [names[index] ?? '', rest];
      }),
    );
  }
  return {
    value,
    pathInFile([first, second, ...rest]) {
      if (first === undefined) return [];
      if (second === undefined) return [first];
      const index = order.get(String(first))?.indexOf(String(second)) ?? -1;
      return index < 0 ? [first, second, ...rest] : [first, index, ...rest];
    },
  };
}

function nameOf(item: unknown, where: { file: string; line: number; key: string }): string {
  const name = (item as { name?: unknown } | null)?.name;
  // As a key it would not be looked at: the schema passes over it.
  if (name === '__proto__')
    throw invalid(where.file, where.line, '"__proto__" cannot be a name', 'Write it in another way.');
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw invalid(where.file, where.line, `an item of "${where.key}" has no name`, 'Give it a `name`.');
}
