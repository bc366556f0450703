// From a diagnosis to the report: the verdict on top, what it rests on, who does what, what could not be checked.

import { decisionBlocks, decisionTitle } from '../../commands/decisionCard.js';
import { toneOf as toneOfState } from '../../commands/phrases.js';
import { decisionOf, leadOf } from '../../diagnosis/decision.js';
import type { Examination } from '../../diagnosis/diagnose.js';
import { causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames, type LineOptions } from '../../domain/commandLine.js';
import type { Decision } from '../../domain/decision.js';
import type { LogReading } from '../../domain/log.js';
import {
  type Action,
  type Block,
  bareReport,
  type Report,
  type Text,
  type Tone,
} from '../../domain/report.js';
import type { Diagnosis } from '../../domain/verdict.js';
import { sinceOf } from '../../watch/since.js';
import type { WatchedTunnel } from '../../watch/state.js';
import { detailBlocks } from './blocks.js';
import { diagnosisJson } from './json.js';
import { threadBlocks } from './thread.js';

/** Switches from the short form to all of it. */
export const detailsOption = 'details';

export type DiagnosisForm = 'short' | 'whole' | 'rest';

/**
 * @param tunnel its name, for the lines of the next steps.
 * @param form `short` is what everybody reads; `whole` adds all the rest, `rest` is that alone, for whoever asks beside the short one.
 * @param asked the options that were asked with, besides the form.
 * @param watched what the watch knows of it: since when, where neither device nor log tell.
 */
export function composeDiagnosis(
  examination: Examination,
  tunnel: string,
  form: DiagnosisForm = 'short',
  asked: LineOptions = {},
  watched: WatchedTunnel | null = null,
): Report {
  const { diagnosis, evidence } = examination;
  const decision = sinceOf(decisionOf(examination), watched, new Date(evidence.collectedAt));
  if (form === 'rest') return composeRest(examination, decision);
  return {
    ...bareReport,
    kind: 'diagnose',
    tone: toneOf(diagnosis),
    title: decisionTitle(tunnel, decision),
    summary: cardOf(diagnosis, decision, evidence.collectedAt),
    detail: detailOf(examination, form),
    actions: actionsFor(tunnel, diagnosis, asked),
    audience: 'everyone',
    json: jsonOf(diagnosis, decision),
    walk: { asks: diagnosis.asks ?? [], verdict: diagnosis.verdict },
  };
}

/** For the asker alone: the verdict stands in the conversation already. */
function composeRest(examination: Examination, decision: Decision): Report {
  const { diagnosis, evidence } = examination;
  return {
    ...bareReport,
    kind: 'diagnose',
    tone: 'quiet',
    title: `${diagnosis.tunnel}: other findings, and all checks`,
    summary: [{ kind: 'note', text: ['As of ', { at: evidence.collectedAt, as: 'date-time' }, '.'] }],
    detail: detailBlocks(examination),
    audience: 'asker',
    json: jsonOf(diagnosis, decision),
  };
}

function jsonOf(diagnosis: Diagnosis, { since, sinceAtLeast, trigger }: Decision): unknown {
  return { ...diagnosisJson(diagnosis), since, sinceAtLeast: sinceAtLeast ?? false, trigger };
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
    ...bareReport,
    kind: 'analyze-log',
    tone: first ? toneOf(first.examination.diagnosis) : 'unknown',
    title: several ? `${logs.length} logs` : `Log ${first?.file ?? ''}`,
    summary: logs.flatMap(({ file, reading, examination }) => [
      ...heading(file),
      ...cardOfLog(reading, examination),
    ]),
    detail: logs.flatMap(({ file, examination }) => [...heading(file), ...detailOf(examination, form)]),
    audience: 'everyone',
    json: several ? json : json[0],
  };
}

function readAs({ vendor, side, recognized, lines }: LogReading): string {
  return `${vendor}, ${side ?? 'role unknown'}, ${recognized} of ${lines} lines known`;
}

/** A log tells how it ended, not how long ago that is. */
function cardOfLog(reading: LogReading, examination: Examination): Block[] {
  const { onlyFailuresSince: _ago, ...told } = decisionOf(examination);
  const decision = { ...told, since: null };
  return cardOf(examination.diagnosis, decision, null, [{ label: 'Log', value: readAs(reading) }]);
}

function cardOf(
  diagnosis: Diagnosis,
  decision: Decision,
  seenAt: string | null,
  more: readonly Field[] = [],
): Block[] {
  const calm = decision.cause === null;
  const lead = leadOf(diagnosis);
  return decisionBlocks(decision, {
    tone: toneOf(diagnosis),
    seenAt,
    basis: calm ? (lead?.withoutSource ?? lead?.says ?? diagnosis.verdict.summary) : '',
    more,
  });
}

function detailOf(examination: Examination, form: DiagnosisForm): Block[] {
  return [...threadBlocks(examination), ...(form === 'whole' ? detailBlocks(examination) : [])];
}

/** The sign of a tunnel that is broken is that of its state, as a list and a status show it; how sure its cause is stands in words. */
function toneOf({ state, verdict }: Diagnosis): Tone {
  if (state === 'down' || state === 'degraded') return toneOfState(state);
  if (verdict.cause === 'tunnel-up-healthy' && verdict.confidence === 'possible') return 'quiet';
  if (verdict.cause === 'tunnel-up-healthy' || verdict.cause === 'rekey-in-progress') return 'good';
  if (causeInfo(verdict.cause).kind === 'not-a-fault') return 'quiet';
  if (verdict.cause === 'insufficient-data') return 'unknown';
  return verdict.confidence === 'certain' || verdict.confidence === 'likely' ? 'bad' : 'warning';
}

interface Field {
  readonly label: string;
  readonly value: Text;
}

/** Of a tunnel that is broken the next sensible act is to open an incident; of one that works there is none. */
function actionsFor(tunnel: string, { verdict }: Diagnosis, asked: LineOptions): readonly Action[] {
  const again: Action = { label: 'Diagnose again', command: commandLine(commandNames.diagnose, [tunnel]) };
  const details: Action = {
    label: 'Details',
    command: commandLine(commandNames.diagnose, [tunnel], { ...asked, [detailsOption]: true }),
  };
  const logs: Action = { label: 'Logs', command: commandLine(commandNames.logs, [tunnel]) };
  const config: Action = { label: 'Config', command: commandLine(commandNames.config, [tunnel]) };
  const status: Action = {
    label: 'Status',
    command: commandLine(commandNames.status, [tunnel]),
    further: true,
  };
  if (causeInfo(verdict.cause).kind === 'not-a-fault') return [again, details, logs, config, status];
  const triage: Action = {
    label: 'Triage',
    command: commandLine(commandNames.triage, [tunnel]),
    style: 'primary',
  };
  return [triage, again, details, logs, { ...config, further: true }, status];
}
