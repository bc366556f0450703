// Things with a state, one line each: those that something can be done about have a menu at the line, the others stand together.

import type { StateRow } from '../../domain/report.js';
import { rowMenu } from './actions.js';
import { cut, cutMrkdwn, escapeMrkdwn, oneLine } from './escape.js';
import { limits } from './limits.js';
import { blockPiece, type Piece, richPieces } from './piece.js';
import type { RichInline } from './shapes.js';
import { toneSigns } from './tone.js';

/** Rows of a page have a menu each; a message has no room for endlessly many blocks. */
const mostMenus = 25;
const longestName = 200;

export function statePieces(rows: readonly StateRow[]): Piece[] {
  const pieces: Piece[] = [];
  let together: RichInline[] = [];
  let menus = 0;
  const close = (): void => {
    pieces.push(...richPieces(together));
    together = [];
  };
  for (const row of rows) {
    const menu = menus < mostMenus ? rowMenu(row.actions, menus) : null;
    if (menu === null) together.push(...richLine(row, together.length > 0));
    else {
      close();
      menus += 1;
      const text = cutMrkdwn(mrkdwnLine(row), limits.sectionText);
      pieces.push(
        blockPiece({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, accessory: menu }),
      );
    }
  }
  close();
  return pieces;
}

/** The sign tells the state by its shape; the word is for those who hear it. */
function partsOf({ state, name, since, says }: StateRow): readonly [name: string, rest: string] {
  const rest = [`${state} ${since}`, says].map(oneLine).filter((part) => part !== '');
  return [cut(oneLine(name), longestName) || '–', rest.map((part) => ` · ${part}`).join('')];
}

function mrkdwnLine(row: StateRow): string {
  const [name, rest] = partsOf(row);
  return `${toneSigns[row.tone]} *${escapeMrkdwn(name)}*${escapeMrkdwn(rest)}`;
}

function richLine(row: StateRow, follows: boolean): RichInline[] {
  const [name, rest] = partsOf(row);
  return [
    { type: 'text', text: `${follows ? '\n' : ''}${toneSigns[row.tone]} ` },
    { type: 'text', text: name, style: { bold: true } },
    ...(rest === '' ? [] : [{ type: 'text', text: rest } as const]),
  ];
}
