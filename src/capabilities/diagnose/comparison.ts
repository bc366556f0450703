// The two configurations side by side as a picture, or the two proposals that a log printed.

import { type Cause, causeInfo } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { ComparisonPicture } from '../../domain/picture.js';
import type { FactBook } from '../../facts/book.js';
import { settingRows } from '../../fleet/sideBySide.js';

const mostRows = 20;

/** @returns null when the verdict is not about settings, or when there is nothing to put side by side. */
export function comparisonOf(
  cause: Cause,
  evidence: TunnelEvidence,
  book: FactBook,
): ComparisonPicture | null {
  const { kind } = causeInfo(cause);
  if (kind !== 'phase-1' && kind !== 'phase-2') return null;
  const { ours, theirs } = evidence;
  if (ours.config.known && theirs.config.known) {
    const rows = settingRows(ours.config.value, theirs.config.value).flatMap((row) =>
      row.state === 'apart' || row.state === 'translated'
        ? []
        : [{ label: row.label, left: row.ours, right: row.theirs, state: row.state }],
    );
    const differing = rows.filter((row) => row.state === 'differs');
    const rest = rows.filter((row) => row.state !== 'differs');
    const shown = [...differing, ...rest].slice(0, mostRows);
    return {
      kind: 'comparison',
      title: 'The two configurations',
      left: ours.name,
      right: theirs.name,
      rows: shown,
    };
  }
  return fromLog(book);
}

function fromLog(book: FactBook): ComparisonPicture | null {
  const [received, configured, device] = ['log.received', 'log.configured', 'log.device'].map((name) =>
    book.fact(name),
  );
  if (!received?.known || !configured?.known || !device?.known) return null;
  const row = {
    label: 'as printed',
    left: String(configured.value),
    right: String(received.value),
    state: 'differs' as const,
  };
  return {
    kind: 'comparison',
    title: 'What the log printed',
    left: `${String(device.value)} is set to`,
    right: 'received',
    rows: [row],
  };
}
