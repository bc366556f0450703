// Slack's limits that the renderer keeps by construction; characters are UTF-16 code units, as Slack counts them.

/** Source: docs.slack.dev/reference/block-kit (blocks, elements, composition objects) and chat.postMessage / chat.update. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** One section, one rich text block of ours: rich text has no published number, so the section's is kept. */
  sectionText: 3000,
  headerText: 150,
  contextText: 3000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  selectOptions: 100,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  tableRows: 100,
  tableColumns: 20,
  planTasks: 50,
  /** `text` of chat.update; chat.postMessage takes more, but a message must stay editable. */
  fallbackText: 3000,
  /**
   * Every `text` of a message together, plus 125 for each block, stays below 13,422: measured by users of Slack, not
   * documented (bolt-js issue 2509, error msg_blocks_too_long). 12,000 leaves room, and is the limit of one markdown block.
   */
  messageWeight: 12_000,
  blockWeight: 125,
  /** All cells of a table together; Slack's number is 10,000. */
  tableCharacters: 9000,
  /** One cell; a longer one is cut, and the whole text goes into the file. */
  cellCharacters: 600,
  /** JSON of one message. Slack has no published number; its views stop at 250,000 bytes. */
  messageBytes: 100_000,
  viewBytes: 200_000,
} as const;

/** At most so many messages of detail in a thread and to the asker; what is left becomes a file. */
export const messageLimits = { thread: 8, asker: 3 } as const;
