// What Slack demands of blocks: shapes, lengths, counts, places and unique ids; the answer is a list of complaints.
import { entryOf, fieldsListOf, fieldsOf, isFields, listOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields } from '../model.js';
import type { Complaints } from './complaints.js';
import { checkElement, checkPicture } from './elements.js';
import { checkRichText, checkTable } from './rich.js';
import { BLOCK_SHAPES, BLOCKS_ONLY_IN, ELEMENTS_IN } from './shapes.js';

export type Surface = 'message' | 'modal' | 'home';

type Check = (block: Fields, pointer: string, found: Complaints, surface: Surface) => void;

const checkAll = (
  values: unknown[],
  allowed: ReadonlySet<string>,
  pointer: string,
  found: Complaints,
): void => {
  for (const [index, value] of values.entries()) checkElement(value, allowed, `${pointer}/${index}`, found);
};

const CHECKS: Record<string, Check> = {
  section(block, pointer, found) {
    if (block.text === undefined && block.fields === undefined) {
      found.add('must define either `text` or `fields`', pointer);
    }
    found.text(block.text, LIMITS.sectionText.max, `${pointer}/text`, 'any');
    if (block.fields !== undefined) {
      const fields = found.items(block.fields, LIMITS.sectionFields.max, `${pointer}/fields`);
      for (const [index, field] of fields.entries()) {
        found.text(field, LIMITS.sectionFieldText.max, `${pointer}/fields/${index}`, 'any');
      }
    }
    if (block.accessory !== undefined) {
      checkElement(block.accessory, ELEMENTS_IN.section, `${pointer}/accessory`, found);
    }
  },
  header(block, pointer, found) {
    found.text(block.text, LIMITS.headerText.max, `${pointer}/text`);
  },
  context(block, pointer, found) {
    const elements = found.items(block.elements, LIMITS.contextElements.max, `${pointer}/elements`);
    for (const [index, element] of elements.entries()) {
      const where = `${pointer}/elements/${index}`;
      if (fieldsOf(element).type === 'image') checkElement(element, new Set(['image']), where, found);
      else found.text(element, LIMITS.textObject.max, where, 'any');
    }
  },
  actions(block, pointer, found) {
    const elements = found.items(block.elements, LIMITS.actionsElements.max, `${pointer}/elements`);
    checkAll(elements, ELEMENTS_IN.actions, `${pointer}/elements`, found);
  },
  context_actions(block, pointer, found) {
    const elements = found.items(block.elements, LIMITS.contextActionsElements.max, `${pointer}/elements`);
    checkAll(elements, ELEMENTS_IN.context_actions, `${pointer}/elements`, found);
  },
  image(block, pointer, found) {
    checkPicture(block, pointer, found);
    found.text(block.title, LIMITS.imageTitle.max, `${pointer}/title`);
  },
  input(block, pointer, found) {
    found.text(block.label, LIMITS.inputLabel.max, `${pointer}/label`);
    found.text(block.hint, LIMITS.inputHint.max, `${pointer}/hint`);
    if (block.element !== undefined) {
      checkElement(block.element, ELEMENTS_IN.input, `${pointer}/element`, found);
    }
  },
  markdown(block, pointer, found) {
    found.length(block.text, LIMITS.markdownTotal.max, `${pointer}/text`);
  },
  rich_text: checkRichText,
  table: checkTable,
  data_table: checkTable,
  plan(block, pointer, found, surface) {
    found.length(block.title, LIMITS.textObject.max, `${pointer}/title`);
    if (block.tasks === undefined) return;
    const tasks = found.items(block.tasks, LIMITS.planTasks.max, `${pointer}/tasks`, 0);
    for (const [index, task] of tasks.entries()) {
      checkBlock({ type: 'task_card', ...fieldsOf(task) }, `${pointer}/tasks/${index}`, found, surface);
    }
  },
  task_card(block, pointer, found) {
    found.length(block.task_id, LIMITS.blockId.max, `${pointer}/task_id`);
    found.length(block.title, LIMITS.textObject.max, `${pointer}/title`);
    const status = block.status ?? 'pending';
    if (!['pending', 'in_progress', 'complete', 'error'].includes(textOf(status))) {
      found.add('must be a valid enum value', `${pointer}/status`);
    }
    for (const part of ['details', 'output'] as const) {
      const value = block[part];
      if (value === undefined) continue;
      if (!isFields(value) || value.type !== 'rich_text') {
        found.add('must provide a rich_text object', `${pointer}/${part}`);
      } else checkRichText(value, `${pointer}/${part}`, found);
    }
  },
  alert(block, pointer, found) {
    found.text(block.text, LIMITS.textObject.max, `${pointer}/text`, 'any');
  },
  container(block, pointer, found, surface) {
    found.text(block.title, LIMITS.containerTitle.max, `${pointer}/title`);
    found.text(block.subtitle, LIMITS.containerTitle.max, `${pointer}/subtitle`, 'any');
    const children = found.items(block.child_blocks, LIMITS.containerBlocks.max, `${pointer}/child_blocks`);
    for (const [index, child] of children.entries()) {
      checkBlock(child, `${pointer}/child_blocks/${index}`, found, surface);
    }
  },
  card(block, pointer, found) {
    found.text(block.title, LIMITS.cardTitle.max, `${pointer}/title`, 'any');
    found.text(block.body, LIMITS.cardBody.max, `${pointer}/body`, 'any');
    checkAll(listOf(block.actions), ELEMENTS_IN.actions, `${pointer}/actions`, found);
  },
  carousel(block, pointer, found, surface) {
    const cards = found.items(block.elements, LIMITS.carouselCards.max, `${pointer}/elements`);
    for (const [index, card] of cards.entries()) {
      checkBlock(card, `${pointer}/elements/${index}`, found, surface);
    }
  },
};

