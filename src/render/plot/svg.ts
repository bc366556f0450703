// Small words of SVG: text that is measured, wrapped and escaped, lines, boxes. Pure; the drawing is a string.

export const colors = {
  paper: '#ffffff',
  ink: '#1d1c1d',
  quiet: '#616061',
  line: '#c9c9c9',
  stripe: '#f4f4f5',
  good: '#0b6e4f',
  bad: '#b3001b',
  badPaper: '#fde8ea',
  warn: '#8a5300',
  warnPaper: '#fff3d6',
  /** Wide fields of a state that is neither good nor bad, and of one that is in between. */
  idle: '#7ba7bc',
  amber: '#e09f1f',
  traffic: '#1264a3',
  trafficPaper: '#c5dcee',
} as const;

export const fonts = { sans: 'DejaVu Sans Condensed', mono: 'DejaVu Sans Mono' } as const;

/** Width of a character in ems: DejaVu Sans Condensed and its bold face, on the wide side, so that text never overruns. */
const WIDTH = { normal: 0.56, bold: 0.62 } as const;

export interface TextStyle {
  readonly size: number;
  readonly fill?: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** Characters that XML cannot carry or that turn the reading direction are taken out; the rest is escaped. */
function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** Lines of at most the width in pixels, at most so many; the last one ends in an ellipsis when text is left. */
export function wrap(text: string, width: number, style: TextStyle, most: number): string[] {
  const room = Math.max(4, Math.floor(width / (style.size * WIDTH[style.bold === true ? 'bold' : 'normal'])));
  const words = text
    .slice(0, 2000)
    .split(/\s+/)
    .flatMap((word) => pieces(word, room))
    .filter((word) => word !== '');
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? '';
  return [...lines.slice(0, most - 1), `${last.slice(0, room - 1)}…`];
}

/** A word longer than a line is broken, after a separator where there is one. */
function pieces(word: string, room: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (rest.length > room) {
    const cut = Math.max(rest.slice(0, room).search(/[-_/.,:;][^-_/.,:;]*$/) + 1, 0) || room;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...parts, rest];
}

export function textAt(x: number, y: number, text: string, style: TextStyle): string {
  const weight = style.bold === true ? ' font-weight="bold"' : '';
  const anchor = style.anchor === undefined ? '' : ` text-anchor="${style.anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${style.size}" fill="${style.fill ?? colors.ink}"${weight}${anchor}>${escapeXml(text)}</text>`;
}

/** Several lines from the baseline of the first. */
export function linesAt(x: number, y: number, lines: readonly string[], style: TextStyle): string {
  return lines.map((line, index) => textAt(x, y + index * lineHeight(style), line, style)).join('');
}

export function lineHeight(style: TextStyle): number {
  return Math.round(style.size * 1.3);
}

export function box(x: number, y: number, width: number, height: number, fill: string, radius = 0): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`;
}

export function stroke(
  points: readonly (readonly [number, number])[],
  color: string,
  width: number,
  dash = '',
): string {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round"${dashes}/>`;
}

export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts.sans}">`,
    `<title>${escapeXml(title)}</title>`,
    box(0, 0, width, height, colors.paper),
    ...parts,
    '</svg>',
  ].join('\n');
}
