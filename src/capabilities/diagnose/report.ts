// From a diagnosis to the report: the verdict on top, what it rests on, who does what, what could not be checked.

import type { Examination } from '../../diagnosis/diagnose.js';
import { causeInfo, verdictTitle } from '../../domain/causes.js';
import { commandLine, commandNames, type LineOptions } from '../../domain/commandLine.js';
import type { LogReading } from '../../domain/log.js';
import type { Action, Block, Report, Text, Tone } from '../../domain/report.js';
import type { Confidence, Diagnosis } from '../../domain/verdict.js';
import { detailBlocks, nextBlocks } from './blocks.js';
import { diagnosisJson } from './json.js';
import { leadAndOthers, threadBlocks } from './thread.js';

/** Switches from the short form to all of it. */
export const detailsOption = 'details';

export type DiagnosisForm = 'short' | 'whole' | 'rest';

/**
 * @param tunnel its name, for the lines of the next steps.
 * @param form `short` is what everybody reads; `whole` adds all the rest, `rest` is that alone, for whoever asks beside the short one.
 * @param asked the options that were asked with, besides the form.
 */
export function composeDiagnosis(
  examination: Examination,
  tunnel: string,
  form: DiagnosisForm = 'short',
  asked: LineOptions = {},
): Report {
  const { diagnosis } = examination;
  return {
    kind: 'diagnose',
    tone: toneOf(diagnosis),
    title: `${diagnosis.tunnel}: ${verdictTitle(diagnosis.verdict)}`,
    summary: form === 'rest' ? [] : summaryOf(diagnosis),
    detail: detailOf(examination, form),
    actions: form === 'rest' ? [] : actionsFor(tunnel, diagnosis, asked),
    choice: null,
    files: [],
    audience: form === 'rest' ? 'asker' : 'everyone',
    json: diagnosisJson(diagnosis),
    walk: { asks: diagnosis.asks ?? [], verdict: diagnosis.verdict },
  };
}

/** One log, and what it was read as. */
export interface JudgedLog {
  /** The name of its file. */
  readonly file: string;
  readonly reading: LogReading;
  readonly examination: Examination;
}

/** What pasted logs say, each by itself. The `json` is one object for one log and an array for several. */
export function composeLogs(logs: readonly JudgedLog[], form: DiagnosisForm = 'short'): Report {
  const several = logs.length > 1;
  const heading = (file: string): Block[] => (several ? [{ kind: 'heading', text: file }] : []);
  const json = logs.map(({ reading, examination }) => diagnosisJson(examination.diagnosis, reading));
  const [first] = logs;
  return {
    kind: 'analyze-log',
    tone: first ? toneOf(first.examination.diagnosis) : 'unknown',
    title: several ? `${logs.length} logs` : `Log ${first?.file ?? ''}`,
    summary: logs.flatMap(({ file, reading, examination }) => [
      ...heading(file),
      ...summaryOf(examination.diagnosis, [{ label: 'Log', value: readAs(reading) }]),
    ]),
    detail: logs.flatMap(({ file, examination }) => [...heading(file), ...detailOf(examination, form)]),
    actions: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: several ? json : json[0],
  };
}

function readAs({ vendor, side, recognized, lines }: LogReading): string {
  return `${vendor}, ${side ?? 'role unknown'}, ${recognized} of ${lines} lines known`;
}

function summaryOf(diagnosis: Diagnosis, more: readonly Field[] = []): Block[] {
  const { lead } = leadAndOthers(diagnosis);
  return [
    ...verdictBlocks(diagnosis, lead ? lead.says : diagnosis.verdict.summary, more),
    ...(lead ? nextBlocks(lead) : []),
  ];
}

function detailOf(examination: Examination, form: DiagnosisForm): Block[] {
  return [
    ...(form === 'rest' ? [] : threadBlocks(examination)),
    ...(form === 'short' ? [] : detailBlocks(examination)),
  ];
}

function toneOf({ verdict }: Diagnosis): Tone {
  if (verdict.cause === 'tunnel-up-healthy' && verdict.confidence === 'possible') return 'quiet';
  if (verdict.cause === 'tunnel-up-healthy' || verdict.cause === 'rekey-in-progress') return 'good';
  if (causeInfo(verdict.cause).kind === 'not-a-fault') return 'quiet';
  if (verdict.cause === 'insufficient-data') return 'unknown';
  return verdict.confidence === 'certain' || verdict.confidence === 'likely' ? 'bad' : 'warning';
}

const confidenceWords: Readonly<Record<Confidence, string>> = {
  certain: 'certain: the evidence excludes the other causes',
  likely: 'likely: the evidence points here, a neighbor is possible',
  possible: 'possible: one of several that fit',
  none: 'none: nothing supports a cause',
};

const sideWords = {
  ours: 'our side',
  theirs: 'their side',
  both: 'both sides, together',
  path: 'the network between the ends',
  unknown: 'nobody yet',
} as const;

interface Field {
  readonly label: string;
  readonly value: Text;
}

function verdictBlocks(diagnosis: Diagnosis, says: string, more: readonly Field[]): Block[] {
  const { verdict, state } = diagnosis;
  const calm = causeInfo(verdict.cause).kind === 'not-a-fault';
  return [
    {
      kind: 'callout',
      tone: toneOf(diagnosis),
      text: [{ strong: verdictTitle(verdict) }, `. ${says}`],
    },
    {
      kind: 'fields',
      rows: [
        { label: 'State', value: state === 'unknown' ? 'cannot tell' : state },
        { label: 'Cause', value: { code: verdict.cause } },
        { label: 'Confidence', value: confidenceWords[verdict.confidence] },
        ...(calm ? [] : [{ label: 'Who acts', value: sideWords[verdict.side] }]),
        ...more,
      ],
    },
  ];
}

function actionsFor(tunnel: string, { verdict }: Diagnosis, asked: LineOptions): readonly Action[] {
  const calm = causeInfo(verdict.cause).kind === 'not-a-fault';
  return [
    { label: 'Diagnose again', command: commandLine(commandNames.diagnose, [tunnel]), style: 'primary' },
    ...(calm ? [] : [{ label: 'Triage', command: commandLine(commandNames.triage, [tunnel]) }]),
    {
      label: 'Details',
      command: commandLine(commandNames.diagnose, [tunnel], { ...asked, [detailsOption]: true }),
    },
    { label: 'Logs', command: commandLine(commandNames.logs, [tunnel]) },
    { label: 'Config', command: commandLine(commandNames.config, [tunnel]) },
    { label: 'Status', command: commandLine(commandNames.status, [tunnel]) },
  ];
}
