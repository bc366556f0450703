// The machine form of a diagnosis, exactly as the CLI contract promises; shared by `diagnose` and `analyze-log`.

import type { LogReading } from '../../domain/log.js';
import type { Diagnosis, Statement } from '../../domain/verdict.js';

export type DiagnosisJson = Readonly<Record<string, unknown>>;

/** What `analyze-log` adds about the log that it read. */
export type ReadLogFigures = Pick<LogReading, 'vendor' | 'side' | 'lines' | 'recognized'>;

/** Keys may be added, none is renamed. Texts are as people and devices wrote them. */
export function diagnosisJson(diagnosis: Diagnosis, log: ReadLogFigures | null = null): DiagnosisJson {
  const { verdict } = diagnosis;
  return {
    schema: 1,
    tunnel: diagnosis.tunnel,
    state: diagnosis.state,
    ...(log === null
      ? {}
      : { vendor: log.vendor, side: log.side, lines: log.lines, recognized: log.recognized }),
    verdict: {
      cause: verdict.cause,
      confidence: verdict.confidence,
      side: verdict.side,
      summary: verdict.summary,
    },
    alternatives: diagnosis.alternatives.map(({ cause, confidence }) => ({ cause, confidence })),
    findings: diagnosis.findings.map((finding) => ({
      id: finding.id,
      playbook: finding.playbook,
      severity: finding.severity,
      kind: finding.posture ? ('posture' as const) : ('state' as const),
      cause: finding.cause,
      says: finding.says,
      evidence: finding.evidence.map(({ device, source, at, text }) => ({ device, source, at, text })),
      next: { ours: finding.next.ours, theirs: finding.next.theirs },
    })),
    unchecked: diagnosis.unchecked.map(({ what, why, how }) => ({ what, why, how })),
    steps: diagnosis.steps.map(({ playbook, step, look, outcome, why }) => ({
      playbook,
      step,
      look,
      outcome,
      why,
    })),
    wouldChange: diagnosis.wouldChange.map(({ says }) => says),
    asks: (diagnosis.asks ?? []).map(({ fact, question, form, choices }) => ({
      fact,
      question,
      form,
      choices,
    })),
    contradictions: (diagnosis.contradictions ?? []).map(({ about, counts, against, says, question }) => ({
      about,
      counts: statementJson(counts),
      against: statementJson(against),
      says,
      question,
    })),
  };
}

function statementJson({ by, from, says, line }: Statement): DiagnosisJson {
  return { by, from, says, source: line.source, at: line.at, text: line.text };
}
