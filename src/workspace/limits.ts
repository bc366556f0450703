// Slack's published limits, as data with the source of each. Characters are UTF-16 code units unless the name says otherwise.

const BLOCKS = 'docs.slack.dev/reference/block-kit/blocks';
const ELEMENTS = 'docs.slack.dev/reference/block-kit/block-elements';
const OBJECTS = 'docs.slack.dev/reference/block-kit/composition-objects';
const METHODS = 'docs.slack.dev/reference/methods';
const INTERACTIVITY = 'docs.slack.dev/interactivity/handling-user-interaction';

export interface Limit {
  max: number;
  source: string;
}

const limit = (max: number, source: string): Limit => ({ max, source });

export const LIMITS = {
  messageBlocks: limit(50, BLOCKS),
  viewBlocks: limit(100, BLOCKS),
  blockId: limit(255, BLOCKS),
  actionId: limit(255, ELEMENTS),
  sectionText: limit(3000, `${BLOCKS}/section-block`),
  sectionFields: limit(10, `${BLOCKS}/section-block`),
  sectionFieldText: limit(2000, `${BLOCKS}/section-block`),
  headerText: limit(150, `${BLOCKS}/header-block`),
  contextElements: limit(10, `${BLOCKS}/context-block`),
  textObject: limit(3000, `${OBJECTS}/text-object`),
  actionsElements: limit(25, `${BLOCKS}/actions-block`),
  contextActionsElements: limit(5, `${BLOCKS}/context-actions-block`),
  imageUrl: limit(3000, `${BLOCKS}/image-block`),
  imageAltText: limit(2000, `${BLOCKS}/image-block`),
  imageTitle: limit(2000, `${BLOCKS}/image-block`),
  inputLabel: limit(2000, `${BLOCKS}/input-block`),
  inputHint: limit(2000, `${BLOCKS}/input-block`),
  markdownTotal: limit(12_000, `${BLOCKS}/markdown-block (all markdown blocks of one payload together)`),
  tableRows: limit(100, `${BLOCKS}/table-block`),
  tableColumns: limit(20, `${BLOCKS}/table-block`),
  tableCharacters: limit(10_000, `${BLOCKS}/table-block (all cells of one message together)`),
  tablesInMessage: limit(1, `${BLOCKS}/table-block (error only_one_table_allowed)`),
  dataTableRows: limit(101, `${BLOCKS}/data-table-block`),
  containerBlocks: limit(10, '@slack/types 3.2.0, ContainerBlock'),
  containerTitle: limit(150, '@slack/types 3.2.0, ContainerBlock'),
  cardTitle: limit(150, '@slack/types 3.2.0, CardBlock'),
  cardBody: limit(200, '@slack/types 3.2.0, CardBlock'),
  carouselCards: limit(10, '@slack/types 3.2.0, CarouselBlock'),
  planTasks: limit(50, `${BLOCKS}/plan-block (no published number; held to the blocks of a message)`),
  buttonText: limit(75, `${ELEMENTS}/button-element`),
  buttonValue: limit(2000, `${ELEMENTS}/button-element`),
  buttonUrl: limit(3000, `${ELEMENTS}/button-element`),
  accessibilityLabel: limit(75, `${ELEMENTS}/button-element`),
  placeholder: limit(150, `${ELEMENTS}/select-menu-element`),
  options: limit(100, `${ELEMENTS}/select-menu-element`),
  optionGroups: limit(100, `${ELEMENTS}/select-menu-element`),
  overflowOptions: limit(5, `${ELEMENTS}/overflow-menu-element`),
  checkboxOptions: limit(10, `${ELEMENTS}/checkboxes-element`),
  radioOptions: limit(10, `${ELEMENTS}/radio-button-group-element`),
  optionText: limit(75, `${OBJECTS}/option-object`),
  optionValue: limit(150, `${OBJECTS}/option-object`),
  optionDescription: limit(75, `${OBJECTS}/option-object`),
  optionGroupLabel: limit(75, `${OBJECTS}/option-group-object`),
  confirmTitle: limit(100, `${OBJECTS}/confirmation-dialog-object`),
  confirmText: limit(300, `${OBJECTS}/confirmation-dialog-object`),
  confirmButton: limit(30, `${OBJECTS}/confirmation-dialog-object`),
  plainTextInput: limit(3000, `${ELEMENTS}/plain-text-input-element`),
  viewTitle: limit(24, 'docs.slack.dev/reference/views/modal-views'),
  viewButton: limit(24, 'docs.slack.dev/reference/views/modal-views'),
  viewCallbackId: limit(255, 'docs.slack.dev/reference/views/modal-views'),
  viewExternalId: limit(255, 'docs.slack.dev/reference/views/modal-views'),
  privateMetadata: limit(3000, 'docs.slack.dev/reference/views/modal-views'),
  viewStack: limit(3, 'docs.slack.dev/surfaces/modals'),
  viewBytes: limit(250_000, `${METHODS}/views.open (error view_too_large)`),
  messageText: limit(40_000, `${METHODS}/chat.postMessage (cut there, with the warning message_truncated)`),
  updateText: limit(4000, `${METHODS}/chat.update (error msg_too_long)`),
  /**
   * Not in the documentation. Two measurements of bolt-js issue 2509, 13,297 characters in one markdown block and
   * 13,172 beside a divider, fit one rule: text plus 125 a block may not exceed 13,422.
   */
  blocksWeight: limit(13_422, 'github.com/slackapi/bolt-js/issues/2509 (error msg_blocks_too_long)'),
  blockWeight: limit(125, 'github.com/slackapi/bolt-js/issues/2509'),
  attachments: limit(100, `${METHODS}/chat.postMessage (error too_many_attachments)`),
  metadataBytes: limit(
    16_384,
    `${METHODS}/chat.postMessage (error metadata_too_large; the number is not published)`,
  ),
  suggestedPrompts: limit(4, `${METHODS}/assistant.threads.setSuggestedPrompts`),
  sessionTitle: limit(200, `${METHODS}/agents.sessions.setStatus`),
  streamText: limit(12_000, `${METHODS}/chat.appendStream`),
  historyPage: limit(999, `${METHODS}/conversations.history`),
  responseUrlUses: limit(5, INTERACTIVITY),
  responseUrlMinutes: limit(30, INTERACTIVITY),
  triggerSeconds: limit(3, `${INTERACTIVITY} (error expired_trigger_id)`),
  ackSeconds: limit(3, INTERACTIVITY),
  eventRetries: limit(3, 'docs.slack.dev/apis/events-api#retries'),
  socketsPerApp: limit(10, 'docs.slack.dev/apis/events-api/using-socket-mode'),
  uploadBytes: limit(1_000_000_000, `${METHODS}/files.getUploadURLExternal`),
} as const satisfies Record<string, Limit>;

/** Calls a minute by method, for `enforceRateLimits`. Source: docs.slack.dev/apis/web-api/rate-limits (tiers). */
export const CALLS_A_MINUTE: Record<string, number> = {
  'chat.postMessage': 60,
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'chat.startStream': 20,
  'chat.appendStream': 100,
  'chat.stopStream': 20,
  'agents.sessions.setStatus': 50,
  'assistant.threads.setStatus': 100,
  'assistant.threads.setSuggestedPrompts': 100,
  'views.open': 100,
  'views.update': 100,
  'views.push': 100,
  'views.publish': 100,
  'conversations.info': 50,
  'conversations.list': 20,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.members': 100,
  'users.info': 100,
  'users.list': 20,
  'usergroups.list': 20,
  'usergroups.users.list': 20,
  'reactions.add': 50,
  'files.info': 100,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
};
