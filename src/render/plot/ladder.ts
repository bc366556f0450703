// The negotiation as a ladder: two ends, one arrow a message, the one that failed marked by color, line and word.

import type { LadderPicture } from '../../domain/picture.js';
import { box, colors, lineHeight, linesAt, picture, stroke, type TextStyle, textAt, wrap } from './svg.js';

type Message = LadderPicture['messages'][number];

/** Sizes are chosen for a telephone, where Slack shows the picture at half its width. */
const WIDTH = 760;
const LEFT = 70;
const RIGHT = WIDTH - 70;
const MOST = 30;

const styles = {
  title: { size: 34, bold: true },
  end: { size: 29, bold: true },
  address: { size: 25, fill: colors.quiet },
  label: { size: 28, anchor: 'middle' },
  note: { size: 27, anchor: 'middle' },
  time: { size: 23, fill: colors.quiet, anchor: 'middle' },
} as const satisfies Record<string, TextStyle>;

interface Look {
  readonly color: string;
  readonly paper: string | null;
  readonly word: string;
  readonly dash: string;
}

const looks: Readonly<Record<Message['outcome'], Look>> = {
  ok: { color: colors.ink, paper: null, word: '', dash: '' },
  failed: { color: colors.bad, paper: colors.badPaper, word: '✗ failed', dash: '' },
  refused: { color: colors.bad, paper: colors.badPaper, word: '✗ refused', dash: '' },
  lost: { color: colors.warn, paper: colors.warnPaper, word: '✗ no answer', dash: '12 10' },
  dropped: { color: colors.warn, paper: colors.warnPaper, word: '✗ lost', dash: '12 10' },
};

export function ladderSvg(ladder: LadderPicture): string {
  const parts: string[] = [];
  let y = 44;
  for (const line of wrap(ladder.title, WIDTH - 40, styles.title, 3)) {
    parts.push(textAt(20, y, line, styles.title));
    y += lineHeight(styles.title);
  }
  y += 14;
  const names = [
    wrap(ladder.left, WIDTH / 2 - 40, styles.end, 2),
    wrap(ladder.right, WIDTH / 2 - 40, styles.end, 2),
  ];
  parts.push(linesAt(20, y, names[0] ?? [], styles.end));
  parts.push(linesAt(WIDTH - 20, y, names[1] ?? [], { ...styles.end, anchor: 'end' }));
  y += Math.max(1, ...names.map((lines) => lines.length)) * lineHeight(styles.end);
  const { leftAddress = '', rightAddress = '' } = ladder;
  if (leftAddress !== '' || rightAddress !== '') {
    const [left, right] = [leftAddress, rightAddress].map((one) =>
      wrap(one, WIDTH / 2 - 40, styles.address, 1),
    );
    parts.push(linesAt(20, y - 4, left ?? [], styles.address));
    parts.push(linesAt(WIDTH - 20, y - 4, right ?? [], { ...styles.address, anchor: 'end' }));
    y += lineHeight(styles.address);
  }
  y -= 12;
  const top = y;
  const rungs: string[] = [];
  for (const message of ladder.messages.slice(0, MOST)) {
    const rung = drawRung(message, y);
    rungs.push(rung.svg);
    y += rung.height;
  }
  const left = ladder.messages.length - MOST;
  const more = left > 0 ? textAt(WIDTH / 2, y + 34, `${left} more messages are not shown`, styles.note) : '';
  const bottom = y + (left > 0 ? 50 : 8);
  const rails = [LEFT, RIGHT].map((x) =>
    stroke(
      [
        [x, top],
        [x, bottom],
      ],
      colors.line,
      5,
    ),
  );
  // Papers of marked rungs lie below the rails, arrows above them.
  return picture(WIDTH, bottom + 20, ladder.title, [...parts, ...rails, ...rungs, more]);
}

function drawRung(message: Message, top: number): { svg: string; height: number } {
  const look = looks[message.outcome];
  const label = wrap(message.label || '–', RIGHT - LEFT - 40, { ...styles.label, bold: look.word !== '' }, 2);
  const time = message.at === null ? '' : clockTime(message.at);
  const said = [look.word, message.note.slice(0, 600)].filter((part) => part !== '').join(': ');
  const note = said.split('\n').flatMap((line) => wrap(line, RIGHT - LEFT - 40, styles.note, 3));
  const labelHeight = label.length * lineHeight(styles.label);
  const arrowY = top + 14 + labelHeight + 8;
  const noteHeight = note.length * lineHeight(styles.note) + (time === '' ? 0 : lineHeight(styles.time));
  const height = 14 + labelHeight + 8 + 14 + noteHeight + 18;
  const middle = WIDTH / 2;
  const parts = [
    look.paper === null ? '' : box(LEFT + 12, top + 6, RIGHT - LEFT - 24, height - 10, look.paper, 10),
    linesAt(middle, top + 14 + styles.label.size, label, {
      ...styles.label,
      bold: look.word !== '',
      fill: look.color,
    }),
    arrow(message, arrowY, look),
    linesAt(middle, arrowY + 34, note, {
      ...styles.note,
      fill: look.word === '' ? colors.quiet : look.color,
    }),
    time === '' ? '' : textAt(middle, arrowY + 34 + note.length * lineHeight(styles.note), time, styles.time),
  ];
  return { svg: parts.join(''), height };
}

function arrow(message: Message, y: number, look: Look): string {
  const [from, to] = message.from === 'left' ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const way = Math.sign(to - from);
  if (message.outcome === 'lost' || message.outcome === 'dropped') {
    const end = from + way * (RIGHT - LEFT) * 0.86;
    const cross = [
      stroke(
        [
          [end - 12, y - 12],
          [end + 12, y + 12],
        ],
        look.color,
        5,
      ),
      stroke(
        [
          [end - 12, y + 12],
          [end + 12, y - 12],
        ],
        look.color,
        5,
      ),
    ];
    return (
      stroke(
        [
          [from, y],
          [end - way * 20, y],
        ],
        look.color,
        4,
        look.dash,
      ) + cross.join('')
    );
  }
  const tip = to - way * 6;
  return (
    stroke(
      [
        [from, y],
        [tip - way * 4, y],
      ],
      look.color,
      4,
    ) +
    stroke(
      [
        [tip - way * 20, y - 11],
        [tip, y],
        [tip - way * 20, y + 11],
      ],
      look.color,
      4,
    )
  );
}

/** `02:13:44 UTC`; the text itself when it is no moment. */
function clockTime(at: string): string {
  const match = /T(\d{2}:\d{2}:\d{2})/.exec(at);
  return match?.[1] === undefined ? at.slice(0, 30) : `${match[1]} UTC`;
}
