// How text of devices and people is made harmless: broken characters, direction tricks, mrkdwn, mentions; and how it is cut.

const LONE_SURROGATE = /\p{Surrogate}/gu;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}](?<![\n\t])/gu;
/** Characters that reorder or hide their neighbors: a name could show as another name. */
const DIRECTION = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** Colors and cursor moves of terminals; a line that begins with a bracket is none. */
const ANSI = /\p{Cc}(?<![\n\t])\[[0-9;?]*[ -/]*[@-~]/gu;
/** What any of them finds begins with one of these; most texts have none. */
const ODD =
  /[\p{Surrogate}\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff](?<![\n\t])/u;

/** White space that is not one blank already. */
const WHITE = /\s{2,}|[^\S ]/g;

const MENTION = /@(?=channel|here|everyone|group)/gi;

/** Text that Slack accepts and that shows what it is. Letters of every script stay; unprintable ones become U+FFFD. */
export function clean(text: string): string {
  if (!ODD.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(ANSI, '')
    .replace(DIRECTION, '')
    .replace(CONTROL, '\ufffd')
    .replace(LONE_SURROGATE, '\ufffd');
}

/** For places that hold one line: titles, labels, cells of menus. */
export function oneLine(text: string): string {
  return clean(text).replace(WHITE, ' ').trim();
}

/** At most `max` code units, ending in an ellipsis when cut; never half of a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  return `${text.slice(0, splitPoint(text, max - 1))}…`;
}

/** The last place at or before `max` where a text can be divided without breaking a surrogate pair. */
export function splitPoint(text: string, max: number): number {
  if (max >= text.length) return text.length;
  const before = text.charCodeAt(max - 1);
  return before >= 0xd800 && before <= 0xdbff ? max - 1 : max;
}

/**
 * Text for mrkdwn and for the fallback `text`: the three characters Slack reserves are escaped, a bare @channel is broken by
 * a zero-width space, and characters that would format are replaced by their twins where they stand at the edge of a word.
 * Source: docs.slack.dev/messaging/formatting-message-text#escaping.
 */
export function escapeMrkdwn(text: string): string {
  return clean(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(MENTION, '@\u200b')
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => twins[mark] ?? mark);
}

const twins: Readonly<Record<string, string>> = { '*': '∗', _: '\uff3f', '~': '∼' };

/** A code span of mrkdwn; backticks inside would end it. */
export function codeSpan(text: string): string {
  const inside = clean(text)
    .replace(WHITE, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(MENTION, '@\u200b')
    .replace(/`/g, 'ˋ');
  return inside.trim() === '' ? '' : `\`${inside}\``;
}

/** Cuts escaped mrkdwn without leaving half an entity, half a token in angle brackets or an open code span at its end. */
export function cutMrkdwn(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = text.slice(0, splitPoint(text, max - 2));
  kept = kept.replace(/&[a-z]{0,4}$/, '');
  const open = kept.lastIndexOf('<');
  if (open > kept.lastIndexOf('>')) kept = kept.slice(0, open);
  const ticks = kept.split('`').length - 1;
  return ticks % 2 === 0 ? `${kept}…` : `${kept}\`…`;
}
