// How the steps of a diagnosis look: Slack's plan with its tasks, or lines with signs that mean the same.

import type { ShownStep } from '../../domain/report.js';
import { cut, oneLine } from './escape.js';
import { blockPiece, type Piece, weightOf } from './piece.js';
import type { RichInline, SlackBlock, SlackMessage, Task } from './shapes.js';
import { richText, section } from './shapes.js';
import { listPieces } from './table.js';
import { richOf } from './text.js';
import { stepLooks } from './tone.js';

/** A plan is one block, and must leave room for a title and signs when it is drawn as lines. */
const MOST_TASKS = 10;
const PLAN_WEIGHT = 8000;
const TITLE = 200;
const WHY = 600;

/** More steps than these are too long to read; then those that cleared something stand together. */
const MOST_STEPS = 12;

export function isCondensed(steps: readonly ShownStep[]): boolean {
  return steps.length > MOST_STEPS;
}

/** @param asPlan Slack's plan block; older clients and some surfaces refuse it, then lines are drawn. */
export function drawSteps(title: string, steps: readonly ShownStep[], asPlan: boolean): Piece[] {
  const named = cut(oneLine(title) || 'Steps', TITLE);
  const shown = isCondensed(steps) ? condense(steps) : steps;
  if (asPlan && shown.length > 0) return planPieces(named, shown);
  const heading: RichInline = { type: 'text', text: named, style: { bold: true } };
  return [blockPiece(richText([section([heading])]), true), ...listPieces(shown.map(stepLine))];
}

/** What was found or is unclear, one by one; then one step for all that cleared something, one for the skipped. */
function condense(steps: readonly ShownStep[]): readonly ShownStep[] {
  const together = (state: 'cleared' | 'skipped', title: string): ShownStep[] => {
    const some = steps.filter((step) => step.state === state);
    if (some.length === 0) return [];
    return [
      { state, title: `${some.length} ${title}`, why: some.map((step) => oneLine(step.title)).join(' · ') },
    ];
  };
  const telling = steps.filter((step) => step.state !== 'cleared' && step.state !== 'skipped');
  return [
    ...telling,
    ...together('cleared', 'looked at, nothing wrong'),
    ...together('skipped', 'not needed here'),
  ];
}

/** As many plans as the weight of a message asks for. */
function planPieces(title: string, steps: readonly ShownStep[]): Piece[] {
  const pieces: Piece[] = [];
  let tasks: Task[] = [];
  const close = () => {
    const named = pieces.length === 0 ? title : `${title} (continued)`;
    if (tasks.length > 0) pieces.push(blockPiece({ type: 'plan', title: named, tasks }));
    tasks = [];
  };
  for (const [index, step] of steps.entries()) {
    const task = taskOf(step, index);
    if (tasks.length >= MOST_TASKS || weightOf([...tasks, task]) > PLAN_WEIGHT) close();
    tasks.push(task);
  }
  close();
  return pieces;
}

/** A step that stands for several lists them. */
function whyLength(step: ShownStep): number {
  return step.state === 'cleared' || step.state === 'skipped' ? 2 * WHY : WHY;
}

function taskOf(step: ShownStep, index: number): Task {
  const look = stepLooks[step.state];
  const why = cut(oneLine(step.why), whyLength(step));
  const title = cut(oneLine(step.title), TITLE) || 'Step';
  return {
    type: 'task_card',
    task_id: `step-${index + 1}`,
    title: `${title} – ${look.word}`,
    status: look.status,
    ...(why === '' ? {} : { details: richText([section([{ type: 'text', text: why }])]) }),
  };
}

function stepLine(step: ShownStep): RichInline[] {
  const look = stepLooks[step.state];
  const why = cut(oneLine(step.why), whyLength(step));
  return richOf([
    `${look.sign} `,
    cut(oneLine(step.title), TITLE) || 'Step',
    ` – ${look.word}`,
    why === '' ? '' : `: ${why}`,
  ]);
}

/** The same message for a Slack that does not take plan blocks; the message itself when it has none. */
export function withoutPlans(message: SlackMessage): SlackMessage {
  if (!message.blocks.some((block) => block.type === 'plan')) return message;
  const blocks = message.blocks.flatMap((block): readonly SlackBlock[] => {
    if (block.type !== 'plan') return [block];
    const heading: RichInline = { type: 'text', text: block.title, style: { bold: true } };
    const items = block.tasks.map((task) => section([{ type: 'text', text: taskLine(task) }]));
    return [richText([section([heading]), { type: 'rich_text_list', style: 'bullet', elements: items }])];
  });
  return { ...message, blocks };
}

const statusSigns: Readonly<Record<Task['status'], string>> = {
  pending: '○',
  complete: stepLooks.cleared.sign,
  error: stepLooks.found.sign,
};

function taskLine(task: Task): string {
  const [details] = task.details?.elements ?? [];
  const why = details?.type === 'rich_text_section' ? details.elements : [];
  const words = why.map((one) => (one.type === 'text' ? one.text : '')).join('');
  return `${statusSigns[task.status]} ${task.title}${words === '' ? '' : `: ${words}`}`;
}

/** Words alone: the last form, when Slack refuses every block. */
export function bare(message: SlackMessage): SlackMessage {
  return { text: message.text, blocks: [] };
}
