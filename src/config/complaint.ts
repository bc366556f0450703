// From what zod found to one sentence with file, line and "did you mean".

import { z } from 'zod';
import { Problem } from '../domain/problem.js';
import { closeMatches } from '../support/textDistance.js';
import { vendors } from '../vendors/registry.js';
import type { Path, YamlText } from './yamlText.js';

type Issue = z.core.$ZodIssue;

export interface ComplaintContext {
  readonly file: string;
  readonly yaml: YamlText;
  readonly schema: z.ZodType;
  /** From the path in the checked value to the path in the file. */
  readonly pathInFile: (path: Path) => Path;
  readonly value: unknown;
}

/** The Problem for the first thing that is wrong, by line. */
export function complain(issues: readonly Issue[], context: ComplaintContext): Problem {
  const complaints = issues.map((issue) => complaintOf(issue, context)).sort((a, b) => a.line - b.line);
  const [first = { line: 1, detail: 'the file cannot be used', hint: '' }] = complaints;
  const more = complaints.length > 1 ? ` (${complaints.length - 1} more)` : '';
  return new Problem('config-invalid', {
    file: context.file,
    line: first.line,
    detail: `${first.detail}${more}`,
    hint: first.hint === '' ? 'config.example.yml explains every setting.' : first.hint,
  });
}

interface Complaint {
  readonly line: number;
  readonly detail: string;
  readonly hint: string;
}

function complaintOf(issue: Issue, context: ComplaintContext): Complaint {
  const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
  const filePath = context.pathInFile(path);
  const line = context.yaml.lineOf(filePath);
  const where = path.length === 0 ? 'the file' : `"${pathText(path)}"`;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = keysAt(context.schema, path, context.value);
    const [close] = closeMatches(key, known, 1);
    return {
      line: context.yaml.lineOfKey(filePath, key),
      detail: `"${key}" is not a setting ${path.length === 0 ? 'of this file' : `of "${pathText(path)}"`}`,
      hint: close ? `Did you mean "${close}"?` : `Settings here are: ${known.join(', ')}.`,
    };
  }
  if (issue.code === 'invalid_type') {
    const missing = valueAt(context.value, path) === undefined;
    const detail = missing
      ? `${where} is missing`
      : `${where} must be ${typeName(issue.expected)}, not ${kindOf(valueAt(context.value, path))}`;
    const own = issue.message.startsWith('must') ? `${where} ${issue.message}` : detail;
    return { line, detail: missing ? detail : own, hint: '' };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const [close] = closeMatches(String(valueAt(context.value, path)), values, 1);
    return {
      line,
      detail: `${where} must be ${values.join(' or ')}`,
      hint: close ? `Did you mean "${close}"?` : '',
    };
  }
  if (issue.code === 'invalid_key') {
    const [reason] = issue.issues;
    return {
      line,
      detail: `the name ${where} ${reason ? plainMessage(reason) : 'cannot be used'}`,
      hint: '',
    };
  }
  if (issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator) {
    return vendorComplaint(path, context, line);
  }
  return { line, detail: `${where} ${plainMessage(issue)}`, hint: '' };
}

function vendorComplaint(path: Path, context: ComplaintContext, line: number): Complaint {
  const typed = valueAt(context.value, path);
  const known = vendors.map((vendor) => vendor.name);
  const all = `Vendors are: ${known.join(', ')}.`;
  if (typed === undefined) return { line, detail: `"${pathText(path)}" is missing`, hint: all };
  const [close] = closeMatches(String(typed), known, 1);
  return {
    line,
    detail: `"${String(typed)}" is not a vendor that "${pathText(path.slice(0, -1))}" can have`,
    hint: close ? `Did you mean "${close}"?` : all,
  };
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

/** Keys that are allowed at a path; of a union those of the alternative that the value chose, else of all. */
function keysAt(schema: z.ZodType, path: Path, value: unknown): readonly string[] {
  let current: z.ZodType | null = schema;
  let seen = value;
  for (const step of path) {
    current = current && childSchema(current, step, seen);
    seen = (seen as Record<string | number, unknown> | undefined)?.[step];
  }
  const objects = current ? alternatives(current, seen) : [];
  return [
    ...new Set(objects.flatMap((item) => (item instanceof z.ZodObject ? Object.keys(item.shape) : []))),
  ];
}

function childSchema(schema: z.ZodType, step: string | number, value: unknown): z.ZodType | null {
  for (const option of alternatives(schema, value)) {
    if (option instanceof z.ZodObject) {
      const child = (option.shape as Record<string, z.ZodType>)[String(step)];
      if (child) return child;
    }
    if (option instanceof z.ZodRecord) return option.valueType as z.ZodType;
    if (option instanceof z.ZodArray) return option.element as z.ZodType;
  }
  return null;
}

/** The schema without what stands around it; of a union the alternatives that the value may have chosen. */
function alternatives(schema: z.ZodType, value: unknown): readonly z.ZodType[] {
  const bare = unwrapped(schema);
  if (!(bare instanceof z.ZodUnion)) return [bare];
  const options = (bare.options as readonly z.ZodType[]).map(unwrapped);
  const vendor = (value as { vendor?: unknown } | undefined)?.vendor;
  const chosen = options.filter(
    (option) =>
      option instanceof z.ZodObject &&
      option.shape.vendor instanceof z.ZodLiteral &&
      option.shape.vendor.value === vendor,
  );
  return chosen.length > 0 ? chosen : options;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in as z.ZodType);
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable;
  return isWrapper ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, step) => (current as Record<string | number, unknown> | null | undefined)?.[step],
    value,
  );
}

function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step + 1}]` : index === 0 ? step : `.${step}`))
    .join('')
    .replaceAll(/\p{C}/gu, ' ');
}

function typeName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    tuple: 'a list',
    object: 'a group of settings',
    record: 'a group of settings',
  };
  return names[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  // `.nan` and `.inf` are numbers to YAML, and a fraction is one where a whole number is wanted.
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : `${value} (not a finite number)`;
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: 'true or false',
    object: 'a group of settings',
  };
  return names[typeof value] ?? 'something else';
}
