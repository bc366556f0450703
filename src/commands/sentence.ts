// The short answer of an act: one sentence, and what follows from it in JSON.

import { bareReport, type Report, type Text } from '../domain/report.js';

interface Said {
  readonly kind: string;
  readonly title: string;
  readonly text: Text;
  readonly json: Readonly<Record<string, unknown>>;
  /** Something is other than before: everybody in the channel may see it. */
  readonly changed: boolean;
}

export function sentence({ kind, title, text, json, changed }: Said): Report {
  return {
    ...bareReport,
    kind,
    tone: 'quiet',
    title,
    summary: [{ kind: 'paragraph', text }],
    audience: changed ? 'everyone' : 'asker',
    json: { schema: 1, ...json },
  };
}
