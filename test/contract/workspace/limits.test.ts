// Slack's limits at their edges: the last size that is taken, the first that is refused, and in which words.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fields, startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { LIMITS } from '../../../src/workspace/limits.js';
import { call } from './call.js';

const of = (count: number): string => 'x'.repeat(count);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (more: Fields) => ({ type: 'section', ...more });
const actions = (...elements: Fields[]) => ({ type: 'actions', elements });
const button = (more: Fields = {}) => ({ type: 'button', text: plain('Go'), ...more });
const contextActions = (...elements: Fields[]) => ({ type: 'context_actions', elements });
const trash = (more: Fields) => ({ type: 'icon_button', icon: 'trash', text: plain('Delete'), ...more });
const thumbs = (negative: Fields) => ({
  type: 'feedback_buttons',
  positive_button: { text: plain('Right'), value: 'right' },
  negative_button: { text: plain('Wrong'), value: 'wrong', ...negative },
});
const select = (more: Fields) => ({ type: 'static_select', ...more });
const option = (more: Fields = {}) => ({ text: plain('A'), value: 'a', ...more });
const table = (rows: number, columns: number) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: 'x' }))),
});
const task = (index: number) => ({ type: 'task_card', task_id: `t${index}`, title: 'Look' });
const divider = { type: 'divider' };

/** `make(size)` is taken at `max` and refused at `max + 1` with a complaint that names `pointer`. */
const EDGES: Array<[string, number, string, (size: number) => Fields[]]> = [
  ['blocks of a message', LIMITS.messageBlocks.max, '/blocks', (size) => times(size, () => divider)],
  [
    'text of a section',
    LIMITS.sectionText.max,
    '/blocks/0/text/text',
    (size) => [section({ text: mrkdwn(of(size)) })],
  ],
  [
    'fields of a section',
    LIMITS.sectionFields.max,
    '/blocks/0/fields',
    (size) => [section({ fields: times(size, () => mrkdwn('x')) })],
  ],
  [
    'text of a field',
    LIMITS.sectionFieldText.max,
    '/blocks/0/fields/0/text',
    (size) => [section({ fields: [mrkdwn(of(size))] })],
  ],
  [
    'text of a header',
    LIMITS.headerText.max,
    '/blocks/0/text/text',
    (size) => [{ type: 'header', text: plain(of(size)) }],
  ],
  [
    'elements of a context',
    LIMITS.contextElements.max,
    '/blocks/0/elements',
    (size) => [{ type: 'context', elements: times(size, () => mrkdwn('x')) }],
  ],
  [
    'elements of actions',
    LIMITS.actionsElements.max,
    '/blocks/0/elements',
    (size) => [actions(...times(size, (at) => button({ action_id: `a${at}` })))],
  ],
  [
    'elements of context actions',
    LIMITS.contextActionsElements.max,
    '/blocks/0/elements',
    (size) => [contextActions(...times(size, (at) => trash({ action_id: `a${at}` })))],
  ],
  [
    'value of a thumb',
    LIMITS.buttonValue.max,
    '/blocks/0/elements/0/negative_button/value',
    (size) => [contextActions(thumbs({ value: of(size) }))],
  ],
  [
    'label of a thumb',
    LIMITS.accessibilityLabel.max,
    '/blocks/0/elements/0/negative_button/accessibility_label',
    (size) => [contextActions(thumbs({ accessibility_label: of(size) }))],
  ],
  [
    'text of a thumb',
    LIMITS.buttonText.max,
    '/blocks/0/elements/0/negative_button/text/text',
    (size) => [contextActions(thumbs({ text: plain(of(size)) }))],
  ],
  ['block_id', LIMITS.blockId.max, '/blocks/0/block_id', (size) => [{ ...divider, block_id: of(size) }]],
  [
    'action_id',
    LIMITS.actionId.max,
    '/blocks/0/elements/0/action_id',
    (size) => [actions(button({ action_id: of(size) }))],
  ],
  [
    'text of a button',
    LIMITS.buttonText.max,
    '/blocks/0/elements/0/text/text',
    (size) => [actions(button({ text: plain(of(size)) }))],
  ],
  [
    'value of a button',
    LIMITS.buttonValue.max,
    '/blocks/0/elements/0/value',
    (size) => [actions(button({ value: of(size) }))],
  ],
  [
    'options of a select',
    LIMITS.options.max,
    '/blocks/0/elements/0/options',
    (size) => [actions(select({ options: times(size, (at) => option({ value: `v${at}` })) }))],
  ],
  [
    'text of an option',
    LIMITS.optionText.max,
    '/blocks/0/elements/0/options/0/text/text',
    (size) => [actions(select({ options: [option({ text: plain(of(size)) })] }))],
  ],
  [
    'value of an option',
    LIMITS.optionValue.max,
    '/blocks/0/elements/0/options/0/value',
    (size) => [actions(select({ options: [option({ value: of(size) })] }))],
  ],
  [
    'options of an overflow menu',
    LIMITS.overflowOptions.max,
    '/blocks/0/elements/0/options',
    (size) => [actions({ type: 'overflow', options: times(size, (at) => option({ value: `v${at}` })) })],
  ],
  [
    'text of a markdown block',
    LIMITS.markdownTotal.max,
    '/blocks/0/text',
    (size) => [{ type: 'markdown', text: of(size) }],
  ],
  ['rows of a table', LIMITS.tableRows.max, '/blocks/0/rows', (size) => [table(size, 2)]],
  ['columns of a table', LIMITS.tableColumns.max, '/blocks/0/rows/0', (size) => [table(2, size)]],
  [
    'tasks of a plan',
    LIMITS.planTasks.max,
    '/blocks/0/tasks',
    (size) => [{ type: 'plan', title: 'P', tasks: times(size, task) }],
  ],
];

