// Which properties each Block Kit block and element has, as data: Slack refuses every other property by name.

export interface Shape {
  required: readonly string[];
  optional: readonly string[];
}

const shape = (required: string, optional = ''): Shape => ({
  required: required.split(' ').filter(Boolean),
  optional: optional.split(' ').filter(Boolean),
});

/** Blocks by type. `type` and `block_id` are allowed everywhere. */
export const BLOCK_SHAPES: Record<string, Shape> = {
  section: shape('', 'text fields accessory expand'),
  header: shape('text', 'level'),
  context: shape('elements'),
  divider: shape(''),
  actions: shape('elements'),
  image: shape('alt_text', 'image_url slack_file title'),
  input: shape('label element', 'hint optional dispatch_action'),
  markdown: shape('text'),
  rich_text: shape('elements'),
  table: shape('rows', 'column_settings'),
  data_table: shape('rows caption', 'page_size row_header_column_index'),
  plan: shape('title', 'tasks'),
  task_card: shape('task_id title', 'details output sources status'),
  alert: shape('text', 'level'),
  container: shape(
    'child_blocks',
    'title rich_text_title subtitle width icon is_collapsible default_collapsed has_header_divider',
  ),
  card: shape('', 'hero_image icon title subtitle body actions'),
  carousel: shape('elements'),
  context_actions: shape('elements'),
  file: shape('external_id source'),
  video: shape(
    'video_url thumbnail_url alt_text title',
    'title_url author_name provider_name provider_icon_url description',
  ),
};

const MULTI = 'placeholder initial_options max_selected_items confirm focus_on_load';

/** Elements by type. `type` and `action_id` are allowed in all that a person can operate. */
export const ELEMENT_SHAPES: Record<string, Shape> = {
  button: shape('text', 'url value style confirm accessibility_label'),
  static_select: shape('', 'options option_groups initial_option placeholder confirm focus_on_load'),
  external_select: shape('', 'initial_option min_query_length placeholder confirm focus_on_load'),
  users_select: shape('', 'initial_user placeholder confirm focus_on_load'),
  conversations_select: shape(
    '',
    'initial_conversation default_to_current_conversation placeholder confirm focus_on_load filter response_url_enabled',
  ),
  channels_select: shape('', 'initial_channel placeholder confirm focus_on_load response_url_enabled'),
  multi_static_select: shape('', `options option_groups ${MULTI}`),
  multi_external_select: shape('', `min_query_length ${MULTI}`),
  multi_users_select: shape('', 'initial_users placeholder max_selected_items confirm focus_on_load'),
  multi_channels_select: shape('', 'initial_channels placeholder max_selected_items confirm focus_on_load'),
  multi_conversations_select: shape(
    '',
    'initial_conversations default_to_current_conversation placeholder max_selected_items confirm focus_on_load filter',
  ),
  overflow: shape('options', 'confirm'),
  datepicker: shape('', 'initial_date placeholder confirm focus_on_load'),
  timepicker: shape('', 'initial_time placeholder confirm focus_on_load timezone'),
  datetimepicker: shape('', 'initial_date_time confirm focus_on_load'),
  checkboxes: shape('options', 'initial_options confirm focus_on_load'),
  radio_buttons: shape('options', 'initial_option confirm focus_on_load'),
  plain_text_input: shape(
    '',
    'initial_value multiline min_length max_length placeholder dispatch_action_config focus_on_load',
  ),
  number_input: shape(
    'is_decimal_allowed',
    'initial_value min_value max_value placeholder dispatch_action_config focus_on_load',
  ),
  email_text_input: shape('', 'initial_value placeholder dispatch_action_config focus_on_load'),
  url_text_input: shape('', 'initial_value placeholder dispatch_action_config focus_on_load'),
  rich_text_input: shape('', 'initial_value placeholder dispatch_action_config focus_on_load'),
  file_input: shape('', 'filetypes max_files'),
  image: shape('alt_text', 'image_url slack_file'),
  feedback_buttons: shape('positive_button negative_button'),
  icon_button: shape('icon text', 'value confirm accessibility_label visible_to_user_ids'),
  workflow_button: shape('text workflow', 'style accessibility_label'),
};

const SELECTS =
  'static_select external_select users_select conversations_select channels_select multi_static_select multi_external_select multi_users_select multi_channels_select multi_conversations_select';
const PICKERS = 'datepicker timepicker datetimepicker checkboxes radio_buttons';
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Where each element may stand. */
export const ELEMENTS_IN = {
  actions: words(`button overflow workflow_button rich_text_input ${SELECTS} ${PICKERS}`),
  section: words(
    `button overflow image workflow_button ${SELECTS} datepicker timepicker checkboxes radio_buttons`,
  ),
  input: words(
    `plain_text_input number_input email_text_input url_text_input rich_text_input file_input ${SELECTS} ${PICKERS}`,
  ),
  context_actions: words('feedback_buttons icon_button'),
} as const;

/** Blocks that only some surfaces take. */
export const BLOCKS_ONLY_IN: Record<string, ReadonlyArray<'message' | 'modal' | 'home'>> = {
  table: ['message'],
  data_table: ['message'],
  plan: ['message'],
  task_card: ['message'],
  markdown: ['message'],
  context_actions: ['message'],
  carousel: ['message'],
  file: ['message'],
  alert: ['modal', 'message'],
};
