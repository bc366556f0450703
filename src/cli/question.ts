// One question on the terminal: to the devices, or to the running service when it holds what is asked about.

import '../support/plainZod.js';
import { wire } from '../app/wiring.js';
import type { Attachment } from '../commands/dispatcher.js';
import { loadSettings, type Settings, settingsPath } from '../config/settings.js';
import { Problem } from '../domain/problem.js';
import type { Progress, Report } from '../domain/report.js';
import { removedSentence, secretsIn } from '../domain/secrets/index.js';
import { neutralized } from '../render/plainText.js';
import { askLine } from '../support/askLine.js';
import { createLogger } from '../support/logger.js';
import { askedOfService, terminalUser } from './asking.js';
import type { Caller } from './caller.js';
import type { Flags } from './entry.js';
import { keepNames } from './knownNames.js';
import { printReport } from './print.js';
import type { Outline } from './terminal.js';
import { readAttachment, walkOnTerminal } from './terminalWalk.js';

export interface Question {
  readonly declaration: Outline;
  /** Behind the command's name. */
  readonly typed: readonly string[];
  readonly flags: Flags;
  readonly caller: Caller;
}

/** @returns the report that was printed. @throws Problem for what stands against an answer. */
export async function answerQuestion(question: Question): Promise<Report> {
  const { declaration, typed, flags, caller } = question;
  const { environment } = caller;
  const settings = await loadSettings(settingsPath(flags.config ?? null, environment), environment);
  if (settings.devices.length === 0) {
    throw new Problem('config-invalid', {
      file: settings.file,
      line: 1,
      detail: 'no device is configured',
      hint: 'config.example.yml shows a device of each vendor.',
    });
  }
  const { behind, file } = fileApart(declaration, typed, flags);
  const words = [declaration.name, ...behind];
  const attachments = await attached({ ...flags, ...(file === undefined ? {} : { file }) });
  const report =
    (await fromService(question, settings, words, attachments)) ??
    (await fromDevices(question, settings, words, attachments));
  if (report.names) await keepNames(settings, report.names);
  if (secretsIn(words.join(' ')) > 0) caller.stderr.write(`${removedSentence}\n`);
  return report;
}

async function fromService(
  question: Question,
  settings: Settings,
  words: readonly string[],
  attachments: readonly Attachment[],
): Promise<Report | null> {
  const { declaration, caller } = question;
  const { signal } = caller;
  const asked = { declaration, words, attachments, signal, onProgress: progressOf(question) };
  const report = await askedOfService(settings, asked);
  if (report) show(question, settings, report);
  return report;
}

async function fromDevices(
  question: Question,
  settings: Settings,
  words: readonly string[],
  attachments: readonly Attachment[],
): Promise<Report> {
  const { declaration, caller } = question;
  const { signal, stdin, stderr } = caller;
  const wired = wire(settings, {
    log: createLogger(settings.logLevel === 'info' ? 'warn' : settings.logLevel, stderr),
  });
  const run = async (asked: readonly string[], files: readonly Attachment[]): Promise<Report> => {
    const report = await wired.dispatcher.execute(asked, {
      asker: terminalUser(),
      signal,
      attachments: files,
      onProgress: progressOf(question),
    });
    show(question, settings, report);
    return report;
  };
  try {
    const report = await run(words, attachments);
    const answers = declaration.options.find((option) => option.type === 'fact' && option.many);
    if (answers && report.walk && stdin.isTTY && showsProgress(question)) {
      const ask = (text: string) => askLine(neutralized(text), stdin, stderr, signal);
      const say = (text: string) => void stderr.write(text);
      const walk = { ask, say, run, readFile: readAttachment };
      await walkOnTerminal(report, words, answers.name, attachments, walk);
    }
    return report;
  } finally {
    await wired.close();
  }
}

function show(question: Question, settings: Settings, report: Report): void {
  const { flags, caller } = question;
  if (showsProgress(question)) caller.stderr.write(clearLine);
  caller.signal.throwIfAborted();
  printReport(report, { flags, caller, zone: settings.timeZone });
}

/** The file that is the last word of such a command, unless it was given as the option. */
function fileApart({ fileWord, positionals }: Outline, typed: readonly string[], { file }: Flags) {
  if (!fileWord || file !== undefined || typed.length < positionals.most) return { behind: typed, file };
  return { behind: typed.slice(0, -1), file: typed.at(-1) };
}

async function attached({ file, partnerConfig }: Flags): Promise<readonly Attachment[]> {
  return [
    ...(file === undefined ? [] : [await readAttachment(file)]),
    ...(partnerConfig === undefined
      ? []
      : [{ ...(await readAttachment(partnerConfig)), saidToBe: 'configuration' as const }]),
  ];
}

function showsProgress({ flags, caller }: Question): boolean {
  return caller.stderr.isTTY === true && !flags.json;
}

const clearLine = '\r\u001B[K';

/** What is being done, on one line of stderr, written over the last one. */
function progressOf(question: Question): (progress: Progress) => void {
  if (!showsProgress(question)) return () => undefined;
  const { stderr } = question.caller;
  return ({ title }) => {
    const width = Math.max(20, (stderr.columns ?? 80) - 1);
    stderr.write(`${clearLine}${neutralized(title).slice(0, width)}`);
  };
}