function checkBlock(value: unknown, pointer: string, found: Complaints, surface: Surface): void {
  if (!isFields(value)) {
    found.add('must provide an object', pointer);
    return;
  }
  const type = textOf(value.type);
  const shape = entryOf(BLOCK_SHAPES, type);
  const surfaces = entryOf(BLOCKS_ONLY_IN, type);
  if (shape === undefined || (surfaces !== undefined && !surfaces.includes(surface))) {
    found.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  found.properties(value, shape, ['type', 'block_id'], pointer);
  found.length(value.block_id, LIMITS.blockId.max, `${pointer}/block_id`);
  entryOf(CHECKS, type)?.(value, pointer, found, surface);
}

/** Ids: block_id once in the whole payload, action_id once in its block. */
function checkIds(blocks: Fields[], pointer: string, found: Complaints): void {
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const id = textOf(block.block_id);
    if (id !== '' && seen.has(id)) {
      found.add(`\`block_id\` already exists for another field: ${id}`, `${pointer}/${index}/block_id`);
    }
    seen.add(id);
    const actions = new Set<string>();
    for (const [at, element] of fieldsListOf(block.elements).entries()) {
      const action = textOf(element.action_id);
      if (action !== '' && actions.has(action)) {
        const where = `${pointer}/${index}/elements/${at}/action_id`;
        found.add(`\`action_id\` already exists for another field: ${action}`, where);
      }
      actions.add(action);
    }
  }
}

/** All blocks of a message or a view. `pointer` is `/blocks` or `/view/blocks`. */
export function checkBlocks(blocks: unknown, surface: Surface, pointer: string, found: Complaints): void {
  const most = surface === 'message' ? LIMITS.messageBlocks.max : LIMITS.viewBlocks.max;
  const list = found.items(blocks, most, pointer, surface === 'home' ? 0 : 1);
  for (const [index, block] of list.slice(0, most).entries()) {
    checkBlock(block, `${pointer}/${index}`, found, surface);
  }
  checkIds(list.filter(isFields), pointer, found);
  const markdown = fieldsListOf(blocks).filter((block) => block.type === 'markdown');
  const total = markdown.reduce((sum, block) => sum + textOf(block.text).length, 0);
  if (total > LIMITS.markdownTotal.max && markdown.length > 1) {
    found.add(
      `markdown blocks must have less than ${LIMITS.markdownTotal.max + 1} characters in total`,
      pointer,
    );
  }
}
