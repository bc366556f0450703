// What Slack demands of the elements people operate: buttons, menus, pickers, inputs and their options.
import { entryOf, fieldsOf, isFields, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields } from '../model.js';
import type { Complaints } from './complaints.js';
import { ELEMENT_SHAPES } from './shapes.js';

const OPTION_LIMITS: Record<string, number> = {
  overflow: LIMITS.overflowOptions.max,
  checkboxes: LIMITS.checkboxOptions.max,
  radio_buttons: LIMITS.radioOptions.max,
};

function checkOption(option: unknown, type: string, pointer: string, found: Complaints): void {
  if (!isFields(option)) {
    found.add('must provide an object', pointer);
    return;
  }
  const kinds = type === 'checkboxes' || type === 'radio_buttons' ? 'any' : 'plain';
  found.properties(option, { required: ['text', 'value'], optional: ['description', 'url'] }, [], pointer);
  found.text(option.text, LIMITS.optionText.max, `${pointer}/text`, kinds);
  found.length(option.value, LIMITS.optionValue.max, `${pointer}/value`);
  found.text(option.description, LIMITS.optionDescription.max, `${pointer}/description`, kinds);
}

function checkOptions(element: Fields, type: string, pointer: string, found: Complaints): void {
  if (element.options !== undefined) {
    const most = OPTION_LIMITS[type] ?? LIMITS.options.max;
    const options = found.items(element.options, most, `${pointer}/options`);
    for (const [index, option] of options.entries()) {
      checkOption(option, type, `${pointer}/options/${index}`, found);
    }
  }
  if (element.option_groups !== undefined) {
    const groups = found.items(element.option_groups, LIMITS.optionGroups.max, `${pointer}/option_groups`);
    for (const [at, value] of groups.entries()) {
      const group = fieldsOf(value);
      const where = `${pointer}/option_groups/${at}`;
      if (group.label === undefined) found.missing('label', where);
      found.text(group.label, LIMITS.optionGroupLabel.max, `${where}/label`);
      const options = found.items(group.options, LIMITS.options.max, `${where}/options`);
      for (const [index, option] of options.entries()) {
        checkOption(option, type, `${where}/options/${index}`, found);
      }
    }
  }
  const isStatic = type === 'static_select' || type === 'multi_static_select';
  if (isStatic && element.options === undefined && element.option_groups === undefined) {
    found.add('must define either `options` or `option_groups`', pointer);
  }
  if (element.initial_option !== undefined && isStatic) {
    const wanted = JSON.stringify(fieldsOf(element.initial_option).value);
    if (!JSON.stringify([element.options, element.option_groups]).includes(`"value":${wanted}`)) {
      found.add('`initial_option` must match one of the options', `${pointer}/initial_option`);
    }
  }
}

function checkConfirm(value: unknown, pointer: string, found: Complaints): void {
  if (value === undefined) return;
  const confirm = fieldsOf(value);
  const shape = { required: ['title', 'text', 'confirm', 'deny'], optional: ['style'] };
  found.properties(confirm, shape, [], pointer);
  found.text(confirm.title, LIMITS.confirmTitle.max, `${pointer}/title`);
  found.text(confirm.text, LIMITS.confirmText.max, `${pointer}/text`, 'any');
  found.text(confirm.confirm, LIMITS.confirmButton.max, `${pointer}/confirm`);
  found.text(confirm.deny, LIMITS.confirmButton.max, `${pointer}/deny`);
}

function checkStyle(element: Fields, pointer: string, found: Complaints): void {
  if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger') {
    found.add('must be a valid enum value', `${pointer}/style`);
  }
}

/** One thumb. Source: docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element (button object fields). */
function checkFeedback(value: unknown, pointer: string, found: Complaints): void {
  if (!isFields(value)) {
    found.add('must provide an object', pointer);
    return;
  }
  found.properties(value, { required: ['text', 'value'], optional: ['accessibility_label'] }, [], pointer);
  found.text(value.text, LIMITS.buttonText.max, `${pointer}/text`);
  found.length(value.value, LIMITS.buttonValue.max, `${pointer}/value`);
  found.length(value.accessibility_label, LIMITS.accessibilityLabel.max, `${pointer}/accessibility_label`);
}

/** One element, in a place that takes the types of `allowed`. */
export function checkElement(
  value: unknown,
  allowed: ReadonlySet<string>,
  pointer: string,
  found: Complaints,
): void {
  if (!isFields(value)) {
    found.add('must provide an object', pointer);
    return;
  }
  const type = textOf(value.type);
  const shape = entryOf(ELEMENT_SHAPES, type);
  if (shape === undefined || !allowed.has(type)) {
    found.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  found.properties(value, shape, type === 'image' ? ['type'] : ['type', 'action_id'], pointer);
  found.length(value.action_id, LIMITS.actionId.max, `${pointer}/action_id`);
  if (type === 'image') {
    checkPicture(value, pointer, found);
    return;
  }
  if (type === 'button' || type === 'workflow_button') {
    found.text(value.text, LIMITS.buttonText.max, `${pointer}/text`);
    checkStyle(value, pointer, found);
  }
  if (type === 'button') {
    found.length(value.value, LIMITS.buttonValue.max, `${pointer}/value`, 0);
    found.length(value.url, LIMITS.buttonUrl.max, `${pointer}/url`);
    found.length(value.accessibility_label, LIMITS.accessibilityLabel.max, `${pointer}/accessibility_label`);
  }
  if (type === 'feedback_buttons') {
    for (const side of ['positive_button', 'negative_button'] as const) {
      checkFeedback(value[side], `${pointer}/${side}`, found);
    }
  }
  if (type === 'icon_button') {
    found.text(value.text, LIMITS.buttonText.max, `${pointer}/text`);
    found.length(value.value, LIMITS.buttonValue.max, `${pointer}/value`, 0);
    found.length(value.accessibility_label, LIMITS.accessibilityLabel.max, `${pointer}/accessibility_label`);
    if (value.icon !== 'trash') found.add('must be a valid enum value', `${pointer}/icon`);
  }
  if (type === 'plain_text_input') {
    found.length(value.initial_value, LIMITS.plainTextInput.max, `${pointer}/initial_value`, 0);
  }
  found.text(value.placeholder, LIMITS.placeholder.max, `${pointer}/placeholder`);
  checkConfirm(value.confirm, `${pointer}/confirm`, found);
  checkOptions(value, type, pointer, found);
}

/** An image block or element: an address or a Slack file, and the text for those who cannot see it. */
export function checkPicture(value: Fields, pointer: string, found: Complaints): void {
  found.length(value.alt_text, LIMITS.imageAltText.max, `${pointer}/alt_text`);
  if (value.image_url === undefined && value.slack_file === undefined) {
    found.add('must define either `image_url` or `slack_file`', pointer);
  }
  found.length(value.image_url, LIMITS.imageUrl.max, `${pointer}/image_url`);
  if (typeof value.image_url === 'string' && !/^https?:\/\//.test(value.image_url)) {
    found.add('invalid url', `${pointer}/image_url`);
  }
}
