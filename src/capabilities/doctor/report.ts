// What the checks of an installation found, as a report: what failed first, with its remedy, then the rest.

import type { Examined } from '../../checks/installation.js';
import { plural } from '../../commands/phrases.js';
import type { CheckResult, CheckState } from '../../domain/check.js';
import { type Block, bareReport, type Report, type Text, type Tone } from '../../domain/report.js';

const tones: Readonly<Record<CheckState, Tone>> = {
  ok: 'good',
  warning: 'warning',
  failed: 'bad',
  skipped: 'unknown',
};

/** @param whole what is in order is listed check by check, not only counted. */
export function composeDoctor(results: readonly CheckResult[], whole: boolean): Report {
  const of = (state: CheckState) => results.filter((one) => one.state === state);
  const [failed, warnings, skipped, well] = [of('failed'), of('warning'), of('skipped'), of('ok')];
  return {
    ...bareReport,
    kind: 'doctor',
    tone:
      failed.length > 0 ? 'bad' : warnings.length > 0 ? 'warning' : skipped.length > 0 ? 'unknown' : 'good',
    title: titleOf(failed.length, warnings.length, skipped.length, results.length),
    summary: [...failed, ...warnings].map(
      (one): Block => ({ kind: 'callout', tone: tones[one.state], text: textOf(one) }),
    ),
    detail: [...listOf('Not looked at', skipped), ...(whole ? checkByCheck(well) : counted(well))],
    // Addresses and tokens concern whoever runs it.
    audience: 'asker',
    json: {
      schema: 1,
      checks: results.map(({ about, what, state, says, remedy }) => ({ about, what, state, says, remedy })),
    },
    ...(failed.length > 0 ? { failed: true as const } : {}),
  };
}

/** What the last look found, with its age; calm when nobody looked yet. */
export function composeKnown(last: Examined | null): Report {
  const report = composeDoctor(last?.results ?? [], false);
  if (last === null) return { ...report, title: 'Installation: not checked yet', tone: 'unknown' };
  return {
    ...report,
    summary: [{ kind: 'note', text: ['Looked at ', { at: last.at, as: 'age' }, '.'] }, ...report.summary],
  };
}

function titleOf(failed: number, warnings: number, skipped: number, all: number): string {
  const parts = [
    failed === 0 ? null : `${failed} failed`,
    warnings === 0 ? null : plural(warnings, 'warning'),
    skipped === 0 ? null : `${skipped} not looked at`,
  ].filter((part) => part !== null);
  const of = plural(all, 'check');
  return parts.length === 0
    ? `Installation: all ${of} in order`
    : `Installation: ${parts.join(', ')} of ${of}`;
}

function textOf({ what, says, remedy }: CheckResult): Text {
  return [{ strong: what }, `: ${says}${remedy === null ? '' : ` ${remedy}`}`];
}

function listOf(title: string, results: readonly CheckResult[]): Block[] {
  if (results.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: results.map(textOf) },
  ];
}

function checkByCheck(well: readonly CheckResult[]): Block[] {
  return well.length === 0
    ? []
    : [
        { kind: 'heading', text: 'In order' },
        { kind: 'fields', rows: well.map(({ what, says }) => ({ label: what, value: says })) },
      ];
}

const mostNamed = 12;

/** One line: what is well is nothing to read. */
function counted(well: readonly CheckResult[]): Block[] {
  const abouts = [...new Set(well.map(({ about }) => about))];
  const more = abouts.length - mostNamed;
  const named = `${abouts.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return well.length === 0
    ? []
    : [
        {
          kind: 'paragraph',
          text: [{ strong: 'In order: ' }, `${plural(well.length, 'check')} (${named}).`],
        },
      ];
}
