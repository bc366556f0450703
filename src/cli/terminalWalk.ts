// The walk on a terminal: the same questions as in a thread, asked one after the other until nothing is left that matters.

import type { Attachment } from '../commands/dispatcher.js';
import { mostDocumentBytes } from '../commands/document.js';
import { type AskForm, notKnown, type OpenAsk } from '../domain/ask.js';
import { verdictTitle } from '../domain/causes.js';
import { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import { confidenceWords } from '../incidents/words.js';
import { fileTrouble, readStart } from '../support/files.js';

export interface TerminalWalk {
  /** The line that was typed; null when the person gives up. */
  ask(question: string): Promise<string | null>;
  say(text: string): void;
  /** Runs the diagnosis again and shows it. */
  run(words: readonly string[], attachments: readonly Attachment[]): Promise<Report>;
  readFile(path: string): Promise<Attachment>;
}

const mostQuestions = 20;

/** @param words the command as it was typed; answers are added to it, as values of `option`. */
export async function walkOnTerminal(
  first: Report,
  words: readonly string[],
  option: string,
  given: readonly Attachment[],
  walk: TerminalWalk,
): Promise<void> {
  let report = first;
  let asked = words;
  let attachments = given;
  const skipped = new Set<string>();
  for (let round = 0; round < mostQuestions; round += 1) {
    const before = verdictOf(report);
    const ask = report.walk?.asks.find(
      (one) => !skipped.has(one.fact) && (one.form !== 'log' || given.length === 0),
    );
    if (!ask) return;
    const typed = await walk.ask(`\n${ask.question} ${hint(ask.form, ask.choices)} `);
    if (typed === null) return;
    const value = readTyped(typed.trim(), ask);
    if (value === null) {
      walk.say(`That is not an answer to this question. ${hint(ask.form, ask.choices)}\n`);
      continue;
    }
    if (value === notKnown) {
      skipped.add(ask.fact);
      continue;
    }
    try {
      if (ask.form === 'log') {
        attachments = [await walk.readFile(value)];
        skipped.add(ask.fact);
      } else asked = [...asked, `--${option}`, `${ask.fact}=${value}`];
      report = await walk.run(asked, attachments);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (ask.form === 'log') attachments = given;
      walk.say(`${error.message} ${error.remedy}\n`);
      continue;
    }
    const after = verdictOf(report);
    if (before !== '' && before !== after) {
      walk.say(`Was ${before}; now ${after}, because of this ${ask.form === 'log' ? 'log' : 'answer'}.\n`);
    }
  }
}

function hint(form: AskForm, choices: readonly string[]): string {
  switch (form) {
    case 'yes-no':
      return '[yes, no, Enter for I don’t know]';
    case 'choice':
      return `[${choices.join(', ')}, Enter for I don’t know]`;
    case 'log':
      return '[path of the file, Enter for I don’t have it]';
    case 'address':
    case 'number':
    case 'text':
    case 'list':
      return `[${form}, Enter for I don’t know]`;
  }
}

/** Null for what cannot be an answer; `unknown` for "I don't know". */
function readTyped(typed: string, ask: OpenAsk): string | null {
  if (typed === '' || typed.toLowerCase() === notKnown) return notKnown;
  if (ask.form === 'yes-no') return /^y(es)?$/i.test(typed) ? 'yes' : /^no?$/i.test(typed) ? 'no' : null;
  if (ask.form === 'choice') return ask.choices.find((one) => one === typed.toLowerCase()) ?? null;
  if (ask.form === 'number') return Number.isFinite(Number(typed)) ? typed : null;
  return typed;
}

function verdictOf({ walk }: Report): string {
  return walk ? `${confidenceWords[walk.verdict.confidence]} “${verdictTitle(walk.verdict)}”` : '';
}

/** @throws Problem `input-missing` or `input-unreadable`; reads one byte more than is allowed, so that too large is seen. */
export async function readAttachment(path: string): Promise<Attachment> {
  const read = await readStart(path, mostDocumentBytes + 1);
  if (read.ok) return { name: path.replace(/.*[\\/]/, ''), bytes: read.bytes };
  if (read.why === 'missing') throw new Problem('input-missing', { file: path });
  throw new Problem('input-unreadable', {
    file: path,
    detail: fileTrouble[read.why],
    hint:
      read.why === 'directory'
        ? 'Name a file in it.'
        : 'Name a file with the text, and check its permissions.',
  });
}
