// One row of the parameter sheet, before anything was seen of the other end.

import type { RowKind, SheetRow, SheetSection } from './form.js';

export const notTold = 'not readable on our device';

export function row(
  section: SheetSection,
  id: string,
  parameter: string,
  kind: RowKind,
  ours: string,
  yours = ours,
  remark = '',
): SheetRow {
  return { id, section, parameter, ours, yours, kind, remark, seen: null };
}
