// What every notice has: the frame of its report, and what it was once it is over.

import { causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { type Action, type Block, bareReport, type Report, type Tone } from '../../domain/report.js';
import { confidenceWords } from '../../incidents/words.js';
import type { FirstDiagnosis } from '../../notices/notice.js';

/** What the notices have in common as reports. */
export function frameOf(tone: Tone, title: string): Omit<Report, 'summary' | 'actions'> {
  return {
    ...bareReport,
    kind: 'notice',
    tone,
    title,
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

/** Where it goes on: there is one incident for a tunnel, so a second one is not offered. */
export function incidentRow(incident: string | null): Block[] {
  return incident === null ? [] : [{ kind: 'note', text: `Incident ${incident} tells the rest.` }];
}

/** What opens the incident of a tunnel; where there is one, what shows it. */
export function triageAction(
  tunnel: string,
  incident: string | null,
  label: string,
  more: Readonly<Record<string, string>> = {},
): Action {
  return incident === null
    ? { label, command: commandLine(commandNames.triage, [tunnel], more), style: 'primary' }
    : { label: `Incident ${incident}`, command: commandLine(commandNames.incident, [incident]) };
}
