// Fields that a command needs first: the modal that asks for them, and what was filled in.

import * as z from 'zod';
import type { Action, InputField } from '../../domain/report.js';
import { askPlace } from '../payloads.js';
import { registrations } from '../registrations.js';
import type { SharedFile } from './download.js';

type Words = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

const words = (text: string, max: number): Words => {
  const all = [...text];
  return {
    type: 'plain_text',
    text: (all.length > max ? `${all.slice(0, max - 1).join('')}…` : text) || '–',
    emoji: false,
  };
};

const element = 'value';
const carriedSchema = z.object({ command: z.string().max(2500), place: askPlace });
export type Carried = z.infer<typeof carriedSchema>;

/** Null when what it has to carry is longer than Slack lets a modal carry. */
export function fillView(action: Action, carried: Carried): object | null {
  const metadata = JSON.stringify(carried);
  if (metadata.length > 3000) return null;
  return {
    type: 'modal',
    callback_id: registrations.fillView,
    private_metadata: metadata,
    title: words(action.about ?? action.label, 24),
    // It says what it does.
    submit: words(action.label, 24),
    close: words('Cancel', 24),
    blocks: (action.inputs ?? []).slice(0, 20).map(inputBlock),
  };
}

function inputBlock(field: InputField): object {
  return {
    type: 'input',
    block_id: `in:${field.name}`,
    optional: field.optional === true,
    label: words(field.label, 2000),
    ...(field.hint === undefined ? {} : { hint: words(field.hint, 2000) }),
    element: inputElement(field),
  };
}

function inputElement(field: InputField): object {
  const initial = field.initial?.slice(0, 3000);
  switch (field.kind) {
    case 'choice':
      return choiceElement(field);
    case 'person':
      return { type: 'users_select', action_id: element, placeholder: words('A person', 150) };
    case 'file':
      return { type: 'file_input', action_id: element, max_files: 1 };
    case 'line':
    case 'address':
    case 'text':
      return {
        type: 'plain_text_input',
        action_id: element,
        multiline: field.kind === 'text',
        ...(field.kind === 'address' ? { placeholder: words('192.0.2.1', 150), max_length: 100 } : {}),
        ...(initial ? { initial_value: initial } : {}),
      };
  }
}

function choiceElement(field: InputField): object {
  const options = (field.options ?? [])
    .filter((option) => option.value !== '' && option.value.length <= 150)
    .slice(0, 100)
    .map((option) => ({ text: words(option.label, 75), value: option.value }));
  const initial = options.find((option) => option.value === field.initial);
  return {
    type: 'static_select',
    action_id: element,
    placeholder: words('Choose', 150),
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

const given = z.object({
  type: z.string().max(50),
  value: z.string().max(60_000).nullish(),
  selected_option: z.object({ value: z.string().max(300) }).nullish(),
  selected_user: z.string().max(64).nullish(),
  files: z
    .array(
      z.object({
        id: z.string().max(64).default(''),
        name: z.string().max(300).default('file'),
      }),
    )
    .max(10)
    .nullish(),
});

export const fillSubmission = z.object({
  user: z.object({
    id: z.string().min(1).max(64),
    name: z.string().max(200).optional(),
    username: z.string().max(200).optional(),
  }),
  view: z.object({
    id: z.string().max(64),
    hash: z.string().max(100).default(''),
    private_metadata: z.string().max(3000).default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), given)) }),
  }),
});

export interface Filled {
  readonly fields: Readonly<Record<string, string>>;
  /** Slack user ids that were chosen, by field. */
  readonly people: Readonly<Record<string, string>>;
  readonly files: readonly SharedFile[];
}

export function readFilled(submission: z.infer<typeof fillSubmission>): Filled {
  const fields: Record<string, string> = {};
  const people: Record<string, string> = {};
  const files: SharedFile[] = [];
  for (const [block, elements] of Object.entries(submission.view.state.values)) {
    const name = /^in:([a-z][a-z-]{0,30})$/.exec(block)?.[1];
    const entry = elements[element];
    if (name === undefined || entry === undefined) continue;
    if (entry.selected_user) people[name] = entry.selected_user;
    const text = entry.value ?? entry.selected_option?.value;
    if (text !== null && text !== undefined && text !== '') fields[name] = text;
    for (const { id, name } of entry.files ?? []) files.push({ id, name });
  }
  return { fields, people, files };
}

export function readCarried(metadata: string): Carried | null {
  try {
    const read = carriedSchema.safeParse(JSON.parse(metadata));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
