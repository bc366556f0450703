// Slack gives every block without a block_id one, and every operable element without an action_id one.
import { fieldsListOf, isFields, textOf } from './fields.js';
import type { Fields } from './model.js';

/** A copy of the blocks in which each id is filled; `prefix` keeps ids of different messages apart. */
export function withIds(blocks: Fields[], prefix: string): Fields[] {
  return blocks.map((block, index) => fill(block, `${prefix}${index.toString(36)}`));
}

function fill(block: Fields, id: string): Fields {
  const filled: Fields = { ...block, block_id: textOf(block.block_id) || id };
  const name = (element: unknown, at: number): unknown =>
    isFields(element) && needsAction(element)
      ? { ...element, action_id: textOf(element.action_id) || `${id}a${at.toString(36)}` }
      : element;
  if (filled.type === 'actions' || filled.type === 'context_actions') {
    filled.elements = fieldsListOf(filled.elements).map(name);
  }
  if (filled.accessory !== undefined) filled.accessory = name(filled.accessory, 0);
  if (filled.element !== undefined) filled.element = name(filled.element, 0);
  if (Array.isArray(filled.actions)) filled.actions = filled.actions.map(name);
  if (Array.isArray(filled.child_blocks))
    filled.child_blocks = withIds(fieldsListOf(filled.child_blocks), `${id}c`);
  if (filled.type === 'carousel') filled.elements = withIds(fieldsListOf(filled.elements), `${id}k`);
  return filled;
}

function needsAction(element: Fields): boolean {
  return element.type !== 'image' && element.type !== 'plain_text' && element.type !== 'mrkdwn';
}
