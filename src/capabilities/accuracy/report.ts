// How often verdicts were right, as a report: the counts, and each that was wrong.

import { type Block, bareReport, type Report, type Span, type Text } from '../../domain/report.js';
import type { Confidence } from '../../domain/verdict.js';
import type { FollowedVerdict } from '../../incidents/verdicts.js';
import { type Count, countVerdicts, known } from './count.js';

const mostShown = 40;
const mostWrong = 50;

export function composeAccuracy(verdicts: readonly FollowedVerdict[], since: string): Report {
  const counts = countVerdicts(verdicts);
  const wrong = verdicts.filter(({ judged }) => judged?.right === false).slice(0, mostWrong);
  const right = counts.reduce((sum, count) => sum + count.right, 0);
  const told = counts.reduce((sum, count) => sum + known(count), 0);
  return {
    ...bareReport,
    kind: 'accuracy',
    tone: 'quiet',
    title: told === 0 ? 'Accuracy: nothing is known yet' : `Accuracy: ${right} of ${told} verdicts right`,
    summary: [
      { kind: 'paragraph', text: [...byConfidence(counts), 'Since ', { at: since, as: 'date-time' }, '.'] },
      ...(counts.length === 0 ? [] : [table(counts.slice(0, mostShown))]),
      {
        kind: 'note',
        text: 'Right or wrong is what people said of a verdict; unsaid, the cause that its incident was closed with decides.',
      },
    ],
    detail:
      wrong.length === 0
        ? []
        : [
            { kind: 'heading', text: 'Wrong' },
            { kind: 'list', items: wrong.map(wrongLine) },
          ],
    // Who said what concerns nobody else in the channel.
    audience: 'asker',
    json: {
      schema: 1,
      since,
      verdicts: counts,
      wrong: wrong.map(({ id, tunnel, at, cause, confidence, judged }) => ({
        verdict: id,
        tunnel,
        at,
        said: cause,
        confidence,
        was: judged?.cause ?? null,
        by: judged?.by ?? null,
      })),
    },
  };
}

const confidences = ['certain', 'likely', 'possible'] as const satisfies readonly Confidence[];

/** `Certain 10 of 10, likely 2 of 4. ` */
function byConfidence(counts: readonly Count[]): readonly string[] {
  const parts = confidences.flatMap((confidence) => {
    const of = counts.filter((count) => count.confidence === confidence);
    const told = of.reduce((sum, count) => sum + known(count), 0);
    const right = of.reduce((sum, count) => sum + count.right, 0);
    return told === 0 ? [] : [`${confidence} ${right} of ${told}`];
  });
  const text = parts.join(', ');
  return text === '' ? [] : [`Right: ${text}. `];
}

function table(counts: readonly Count[]): Block {
  return {
    kind: 'table',
    columns: ['Cause', 'Confidence', 'Right', 'Wrong', 'Closed otherwise', 'Not told'],
    rows: counts.map((count): Text[] => [
      { code: count.cause },
      count.confidence,
      String(count.right),
      String(count.wrong),
      String(count.closedOtherwise),
      String(count.notTold),
    ]),
  };
}

function wrongLine({ tunnel, at, cause, confidence, judged }: FollowedVerdict): Text {
  const was: readonly Span[] = judged?.cause ? [', was ', { code: judged.cause }] : [];
  return [
    { at, as: 'date-time' },
    ` ${tunnel}: said `,
    { code: cause },
    ` (${confidence})`,
    ...was,
    ` (${judged?.by.name ?? '–'})`,
  ];
}
