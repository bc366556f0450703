// Standard Markdown, as markdown blocks carry it: text to the same tree of nodes as mrkdwn. Pure.
//
// Block kinds: paragraph, heading, list, quote, pre, table, rule. HTML in the text stays text.
import { emojiOf } from './emoji.js';
import { isSafeUrl } from './mrkdwn.js';

/** @type {readonly (readonly [RegExp, (match: RegExpExecArray) => any])[]} */
const INLINE = [
  [/^``(.+?)``|^`([^`]+)`/, (match) => ({ kind: 'code', text: (match[1] ?? match[2]).trim() })],
  [/^\*\*([^\s](?:.*?[^\s])?)\*\*/, (match) => ({ kind: 'bold', children: inline(match[1]) })],
  [/^__([^\s](?:.*?[^\s])?)__/, (match) => ({ kind: 'bold', children: inline(match[1]) })],
  [/^~~([^\s](?:.*?[^\s])?)~~/, (match) => ({ kind: 'strike', children: inline(match[1]) })],
  [/^\*([^\s*](?:[^*]*[^\s*])?)\*/, (match) => ({ kind: 'italic', children: inline(match[1]) })],
  [
    /^_([^\s_](?:[^_]*[^\s_])?)_(?![\p{L}\p{N}])/u,
    (match) => ({ kind: 'italic', children: inline(match[1]) }),
  ],
  [/^!?\[([^\]]*)\]\(([^()\s]+)(?: "[^"]*")?\)/, (match) => linkOrText(match)],
  [/^<(https?:\/\/[^>\s]+)>/, (match) => link(match[1], [{ kind: 'text', text: match[1] }])],
  [/^https?:\/\/[^\s<>()]+[^\s<>().,;:!?]/, (match) => link(match[0], [{ kind: 'text', text: match[0] }])],
  [/^<@([UW][A-Z0-9]+)>/, (match) => ({ kind: 'user', id: match[1], text: '' })],
  [/^<#([CG][A-Z0-9]+)(?:\|([^>]*))?>/, (match) => ({ kind: 'channel', id: match[1], text: match[2] ?? '' })],
  [/^<!date\^(\d+)\^([^|^>]+)(?:\^[^|>]*)?\|([^>]*)>/, (match) => date(match)],
  [
    /^:([a-z0-9_+-]+):/,
    (match) => (emojiOf(match[1]) === undefined ? null : { kind: 'emoji', name: match[1] }),
  ],
  [/^\\([\\`*_{}[\]()#+\-.!~|>])/, (match) => ({ kind: 'text', text: match[1] })],
];

const link = (url, children) => ({ kind: 'link', url, children });
const date = (match) => ({ kind: 'date', seconds: match[1], pattern: match[2], url: '', fallback: match[3] });

function linkOrText(match) {
  return isSafeUrl(match[2]) ? link(match[2], inline(match[1])) : { kind: 'text', text: match[0] };
}

/** Inline marks. */
export function inline(value) {
  const nodes = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < value.length) {
    const rest = value.slice(at);
    const wordBefore = at > 0 && /[\p{L}\p{N}]/u.test(value[at - 1]);
    /** @type {{ node: any, length: number } | null} */
    let found = null;
    for (const [pattern, make] of INLINE) {
      const match = pattern.exec(rest);
      if (match === null || (wordBefore && rest[0] === '_')) continue;
      const node = make(match);
      if (node !== null) {
        found = { node, length: match[0].length };
        break;
      }
    }
    if (found === null) {
      plain += value[at];
      at += 1;
    } else {
      flush();
      nodes.push(found.node);
      at += found.length;
    }
  }
  flush();
  return nodes;
}

const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inline(cell.trim()));

const LIST = /^(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;

function takeList(lines, from) {
  const [, indent = '', mark = ''] = LIST.exec(lines[from]) ?? [];
  /** @type {{ kind: string, ordered: boolean, start: number, items: any[][] }} */
  const list = { kind: 'list', ordered: /\d/.test(mark), start: Number.parseInt(mark, 10) || 1, items: [] };
  let at = from;
  while (at < lines.length) {
    const match = LIST.exec(lines[at]);
    if (match === null) {
      // An indented line goes on with the item above it.
      if (/^\s+\S/.test(lines[at]) && list.items.length > 0) {
        list.items.at(-1)?.push({ kind: 'text', text: ' ' }, ...inline(lines[at].trim()));
        at += 1;
        continue;
      }
      break;
    }
    if (match[1].length < indent.length) break;
    if (match[1].length > indent.length + 1 && list.items.length > 0) {
      const inner = takeList(lines, at);
      list.items.at(-1)?.push(inner.node);
      at = inner.next;
      continue;
    }
    const box = match[3] === undefined ? '' : match[3] === ' ' ? '☐ ' : '☑ ';
    list.items.push([...(box === '' ? [] : [{ kind: 'text', text: box }]), ...inline(match[4])]);
    at += 1;
  }
  return { node: list, next: at };
}

/** The whole of a Markdown text. */
export function parseMarkdown(value) {
  const lines = String(value).replaceAll('\r\n', '\n').split('\n');
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length > 0) {
      const children = paragraph.flatMap((line, index) =>
        index === 0 ? inline(line) : [{ kind: 'break' }, ...inline(line)],
      );
      nodes.push({ kind: 'paragraph', children });
    }
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const isTable =
      line.includes('|') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '');
    if (/^\s*```/.test(line)) {
      flush();
      const end = lines.findIndex((one, index) => index > at && /^\s*```\s*$/.test(one));
      const stop = end < 0 ? lines.length : end;
      nodes.push({ kind: 'pre', text: lines.slice(at + 1, stop).join('\n') });
      at = stop + 1;
    } else if (heading !== null) {
      flush();
      nodes.push({ kind: 'heading', level: heading[1].length, children: inline(heading[2]) });
      at += 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      flush();
      nodes.push({ kind: 'rule' });
      at += 1;
    } else if (LIST.test(line)) {
      flush();
      const { node, next } = takeList(lines, at);
      nodes.push(node);
      at = next;
    } else if (/^\s*>/.test(line)) {
      flush();
      const quoted = [];
      while (at < lines.length && /^\s*>/.test(lines[at])) quoted.push(lines[at++].replace(/^\s*> ?/, ''));
      nodes.push({ kind: 'quote', children: parseMarkdown(quoted.join('\n')) });
    } else if (isTable && lines[at + 1].includes('-')) {
      flush();
      const head = cells(line);
      const rows = [];
      at += 2;
      while (at < lines.length && lines[at].includes('|')) rows.push(cells(lines[at++]));
      nodes.push({ kind: 'table', head, rows });
    } else {
      if (line.trim() === '') flush();
      else paragraph.push(line.trim());
      at += 1;
    }
  }
  flush();
  return nodes;
}
