// How the next steps look: a button is a typed command, a menu a choice of commands; the command itself is the value.

import type { Action, Choice, StateRow } from '../../domain/report.js';
import { clean, cut, oneLine } from './escape.js';
import { limits } from './limits.js';
import { blockPiece, bytesOf, type Piece, richPieces } from './piece.js';
import { type Button, type Menu, type Overflow, plainText } from './shapes.js';

/**
 * Every button and menu whose value is a command has an action_id with one of these prefixes, and a number; `form:` asks for
 * fields first, `further:` is the menu of further acts, some of which do.
 */
const actionPrefixes = { button: 'cmd:', menu: 'choose:', form: 'form:', further: 'further:' } as const;
export const { form: formPrefix } = actionPrefixes;

/** Further acts stand behind the dots of one menu at the end; those that it has no room for are buttons. */
export function actionPieces(actions: readonly Action[]): Piece[] {
  const { menu, rest } = furtherMenu(actions);
  const buttons = rest.flatMap(({ action, index }) => {
    const button = buttonOf(action, index);
    return button === null ? [] : [button];
  });
  const rows: (Button | Overflow)[][] = chunkButtons(buttons, menu === null ? 0 : 1);
  if (menu !== null) {
    const last = rows.at(-1);
    if (last) last.push(menu);
    else rows.push([menu]);
  }
  return rows.map((elements) => blockPiece({ type: 'actions', elements }));
}

interface Placed {
  readonly action: Action;
  readonly index: number;
}

function furtherMenu(actions: readonly Action[]): {
  readonly menu: Overflow | null;
  readonly rest: readonly Placed[];
} {
  const options: Overflow['options'][number][] = [];
  const rest: Placed[] = [];
  for (const [index, action] of actions.entries()) {
    const value = action.further ? commandValue(action.command, limits.optionValue) : null;
    const isTaken = options.some((option) => option.value === value);
    if (value === null || isTaken || options.length === limits.overflowOptions) rest.push({ action, index });
    else options.push({ text: plainText(cut(oneLine(action.label) || value, limits.optionText)), value });
  }
  if (options.length === 0) return { menu: null, rest };
  return { menu: { type: 'overflow', action_id: `${actionPrefixes.further}0`, options }, rest };
}

/** Menus of rows are numbered apart from those at the end; what is chosen there runs at once, as from any menu of commands. */
const firstRowMenu = 100;

/** The menu of one row; null when it has none, or its commands are longer than Slack carries. */
export function rowMenu(actions: StateRow['actions'], index: number): Overflow | null {
  const options = actions.slice(0, limits.overflowOptions).flatMap(({ label, command }) => {
    const value = commandValue(command, limits.optionValue);
    return value === null
      ? []
      : [{ text: plainText(cut(oneLine(label) || value, limits.optionText)), value }];
  });
  if (options.length === 0) return null;
  return { type: 'overflow', action_id: `${actionPrefixes.menu}${firstRowMenu + index}`, options };
}

function buttonOf(action: Action, index: number): Button | null {
  const command = commandValue(action.command, limits.buttonValue);
  if (command === null) return null;
  return {
    type: 'button',
    action_id: `${action.inputs?.length ? actionPrefixes.form : actionPrefixes.button}${index}`,
    text: plainText(cut(oneLine(action.label) || command, limits.buttonText)),
    value: command,
    ...(action.style === undefined ? {} : { style: action.style }),
  };
}

/** Menus of at most 100 options; a command too long for an option becomes a button. */
export function choicePieces(choice: Choice): Piece[] {
  const pieces = richPieces([{ type: 'text', text: clean(choice.prompt) || 'Choose one.' }], true);
  const seen = new Set<string>();
  const options: Menu['options'][number][] = [];
  const long: Action[] = [];
  for (const option of choice.options) {
    const value = commandValue(option.command, limits.optionValue);
    if (value === null) long.push(option);
    else if (!seen.has(value)) {
      seen.add(value);
      options.push({ text: plainText(cut(oneLine(option.label) || value, limits.optionText)), value });
    }
  }
  for (const [index, part] of chunk(options, limits.selectOptions).entries()) {
    const menu: Menu = {
      type: 'static_select',
      action_id: `${actionPrefixes.menu}${index}`,
      // What a screen reader calls the menu: the text above it is not part of it.
      placeholder: plainText(cut(oneLine(choice.label ?? choice.prompt) || 'Choose', limits.placeholder)),
      options: part,
    };
    pieces.push(blockPiece({ type: 'actions', elements: [menu] }));
  }
  const buttons = long.flatMap((option, index) => {
    const button = buttonOf(option, index + 1000);
    return button === null ? [] : [button];
  });
  for (const elements of chunkButtons(buttons)) pieces.push(blockPiece({ type: 'actions', elements }));
  return pieces;
}

/** The command as it travels; null when it is empty or longer than Slack carries. A command is never cut: it would be another one. */
function commandValue(command: string, max: number): string | null {
  const value = oneLine(command);
  return value === '' || value.length > max ? null : value;
}

/** Rows of buttons; long commands weigh more than their number. */
function chunkButtons(buttons: readonly Button[], kept = 0): Button[][] {
  return chunk(buttons, limits.actionsElements - kept).flatMap((row) =>
    bytesOf(row) <= limits.messageBytes / 2 ? [row] : chunk(row, 5),
  );
}

function chunk<T>(all: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < all.length; from += size) chunks.push(all.slice(from, from + size));
  return chunks;
}
