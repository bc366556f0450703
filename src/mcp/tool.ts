// A command as a tool of an assistant: what it takes, made from its declaration, and what was given as the words of that command.

import * as z from 'zod';
import { type Declaration, type OptionSpec, optionHelp, type ToolSpec } from '../commands/declaration.js';
import type { Attachment } from '../commands/dispatcher.js';
import { mostDocumentBytes } from '../commands/document.js';

/** A declared command that is a tool. */
export interface Tool {
  readonly declaration: Declaration;
  readonly spec: ToolSpec;
  readonly summary: string;
  readonly input: z.ZodType<ToolInput>;
}

type ToolInput = Readonly<Record<string, unknown>>;

/** What was asked, as every edge asks it. */
export interface ToolWords {
  readonly words: readonly string[];
  readonly attachments: readonly Attachment[];
}

/** In the order in which they are declared. */
export function toolsOf(declarations: readonly Declaration[]): readonly Tool[] {
  return declarations.flatMap((declaration): Tool[] => {
    const { tool: spec, summary } = declaration;
    if (!spec) return [];
    return [{ declaration, spec, summary: spec.summary ?? summary, input: inputOf(declaration, spec) }];
  });
}

const tunnelKey = 'tunnel';
const textKey = 'text';
/** Longer is no name and no moment. */
const mostCharacters = 300;
const mostValues = 50;

function inputOf({ about, options, takesFile }: Declaration, { text: what }: ToolSpec): Tool['input'] {
  const document = z.string({ error: 'must be text' }).min(1).max(mostDocumentBytes);
  const tunnel = word().describe('its name, an alias, or `device/tunnel`, as `list_tunnels` tells it');
  return z.strictObject({
    ...(about === 'tunnel' ? { [tunnelKey]: tunnel } : {}),
    ...(what ? { [textKey]: document.describe(what) } : {}),
    ...(!what && takesFile !== null ? { [textKey]: document.optional().describe(takesFile) } : {}),
    ...Object.fromEntries(options.filter(isGiven).map((option) => [option.name, givenOf(option)])),
  });
}

/** What buttons write, and the path of a file, is for nobody who asks in words. */
function isGiven(option: OptionSpec): boolean {
  return !option.carried && option.type !== 'file';
}

function word(): z.ZodString {
  return z.string({ error: 'must be text' }).min(1).max(mostCharacters);
}

function givenOf(option: OptionSpec): z.ZodType {
  const one = oneValueOf(option);
  const value = option.many ? z.array(one).max(mostValues) : one;
  return (option.required ? value : value.optional()).describe(optionHelp(option));
}

function oneValueOf(option: OptionSpec): z.ZodType {
  switch (option.type) {
    case 'switch':
      return z.boolean({ error: 'must be true or false' });
    case 'number':
      return z.int({ error: 'must be a whole number' }).min(1);
    case 'choice':
      return z.enum(option.choices, { error: `must be one of ${option.choices.join(', ')}` });
    case 'fact':
    case 'time':
    case 'person':
    case 'text':
    case 'file':
      return word();
  }
}

/** A value can never become an option: it stands behind its own name, and the tunnel behind all of them. */
export function wordsOf({ declaration }: Tool, input: ToolInput): ToolWords {
  const options = declaration.options.filter(isGiven).flatMap(({ name, type }) => {
    const value = input[name];
    if (value === undefined || value === false) return [];
    if (type === 'switch') return [`--${name}`];
    return [value].flat().map((one) => `--${name}=${String(one)}`);
  });
  const tunnel = declaration.about === 'tunnel' ? ['--', String(input[tunnelKey])] : [];
  const text = input[textKey];
  const given = typeof text === 'string' ? [{ name: 'pasted text', bytes: Buffer.from(text) }] : [];
  return {
    words: [declaration.name, ...options, ...tunnel],
    attachments: given,
  };
}
