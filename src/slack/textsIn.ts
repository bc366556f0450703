// Every text in a message of Slack, however deep: alerts put theirs into attachments, fields and blocks.

const TEXT_KEYS = new Set([
  'text',
  'fallback',
  'title',
  'pretext',
  'value',
  'footer',
  'author_name',
  'alt_text',
]);
const MOST_CHARACTERS = 20_000;
const MOST_DEPTH = 12;

/** The texts in reading order, joined by line breaks, at most 20,000 characters; Slack's entities are resolved. */
export function textsIn(message: unknown): string {
  const found: string[] = [];
  let room = MOST_CHARACTERS;
  const visit = (value: unknown, key: string, depth: number): void => {
    if (room <= 0 || depth > MOST_DEPTH) return;
    if (typeof value === 'string') {
      if (!TEXT_KEYS.has(key) || value === '') return;
      found.push(value.slice(0, room));
      room -= value.length;
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) for (const one of value.slice(0, 200)) visit(one, key, depth + 1);
    else for (const [name, one] of Object.entries(value).slice(0, 200)) visit(one, name, depth + 1);
  };
  visit(message, '', 0);
  return unescapeSlack([...new Set(found)].join('\n'));
}

/** A message as it is quoted: its own text, which says what its blocks say; all its texts where attachments say more. */
export function quotedText(message: unknown): string {
  const { text, attachments } = (message ?? {}) as { text?: unknown; attachments?: unknown };
  const hasMore = Array.isArray(attachments) && attachments.length > 0;
  return typeof text === 'string' && text.trim() !== '' && !hasMore ? unescapeSlack(text) : textsIn(message);
}

/** `<@U1>` and `<#C1|x>` lose their brackets, links keep their label, then the three entities. */
export function unescapeSlack(text: string): string {
  return text
    .replace(/<(?:https?|mailto|tel):[^|<>]*\|([^<>]*)>/g, '$1')
    .replace(/<(https?:[^|<>]*)>/g, '$1')
    .replace(/<[@#!][^<>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
