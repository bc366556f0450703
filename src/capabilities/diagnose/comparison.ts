// The two configurations side by side as a picture, or the two proposals that a log printed.

import { type Cause, causeInfo } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { ComparisonPicture } from '../../domain/picture.js';
import type { FactBook } from '../../facts/book.js';
import { settingRows } from '../../fleet/sideBySide.js';

const mostRows = 8;

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
    // A picture of settings that all match tells nothing.
    if (differing.length === 0) return null;
    const unread = rows.filter((row) => row.state === 'unknown').length;
    const equal = rows.length - differing.length - unread;
    return {
      kind: 'comparison',
      title: `${differing.length} ${differing.length === 1 ? 'mismatch' : 'mismatches'}`,
      left: ours.name,
      right: theirs.name,
      rows: differing.slice(0, mostRows),
      equal,
      unread,
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
    label: 'In the log',
    left: String(configured.value),
    right: String(received.value),
    state: 'differs' as const,
  };
  return {
    kind: 'comparison',
    title: 'Mismatch in the log',
    left: `${String(device.value)} accepts`,
    right: 'received',
    rows: [row],
  };
}
