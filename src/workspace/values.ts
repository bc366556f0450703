// The values of inputs as Slack carries them in `state.values`: their shape by element type, and the initial ones.
import { fieldsListOf, fieldsOf, isFields, listOf, textOf } from './fields.js';
import type { Fields } from './model.js';

/** What a person enters for one element: text, an option's value, or several. */
export type Entered = string | readonly string[] | null;

/** All options of an element, groups flattened. */
export function optionsOf(element: Fields): Fields[] {
  const groups = fieldsListOf(element.option_groups).flatMap((group) => fieldsListOf(group.options));
  return [...fieldsListOf(element.options), ...groups];
}

function optionFor(element: Fields, value: string, offered: Fields[]): Fields {
  const known = [...offered, ...optionsOf(element)].find((option) => textOf(option.value) === value);
  return known ?? { text: { type: 'plain_text', text: value, emoji: true }, value };
}

/** The state value of one element for what was entered. `offered` are options that the app suggested. */
export function valueFor(element: Fields, entered: Entered, offered: Fields[] = []): Fields {
  const type = textOf(element.type);
  const many = entered === null ? [] : typeof entered === 'string' ? [entered] : [...entered];
  const one = many[0];
  const option = () => (one === undefined || one === '' ? null : optionFor(element, one, offered));
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: option() };
    case 'overflow':
      return { type, selected_option: option() };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: many.map((value) => optionFor(element, value, offered)) };
    case 'users_select':
      return { type, selected_user: one ?? null };
    case 'channels_select':
      return { type, selected_channel: one ?? null };
    case 'conversations_select':
      return { type, selected_conversation: one ?? null };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'multi_channels_select':
      return { type, selected_channels: many };
    case 'multi_conversations_select':
      return { type, selected_conversations: many };
    case 'datepicker':
      return { type, selected_date: one === '' ? null : (one ?? null) };
    case 'timepicker':
      return { type, selected_time: one === '' ? null : (one ?? null) };
    case 'datetimepicker':
      return { type, selected_date_time: one === undefined || one === '' ? null : Number(one) };
    case 'file_input':
      return { type, files: many.map((id) => ({ id })) };
    default:
      return { type, value: one === undefined || one === '' ? null : one };
  }
}

/** True when the value says nothing: an input that is not optional must not be submitted like this. */
export function isEmptyValue(value: Fields): boolean {
  return Object.entries(value).every(
    ([name, one]) =>
      name === 'type' || one === null || one === '' || (Array.isArray(one) && one.length === 0),
  );
}

function initialEntered(element: Fields): Entered {
  const option = element.initial_option;
  if (isFields(option)) return textOf(option.value);
  const several = element.initial_options ?? element.initial_users ?? element.initial_channels;
  if (Array.isArray(several)) return several.map((one) => (isFields(one) ? textOf(one.value) : textOf(one)));
  for (const name of ['value', 'user', 'channel', 'conversation', 'date', 'time', 'date_time']) {
    const value = element[`initial_${name}`];
    if (value !== undefined) return textOf(value);
  }
  return null;
}

/** Elements that hold a value, with their block, in the order of the view or message. */
export function statefulElements(blocks: Fields[]): Array<{ block: Fields; element: Fields }> {
  const found: Array<{ block: Fields; element: Fields }> = [];
  for (const block of blocks) {
    const candidates = [block.element, block.accessory, ...listOf(block.elements)];
    for (const element of candidates) {
      if (!isFields(element) || textOf(element.action_id) === '') continue;
      if (
        ['button', 'overflow', 'workflow_button', 'feedback_buttons', 'icon_button'].includes(
          textOf(element.type),
        )
      )
        continue;
      found.push({ block, element });
    }
    found.push(...statefulElements(fieldsListOf(block.child_blocks)));
  }
  return found;
}

/** `state.values` of fresh blocks. */
export function initialValues(body: Fields): Record<string, Record<string, Fields>> {
  const values: Record<string, Record<string, Fields>> = {};
  for (const { block, element } of statefulElements(fieldsListOf(body.blocks))) {
    const blockId = textOf(block.block_id);
    const actions = values[blockId] ?? {};
    values[blockId] = actions;
    actions[textOf(element.action_id)] = valueFor(element, initialEntered(element), [
      fieldsOf(element.initial_option),
      ...fieldsListOf(element.initial_options),
    ]);
  }
  return values;
}
