// A schema as people read it: the shape of a JSON answer, one key a line, with what a key means behind it.

import * as z from 'zod';

interface Shape {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly description?: string;
}

export function shapeText(schema: z.ZodType): string {
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any' }) as Shape;
  return [...(shape.description ? [`// ${shape.description}`] : []), textOf(shape, '')].join('\n');
}

function textOf(shape: Shape, indent: string): string {
  if (shape.anyOf) return shape.anyOf.map((one) => textOf(one, indent)).join(' | ');
  if (shape.enum) return shape.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.type === 'array') return `[ ${textOf(shape.items ?? {}, indent)} ]`;
  if (shape.type === 'object') return objectText(shape, indent);
  const types = shape.type === undefined ? ['anything'] : [shape.type].flat();
  return types.map((type) => (type === 'string' ? 'text' : type)).join(' | ');
}

function objectText({ properties = {}, required = [], additionalProperties }: Shape, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([key, value]) => {
    const mark = required.includes(key) ? '' : '?';
    const meaning = meaningOf(value);
    return `${inner}"${key}"${mark}: ${textOf(value, inner)},${meaning === '' ? '' : ` // ${meaning}`}`;
  });
  const rest = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0;
  if (rest) lines.push(`${inner}"…": ${textOf(additionalProperties as Shape, inner)},`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

/** What is said of the value itself, or of what it may be besides null. */
function meaningOf(shape: Shape): string {
  if (shape.description) return shape.description;
  const [only, ...others] = (shape.anyOf ?? []).filter((one) => one.type !== 'null');
  return only && others.length === 0 ? (only.description ?? '') : '';
}
