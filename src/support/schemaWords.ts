// What a schema knows at a place: the keys that may stand there, the words that choose among alternatives.

import * as z from 'zod';
import type { Path } from './yamlDocument.js';

/** Keys that are allowed at a path; of a union those of the alternative that the value chose, else of all. */
export function keysAt(schema: z.ZodType, path: Path, value: unknown): readonly string[] {
  const { found, seen } = schemaAt(schema, path, value);
  const objects = found ? alternatives(found, seen) : [];
  return [
    ...new Set(objects.flatMap((item) => (item instanceof z.ZodObject ? Object.keys(item.shape) : []))),
  ];
}

/** The words that the last key of the path may have, when it tells the alternatives apart. */
export function wordsAt(schema: z.ZodType, path: Path, value: unknown): readonly string[] {
  const { found } = schemaAt(schema, path.slice(0, -1), value);
  const union = found && unwrapped(found);
  if (!(union instanceof z.ZodUnion)) return [];
  return (union.options as readonly z.ZodType[]).map(unwrapped).flatMap((option) => {
    const child = childOf(option, path.at(-1) ?? '');
    return child instanceof z.ZodLiteral ? [...child.values].map(String) : [];
  });
}

function schemaAt(
  schema: z.ZodType,
  path: Path,
  value: unknown,
): { readonly found: z.ZodType | null; readonly seen: unknown } {
  let found: z.ZodType | null = schema;
  let seen = value;
  for (const step of path) {
    found =
      found &&
      (alternatives(found, seen)
        .map((option) => childOf(option, step))
        .find((child) => child !== null) ??
        null);
    seen = (seen as Record<PropertyKey, unknown> | null | undefined)?.[step];
  }
  return { found, seen };
}

function childOf(schema: z.ZodType, step: PropertyKey): z.ZodType | null {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<PropertyKey, z.ZodType>)[step] ?? null;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  return schema instanceof z.ZodArray ? (schema.element as z.ZodType) : null;
}

/** The schema without what stands around it; of a union the alternatives that the value may have chosen. */
function alternatives(schema: z.ZodType, value: unknown): readonly z.ZodType[] {
  const bare = unwrapped(schema);
  if (!(bare instanceof z.ZodUnion)) return [bare];
  const options = (bare.options as readonly z.ZodType[]).map(unwrapped);
  const word = bare instanceof z.ZodDiscriminatedUnion ? bare.def.discriminator : null;
  const typed = word === null ? undefined : (value as Record<string, unknown> | null | undefined)?.[word];
  const chosen = options.filter((option) => {
    const child = word === null ? null : childOf(option, word);
    return child instanceof z.ZodLiteral && child.values.has(typed as string);
  });
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