/** What is wrong whatever its size. */
const WRONG: Array<[string, Fields[], string]> = [
  ['an empty section', [section({})], 'must define either `text` or `fields` [json-pointer:/blocks/0]'],
  [
    'an empty text',
    [section({ text: mrkdwn('') })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn('x') }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  ['an unknown block', [{ type: 'graph' }], 'unsupported type: graph [json-pointer:/blocks/0/type]'],
  [
    'an unknown property',
    [actions(button({ disabled: true }))],
    'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an unknown style',
    [actions(button({ style: 'green' }))],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a block_id twice',
    [
      { ...divider, block_id: 'a' },
      { ...divider, block_id: 'a' },
    ],
    '`block_id` already exists for another field: a [json-pointer:/blocks/1/block_id]',
  ],
  [
    'an action_id twice in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` already exists for another field: a [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'an input element in actions',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'empty text in rich text',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
      },
    ],
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'an image without a source',
    [{ type: 'image', alt_text: 'x' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
];

describe('the limits of messages', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await startWorkspace({ mode: 'socket' });
  });
  afterAll(() => workspace.stop());
  const post = async (args: Fields) =>
    (await call(workspace, 'chat.postMessage', { channel: '#netops', text: 'x', ...args })).body;

  it.each(EDGES)('takes %s up to %i and refuses one more', async (_name, max, pointer, make) => {
    expect(await post({ blocks: make(max) })).toMatchObject({ ok: true });
    const refused = await post({ blocks: make(max + 1) });
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(refused.response_metadata)).toContain(`[json-pointer:${pointer}]`);
  });

  it.each(WRONG)('refuses %s', async (_name, blocks, sentence) => {
    const refused = await post({ blocks });
    expect(refused.error).toBe('invalid_blocks');
    expect(refused.errors).toContain(sentence);
  });

  it('counts all markdown blocks of a message together', async () => {
    const half = { type: 'markdown', text: of(6001) };
    expect(await post({ blocks: [half, half] })).toMatchObject({ error: 'invalid_blocks' });
  });

  it('refuses a second table in a message', async () => {
    const refused = await post({ blocks: [table(2, 2), table(2, 2)] });
    expect(JSON.stringify(refused)).toContain('only_one_table_allowed');
  });

  it('refuses blocks that are too long only together', async () => {
    const long = times(5, () => section({ text: mrkdwn(of(2900)) }));
    expect(await post({ blocks: long })).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(await post({ blocks: long.slice(1) })).toMatchObject({ ok: true });
  });

  it('cuts a text of more than 40,000 characters and says so', async () => {
    const cut = await post({ text: of(40_001) });
    expect(cut).toMatchObject({ ok: true, response_metadata: { warnings: ['message_truncated'] } });
    expect(workspace.messages('netops').at(-1)?.text).toHaveLength(40_000);
  });

  it('refuses an update with a text of more than 4,000 characters', async () => {
    const { ts } = await post({ text: 'short' });
    const changed = await call(workspace, 'chat.update', { channel: '#netops', ts, text: of(4001) });
    expect(changed.body.error).toBe('msg_too_long');
  });

  it.each([
    ['no text and no blocks', { text: '' }, 'no_text'],
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['metadata without a type', { metadata: { event_payload: {} } }, 'invalid_metadata_schema'],
    [
      'metadata that is too large',
      { metadata: { event_type: 'run', event_payload: { a: of(17_000) } } },
      'metadata_too_large',
    ],
    ['markdown_text beside text', { markdown_text: '**x**' }, 'markdown_text_conflict'],
    ['a thread that is no timestamp', { thread_ts: 'abc' }, 'invalid_thread_ts'],
  ])('refuses %s', async (_name, args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error });
  });

  it.each([
    ['title', { title: plain(of(25)) }, '/view/title/text'],
    ['private_metadata', { private_metadata: of(3001) }, '/view/private_metadata'],
    ['blocks', { blocks: times(101, () => divider) }, '/view/blocks'],
    [
      'inputs without a submit button',
      { blocks: [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input' } }] },
      '/view/submit',
    ],
    ['tables in a modal', { blocks: [table(2, 2)] }, '/view/blocks/0/type'],
  ])('refuses a modal for its %s', async (_name, more, pointer) => {
    const view = { type: 'modal', title: plain('T'), blocks: [divider], ...more };
    const refused = (await call(workspace, 'views.open', { trigger_id: 'x', view })).body;
    expect(refused.error).toBe('invalid_arguments');
    expect(JSON.stringify(refused.response_metadata)).toContain(`[json-pointer:${pointer}]`);
  });

  it('names a source for every limit', () => {
    for (const limit of Object.values(LIMITS)) expect(limit.source.length).toBeGreaterThan(10);
  });
});
