// From what a schema found in a YAML file to sentences with line, what is wrong there, and "did you mean".

import type * as z from 'zod';
import { keysAt, wordsAt } from './schemaWords.js';
import { closeMatches } from './textDistance.js';
import type { Path, YamlText, YamlTrouble } from './yamlDocument.js';

type Issue = z.core.$ZodIssue;

export interface SchemaTroubleContext {
  readonly yaml: YamlText;
  readonly schema: z.ZodType;
  /** What was checked; the file's own value unless somebody rearranged it. */
  readonly value?: unknown;
  /** From the path in what was checked to the path in the file. */
  readonly pathInFile?: (path: Path) => Path;
  /** What a key of such a file is called: "setting". */
  readonly noun: string;
  /** Said where nothing better is known. */
  readonly hint: string;
}

/** The file as the schema reads it, or at least one trouble: misspelled keys first, because each also makes the right one missing. */
export function readBySchema<Schema extends z.ZodType>(
  context: SchemaTroubleContext & { readonly schema: Schema },
):
  | { readonly ok: true; readonly data: z.output<Schema> }
  | { readonly ok: false; readonly troubles: readonly YamlTrouble[] } {
  const { yaml, schema } = context;
  const isOwn = 'value' in context;
  const value = isOwn ? context.value : yaml.value;
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, data: read.data };
  const isUnknownKey = ({ code }: Issue) => code === 'unrecognized_keys';
  const { issues } = read.error;
  const troubles = [issues.filter(isUnknownKey), issues.filter((issue) => !isUnknownKey(issue))]
    .map((some) => some.flatMap((issue) => troublesOf(issue, issue.path, { ...context, value })))
    .flatMap((some) => some.sort((a, b) => a.line - b.line));
  return { ok: false, troubles };
}

function troublesOf(issue: Issue, path: Path, context: SchemaTroubleContext): YamlTrouble[] {
  const { yaml, noun, value, schema, pathInFile = (given: Path) => given } = context;
  const line = yaml.lineOf(pathInFile(path));
  const where = path.length === 0 ? 'the file' : `"${pathText(path)}"`;
  const given = valueAt(value, path);
  const told = (says: string, hint = context.hint): YamlTrouble[] => [{ line, says, hint }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path, value);
      const here = path.length === 0 ? 'of this file' : `of "${pathText(path)}"`;
      return issue.keys.map((key) => ({
        line: yaml.lineOf(pathInFile([...path, key])),
        says: `"${key}" is not a ${noun} ${here}`,
        hint: didYouMean(key, known, `${capital(noun)}s here are: ${some(known)}.`),
      }));
    }
    case 'invalid_type':
      if (given === undefined) return told(`${where} is missing`);
      if (issue.message.startsWith('must')) return told(`${where} ${issue.message}`);
      return told(`${where} must be ${typeName(issue.expected)}, not ${kindOf(given)}`);
    case 'invalid_value': {
      const words = issue.values.map(String);
      if (given === undefined) return told(`${where} is missing`, `It is ${some(words, ' or ')}.`);
      return told(`${where} must be ${some(words, ' or ')}`, didYouMean(String(given), words, context.hint));
    }
    case 'invalid_key': {
      const [reason] = issue.issues;
      return told(`the name ${where} ${reason ? plainMessage(reason) : 'cannot be used'}`);
    }
    case 'invalid_union':
      return unionTroubles(issue, path, context, told);
    default:
      return told(`${where} ${plainMessage(issue)}`);
  }
}

function unionTroubles(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  context: SchemaTroubleContext,
  told: (says: string, hint?: string) => YamlTrouble[],
): YamlTrouble[] {
  const where = path.length === 0 ? 'the file' : `"${pathText(path)}"`;
  if ('discriminator' in issue && issue.discriminator) {
    const word = issue.discriminator;
    const known = wordsAt(context.schema, path, context.value);
    const typed = valueAt(context.value, path);
    const all = `${capital(word)}s are: ${some(known)}.`;
    if (typed === undefined) return told(`${where} is missing`, all);
    const owner = pathText(path.slice(0, -1));
    return told(
      `"${String(typed)}" is not a ${word} that "${owner}" can have`,
      didYouMean(String(typed), known, all),
    );
  }
  if (issue.message.startsWith('must')) return told(`${where} ${issue.message}`);
  // The alternative that fits the kind of the value says what is wrong inside; when none does, the kinds are what is wanted.
  const fitting = issue.errors.find((issues) => issues.every((one) => one.path.length > 0));
  if (fitting) return fitting.flatMap((one) => troublesOf(one, [...path, ...one.path], context));
  const wanted = issue.errors.flatMap((issues) => issues.flatMap(wantedBy));
  const given = kindOf(valueAt(context.value, path));
  return told(
    wanted.length > 0
      ? `${where} must be ${[...new Set(wanted)].join(' or ')}, not ${given}`
      : `${where} cannot be used`,
  );
}

function wantedBy(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [typeName(issue.expected)];
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

function didYouMean(typed: string, known: readonly string[], otherwise: string): string {
  const [close] = closeMatches(typed, known, 1);
  return close === undefined ? otherwise : `Did you mean "${close}"?`;
}

const mostWords = 20;
function some(words: readonly string[], between = ', '): string {
  const shown = words.slice(0, mostWords).join(between);
  return words.length > mostWords ? `${shown}${between}…` : shown;
}

function plainMessage(issue: Issue): string {
  if (issue.code === 'custom' || issue.message.startsWith('must')) return issue.message;
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return 'must not be empty';
    return `must ${issue.origin === 'array' ? 'hold' : 'be'} at least ${issue.minimum}`;
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`;
    return `must ${issue.origin === 'array' ? 'hold' : 'be'} at most ${issue.maximum}`;
  }
  return `cannot be used: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, step) => (current as Record<PropertyKey, unknown> | null | undefined)?.[step],
    value,
  );
}

function pathText(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step + 1}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('')
    .replaceAll(/\p{C}/gu, ' ');
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

function typeName(expected: string): string {
  return typeNames[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return typeName('array');
  // `.nan` and `.inf` are numbers to YAML, and a fraction is one where a whole number is wanted.
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : `${value} (not a finite number)`;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'object'
    ? typeName(typeof value)
    : 'something else';
}
