// A report's text in the three forms Slack has: rich text elements, mrkdwn, and plain characters.

import type { Span, Text } from '../../domain/report.js';
import { clean, codeSpan, escapeMrkdwn, splitPoint } from './escape.js';
import { mentionedKind } from './ids.js';
import { mrkdwnMoment, plainMoment, richMoment } from './moment.js';
import type { RichInline } from './shapes.js';

/** The spans of a text; words that our own sentences put between backticks become code, as a command should look. */
export function spansOf(text: Text): readonly Span[] {
  return (isSpans(text) ? text : [text]).flatMap((span) =>
    typeof span === 'string' ? withCode(span) : [span],
  );
}

function withCode(text: string): readonly Span[] {
  if (!text.includes('`')) return [text];
  return text.split(/(`[^`\n]{1,120}`)/).flatMap((part, index): readonly Span[] => {
    if (part === '') return [];
    return index % 2 === 1 && part.trim().length > 2 ? [{ code: part.slice(1, -1) }] : [part];
  });
}

function isSpans(text: Text): text is readonly Span[] {
  return Array.isArray(text);
}

/** Rich text carries no markup of its own, so nothing that a device wrote can become formatting or a mention. */
export function richOf(text: Text): RichInline[] {
  const joined: RichInline[] = [];
  for (const span of spansOf(text)) {
    const one = richSpan(span);
    const last = joined.at(-1);
    if (one === null || ('text' in one && one.text === '')) continue;
    if (isPlain(one) && last !== undefined && isPlain(last)) {
      joined[joined.length - 1] = { type: 'text', text: last.text + one.text };
    } else joined.push(one);
  }
  return joined;
}

function isPlain(one: RichInline): one is { type: 'text'; text: string } {
  return one.type === 'text' && one.style === undefined;
}

function richSpan(span: Span): RichInline | null {
  if (typeof span === 'string') return { type: 'text', text: clean(span) };
  if ('code' in span) return { type: 'text', text: clean(span.code), style: { code: true } };
  if ('strong' in span) return { type: 'text', text: clean(span.strong), style: { bold: true } };
  if ('at' in span) return richMoment(span) ?? { type: 'text', text: clean(span.at) };
  if ('person' in span) return richPerson(span.person, span.name ?? span.person);
  const url = safeUrl(span.link);
  const label = clean(span.text) || clean(span.link);
  return url === null ? { type: 'text', text: label } : { type: 'link', url, text: label };
}

function richPerson(id: string, name: string): RichInline {
  const kind = mentionedKind(id);
  if (kind === null) return { type: 'text', text: clean(name) };
  return kind === 'group' ? { type: 'usergroup', usergroup_id: id } : { type: 'user', user_id: id };
}

/** Null for what is no id of a person or a group. */
export function mentionOf(id: string): string | null {
  const kind = mentionedKind(id);
  if (kind === null) return null;
  return kind === 'group' ? `<!subteam^${id}>` : `<@${id}>`;
}

/** Only addresses that a browser may open, and none that Slack would refuse for its length; a mail may come with its text. */
function safeUrl(link: string): string | null {
  if (link.length > 2000 || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol === 'mailto:') return url.href;
  if (link.length > 300) return null;
  const opens = url.protocol === 'https:' || url.protocol === 'http:';
  return opens && url.href.length <= 400 ? url.href : null;
}

export function mrkdwnOf(text: Text): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return escapeMrkdwn(span);
      if ('code' in span) return codeSpan(span.code);
      if ('strong' in span) return escapeMrkdwn(span.strong);
      if ('at' in span) return mrkdwnMoment(span) ?? escapeMrkdwn(span.at);
      if ('person' in span) return mentionOf(span.person) ?? escapeMrkdwn(span.name ?? span.person);
      return escapeMrkdwn(span.text || span.link);
    })
    .join('');
}

/** What is left without any form: for files, plain text objects, and lengths. */
export function plainOf(text: Text): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return clean(span);
      if ('code' in span) return clean(span.code);
      if ('strong' in span) return clean(span.strong);
      if ('at' in span) return clean(plainMoment(span));
      if ('person' in span) return clean(span.name ?? span.person);
      return clean(span.text || span.link);
    })
    .join('');
}

/** True when plain text would lose something: a moment in the reader's zone, a command that should look like one. */
export function needsForm(text: Text): boolean {
  return spansOf(text).some(
    (span) => typeof span === 'object' && ('at' in span || 'code' in span || 'person' in span),
  );
}

/** Characters of rich text as Slack counts them. */
function lengthOf(elements: readonly RichInline[]): number {
  return elements.reduce((sum, one) => sum + ('text' in one ? one.text.length : widthOf(one)), 0);
}

function widthOf(one: Exclude<RichInline, { readonly text: string }>): number {
  if (one.type === 'date') return one.fallback.length;
  return one.type === 'user' ? one.user_id.length : one.usergroup_id.length;
}

/** Divides a run of rich text into runs of at most `max` characters and `most` elements, in order, nothing lost. */
export function divide(elements: readonly RichInline[], max: number, most = 80): RichInline[][] {
  const runs: RichInline[][] = [];
  let run: RichInline[] = [];
  let room = max;
  const close = () => {
    if (run.length > 0) runs.push(run);
    run = [];
    room = max;
  };
  for (const element of elements) {
    let rest: RichInline | null = element;
    while (rest !== null) {
      const length = lengthOf([rest]);
      if (run.length >= most || room < 2 || (length > room && length <= max)) close();
      if (length <= room || !('text' in rest)) {
        run.push(rest);
        room -= length;
        rest = null;
      } else {
        const at = Math.max(splitPoint(rest.text, room), 1);
        run.push({ ...rest, text: rest.text.slice(0, at) });
        rest = { ...rest, text: rest.text.slice(at) };
        close();
      }
    }
  }
  close();
  return runs;
}
