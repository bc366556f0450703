// Slack's mrkdwn, text to a tree of nodes. Pure: the tree holds strings only, and whoever draws it makes text nodes of them.
//
// Node kinds: text, bold, italic, strike, code, link, user, channel, group, broadcast, date, emoji, break, pre, quote.
import { emojiOf } from './emoji.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Slack escapes three characters and no others. */
export function decodeEntities(text) {
  return text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Only addresses a person may follow; `javascript:` and the like stay text. */
export function isSafeUrl(url) {
  return /^(https?:\/\/|mailto:|tel:)/i.test(url);
}

const text = (value) => ({ kind: 'text', text: decodeEntities(value) });

/** What stands between `<` and `>`. */
function parseAngle(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), text: decodeEntities(label) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), text: decodeEntities(label) };
  if (target.startsWith('!subteam^'))
    return { kind: 'group', id: target.slice(9), text: decodeEntities(label) };
  if (target.startsWith('!date^')) {
    const [, seconds = '', pattern = '', url = ''] = target.split('^');
    return { kind: 'date', seconds, pattern, url, fallback: decodeEntities(label) };
  }
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  const url = decodeEntities(target);
  if (!isSafeUrl(url)) return text(`<${inner}>`);
  return { kind: 'link', url, children: label === '' ? [{ kind: 'text', text: url }] : parseLine(label) };
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' };
const isWordEdge = (character) => character === undefined || !/[\p{L}\p{N}]/u.test(character);

/** Where the mark at `start` closes again on this line, or -1. Slack wants no blank inside the marks, and word edges outside. */
function closingMark(line, start) {
  const mark = line[start];
  if (!isWordEdge(line[start - 1]) || /\s/.test(line[start + 1] ?? ' ') || line[start + 1] === mark)
    return -1;
  for (let at = start + 2; at < line.length; at += 1) {
    if (line[at] === '`') {
      const end = line.indexOf('`', at + 1);
      if (end > 0) at = end;
    } else if (line[at] === '<') {
      const end = line.indexOf('>', at);
      if (end > 0) at = end;
    } else if (line[at] === mark && !/\s/.test(line[at - 1]) && isWordEdge(line[at + 1])) return at;
  }
  return -1;
}

/** Inline marks of one line. */
export function parseLine(line) {
  const nodes = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push(text(plain));
    plain = '';
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    const code = character === '`' ? /^`([^`]+)`/.exec(line.slice(at)) : null;
    const angle = character === '<' ? /^<([^<>\n]+)>/.exec(line.slice(at)) : null;
    const emoji = character === ':' ? /^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/.exec(line.slice(at)) : null;
    const close = character in MARKS ? closingMark(line, at) : -1;
    if (code !== null) {
      flush();
      nodes.push({ kind: 'code', text: codeText(code[1]) });
      at += code[0].length - 1;
    } else if (angle !== null) {
      flush();
      nodes.push(parseAngle(angle[1]));
      at += angle[0].length - 1;
    } else if (emoji !== null && emojiOf(emoji[1]) !== undefined) {
      flush();
      nodes.push({ kind: 'emoji', name: emoji[1] });
      at += emoji[0].length - 1;
    } else if (close > 0) {
      flush();
      nodes.push({ kind: MARKS[character], children: parseLine(line.slice(at + 1, close)) });
      at = close;
    } else plain += character;
  }
  flush();
  return nodes;
}

/** In code Slack shows a link by its label and leaves everything else as it is. */
function codeText(value) {
  return decodeEntities(value.replace(/<(https?:[^|>]+)\|?([^>]*)>/g, (_, url, label) => label || url));
}

function parseLines(value) {
  const nodes = [];
  let quote = [];
  const flushQuote = () => {
    if (quote.length > 0) nodes.push({ kind: 'quote', children: joined(quote) });
    quote = [];
  };
  const lines = value.split('\n');
  for (const [index, line] of lines.entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted !== null) {
      quote.push(parseLine(quoted[1]));
      continue;
    }
    flushQuote();
    nodes.push(...parseLine(line));
    if (index < lines.length - 1 && !/^(?:&gt;|>)/.test(lines[index + 1])) nodes.push({ kind: 'break' });
  }
  flushQuote();
  return nodes;
}

function joined(lines) {
  return lines.flatMap((line, index) => (index === 0 ? line : [{ kind: 'break' }, ...line]));
}

/** The whole of a mrkdwn text. */
export function parseMrkdwn(value) {
  const nodes = [];
  const parts = String(value).split('```');
  for (const [index, part] of parts.entries()) {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) nodes.push({ kind: 'pre', text: codeText(part.replace(/^\n/, '').replace(/\n$/, '')) });
    else if (index % 2 === 1) nodes.push(...parseLines(`\`\`\`${part}`));
    else {
      const trimmed = (index > 0 ? part.replace(/^\n/, '') : part).replace(
        index < parts.length - 1 ? /\n$/ : /$^/,
        '',
      );
      if (trimmed !== '') nodes.push(...parseLines(trimmed));
    }
  }
  return nodes;
}
