// What every notice has: the frame of its report, and what it was once it is over.

import { causeInfo } from '../../domain/causes.js';
import type { Block, Report, Tone } from '../../domain/report.js';
import { confidenceWords } from '../../incidents/words.js';
import type { FirstDiagnosis } from '../../notices/notice.js';

/** What the notices have in common as reports. */
export function frameOf(tone: Tone, title: string): Omit<Report, 'summary' | 'actions'> {
  return {
    kind: 'notice',
    tone,
    title,
    detail: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: null,
  };
}

/** What it was, as far as the first diagnosis found out. */
export function pastRows(diagnosis: FirstDiagnosis | null): Block[] {
  const decision = diagnosis?.decision ?? null;
  if (!decision?.cause) return [];
  const { code, says, confidence } = decision.cause;
  const named =
    confidence === 'none'
      ? 'Not known.'
      : `${causeInfo(code).title}, ${confidenceWords[confidence]}. ${says}`;
  const trigger = diagnosis?.happened ?? '';
  return [
    {
      kind: 'fields',
      rows: [
        { label: 'It was', value: named },
        ...(trigger === '' ? [] : [{ label: 'Trigger', value: trigger }]),
      ],
    },
  ];
}
