// `analyze-log FILE…`: what pasted logs say, without any configuration.

import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { causeInfo } from '../domain/causes.js';
import type { Role } from '../domain/live.js';
import type { LogReading } from '../domain/log.js';
import { Problem } from '../domain/problem.js';
import type { Block, Report, Tone } from '../domain/report.js';
import type { Diagnosis } from '../domain/verdict.js';
import { knownVendors } from '../logs/read/events.js';
import { readLog } from '../logs/readLog.js';
import { closest } from '../logs/signature/closest.js';
import { ownSignatureSet } from '../logs/signature/set.js';
import { fileSource, streamSource } from '../logs/stream/source.js';
import { diagnosisFromReading } from '../logs/verdict.js';

export interface AnalyzeLogOptions {
  readonly vendor?: string;
  readonly side?: string;
  /** What `-` reads. */
  readonly stdin?: Readable;
  readonly signal?: AbortSignal;
}

/** One file's answer, in the words of CONTRACT. */
export interface AnalyzedLog {
  readonly schema: 1;
  readonly tunnel: null;
  readonly state: Diagnosis['state'];
  readonly vendor: string;
  readonly side: Role | null;
  readonly lines: number;
  readonly recognized: number;
  readonly verdict: Diagnosis['verdict'];
  readonly alternatives: Diagnosis['alternatives'];
  readonly findings: Diagnosis['findings'];
  readonly unchecked: Diagnosis['unchecked'];
  readonly steps: Diagnosis['steps'];
}

/**
 * Reads each file in order. The report's `json` is one object for one file and an array for several.
 * @throws Problem for bad usage and for a file that is missing or no text; nothing is answered in part.
 */
export async function analyzeLog(files: readonly string[], options: AnalyzeLogOptions = {}): Promise<Report> {
  if (files.length === 0)
    throw new Problem('usage', {
      detail: 'Which log? Name one or more files, or `-` for standard input.',
      help: 'analyze-log --help',
    });
  const side = sideOf(options.side);
  const vendor = vendorOf(options.vendor);
  const answers: { file: string; reading: LogReading; diagnosis: Diagnosis }[] = [];
  for (const file of files) {
    options.signal?.throwIfAborted();
    const source =
      file === '-' && options.stdin
        ? streamSource(stoppable(options.stdin, options.signal), 'standard input')
        : await fileSource(file);
    const reading = await readLog(source, {
      name: file === '-' ? 'Standard input' : file,
      vendor,
      side,
    });
    const name = file === '-' ? 'standard input' : basename(file);
    answers.push({ file: name, reading, diagnosis: diagnosisFromReading(reading, { source: name }) });
  }
  const json = answers.map(({ reading, diagnosis }) => analyzedLog(reading, diagnosis));
  return {
    kind: 'analyze-log',
    tone: toneOf(answers[0]?.diagnosis),
    title: answers.length === 1 ? `Log ${answers[0]?.file ?? ''}` : `${answers.length} logs`,
    summary: answers.flatMap(({ file, reading, diagnosis }) =>
      summaryOf(file, reading, diagnosis, answers.length > 1),
    ),
    detail: answers.flatMap(({ file, diagnosis }) => detailOf(file, diagnosis, answers.length > 1)),
    actions: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: json.length === 1 ? json[0] : json,
  };
}

/** Whoever feeds it may never say more: the wait for it ends with the question. */
function stoppable(stream: Readable, signal: AbortSignal | undefined): Readable {
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

function analyzedLog(reading: LogReading, diagnosis: Diagnosis): AnalyzedLog {
  const { state, verdict, alternatives, findings, unchecked, steps } = diagnosis;
  return {
    schema: 1,
    tunnel: null,
    state,
    vendor: reading.vendor,
    side: reading.side,
    lines: reading.lines,
    recognized: reading.recognized,
    verdict,
    alternatives,
    findings,
    unchecked,
    steps,
  };
}

function sideOf(word: string | undefined): Role | null {
  if (word === undefined) return null;
  if (word === 'initiator' || word === 'responder') return word;
  throw new Problem('usage', {
    detail: `The side is initiator or responder, not "${word}".`,
    help: 'analyze-log --help',
  });
}

function vendorOf(word: string | undefined): string | null {
  if (word === undefined) return null;
  const known = knownVendors(ownSignatureSet().files.map((file) => file.vendor));
  if (known.includes(word.toLowerCase())) return word;
  const near = closest(word.toLowerCase(), known);
  throw new Problem('usage', {
    detail: `No signatures are there for "${word}"${near ? `; did you mean "${near}"?` : `. Known: ${known.join(', ')}.`}`,
    help: 'analyze-log --help',
  });
}

function toneOf(diagnosis: Diagnosis | undefined): Tone {
  if (!diagnosis || diagnosis.verdict.confidence === 'none') return 'unknown';
  if (causeInfo(diagnosis.verdict.cause).kind === 'not-a-fault') return 'good';
  return diagnosis.verdict.confidence === 'possible' ? 'warning' : 'bad';
}

function summaryOf(file: string, reading: LogReading, diagnosis: Diagnosis, named: boolean): Block[] {
  const { verdict } = diagnosis;
  const alternatives = diagnosis.alternatives.slice(0, 3).map(({ cause }) => causeInfo(cause).title);
  return [
    ...(named ? [{ kind: 'heading', text: file } as const] : []),
    { kind: 'callout', tone: toneOf(diagnosis), text: verdict.summary },
    {
      kind: 'fields',
      rows: [
        { label: 'Cause', value: { code: verdict.cause } },
        { label: 'Confidence', value: verdict.confidence },
        { label: 'Who acts', value: verdict.side },
        {
          label: 'Log',
          value: `${reading.vendor}, ${reading.side ?? 'role unknown'}, ${reading.recognized} of ${reading.lines} lines known`,
        },
        ...(alternatives.length > 0 ? [{ label: 'Could also be', value: alternatives.join('; ') }] : []),
      ],
    },
  ];
}

function detailOf(file: string, diagnosis: Diagnosis, named: boolean): Block[] {
  const blocks: Block[] = named ? [{ kind: 'heading', text: file }] : [];
  for (const finding of diagnosis.findings) {
    blocks.push({ kind: 'paragraph', text: finding.says });
    if (finding.evidence.length > 0)
      blocks.push({
        kind: 'log',
        lines: finding.evidence.map(({ at, text, source }, index) => ({
          device: source,
          at,
          text,
          marked: index === 0,
        })),
      });
    const steps = [
      ...(finding.next.ours === '' ? [] : [`Here: ${finding.next.ours}`]),
      ...(finding.next.theirs === '' ? [] : [`At the peer: ${finding.next.theirs}`]),
    ];
    if (steps.length > 0) blocks.push({ kind: 'list', items: steps });
  }
  if (diagnosis.unchecked.length > 0) {
    blocks.push({ kind: 'heading', text: 'What I could not check' });
    blocks.push({
      kind: 'list',
      items: diagnosis.unchecked.map(({ what, why, how }) => `${what}: ${why} ${how}`),
    });
  }
  for (const text of diagnosis.wouldChange) blocks.push({ kind: 'note', text });
  return blocks;
}
