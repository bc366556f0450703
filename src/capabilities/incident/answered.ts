// What answers a question of an incident without anybody: a line that a given log or a device shows.

import type { Examined } from '../../diagnosis/examiner.js';
import { factsByName } from '../../facts/catalogue.js';
import { shownByTheirLog } from '../../facts/contradictions.js';
import type { OpenQuestion } from '../../incidents/incident.js';

const longestQuote = 160;

/** A sentence that says where the answer stands; null when nothing shows it. */
export function answersOf({ examination, theirLog }: Examined): (question: OpenQuestion) => string | null {
  const { book, evidence } = examination;
  return ({ fact, form, question }) => {
    if (form === 'log' && theirLog && 'reading' in theirLog)
      return `“${question}” is answered: the log of ${evidence.theirs.name} was given.`;
    const state = shownByTheirLog(fact, evidence) ?? (factsByName.has(fact) ? book.fact(fact) : null);
    const line = state?.known ? state.evidence[0] : undefined;
    if (!line || evidence.answers.some((one) => one.fact === fact)) return null;
    const text = line.text.length > longestQuote ? `${line.text.slice(0, longestQuote)} …` : line.text;
    return `“${question}” is answered by ${line.isLog ? `the log of ${line.device}` : line.device}: ${text}`;
  };
}
