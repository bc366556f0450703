// "Was this right?" under a verdict: Slack's thumbs, or two buttons for a Slack that does not take them.

import type { Judging } from '../../domain/report.js';
import { formPrefix } from './actions.js';
import { cut } from './escape.js';
import { limits } from './limits.js';
import { blockPiece, type Piece } from './piece.js';
import { type Button, type FeedbackButton, plainText, type SlackBlock, type SlackMessage } from './shapes.js';

/** Both thumbs share one action_id, so the value of the one that asks for fields says so. */
export function judgingPieces(judging: Judging | undefined): Piece[] {
  if (!judging) return [];
  const { right, wrong } = judging;
  const thumb = (label: string, value: string): FeedbackButton => ({
    text: plainText(cut(label, limits.buttonText)),
    value,
    accessibility_label: cut(`The verdict ${label.toLowerCase()}`, limits.buttonText),
  });
  const element = {
    type: 'feedback_buttons',
    action_id: 'judge:0',
    positive_button: thumb(right.label, right.command),
    negative_button: thumb(wrong.label, `${formPrefix}${wrong.command}`),
  } as const;
  return [blockPiece({ type: 'context_actions', elements: [element] })];
}

/** The same message for a Slack that does not take feedback buttons; the message itself when it has none. */
export function withoutFeedback(message: SlackMessage): SlackMessage {
  if (!message.blocks.some((block) => block.type === 'context_actions')) return message;
  const blocks = message.blocks.map((block): SlackBlock => {
    if (block.type !== 'context_actions') return block;
    return { type: 'actions', elements: block.elements.flatMap(buttonsOf) };
  });
  return { ...message, blocks };
}

type Feedback = Extract<SlackBlock, { readonly type: 'context_actions' }>['elements'][number];

function buttonsOf({ positive_button, negative_button }: Feedback): readonly Button[] {
  return [positive_button, negative_button].map(({ text, value }, index) => {
    const asks = value.startsWith(formPrefix);
    return {
      type: 'button',
      // Apart from the numbers of the buttons above.
      action_id: `${asks ? formPrefix : 'cmd:'}${9000 + index}`,
      text,
      value: asks ? value.slice(formPrefix.length) : value,
    };
  });
}
