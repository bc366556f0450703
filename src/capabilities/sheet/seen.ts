// What the other end was seen to carry, by its log, by ours or by a sheet that came back, beside what it must carry.

import type { TunnelEvidence } from '../../domain/evidence.js';
import { identityText } from '../../domain/identity.js';
import { transformText } from '../../domain/transforms.js';
import { type ProposalKind, proposalsOf } from '../../facts/proposals.js';
import { outcomeOf } from './compare.js';
import { configValues } from './configValues.js';
import type { ParameterSheet, SeenValue, SheetRow } from './form.js';

/** By row id. */
export type SeenValues = ReadonlyMap<string, SeenValue>;

/** What logs print of a foreign end; empty when its configuration can be read, because that says more. */
export function seenInLogs(evidence: TunnelEvidence): SeenValues {
  if (evidence.theirs.config.known) return new Map();
  return new Map([
    ...proposalValues(evidence, 'ike'),
    ...proposalValues(evidence, 'child'),
    ...identityValues(evidence),
  ]);
}

/** What a configuration that somebody gave says; nothing where a device of the other end is read, which the sheet is not for. */
export function seenInConfig({ ours, theirs }: TunnelEvidence): SeenValues {
  if (!theirs.config.known || theirs.readable || !ours.config.known) return new Map();
  const { at } = theirs.config.source;
  const values = [...configValues(theirs.config.value, ours.config.value)];
  return new Map(values.map(([id, value]) => [id, { value, by: 'your configuration', at }]));
}

/** What a sheet that came back says. */
export function seenOnSheet(filled: ReadonlyMap<string, string>): SeenValues {
  return new Map([...filled].map(([id, value]) => [id, { value, by: 'your sheet', at: null }]));
}

/** A log tells what really came; it overrules what a sheet says. */
export function withSeen(sheet: ParameterSheet, ...all: readonly SeenValues[]): ParameterSheet {
  const seen = new Map(all.flatMap((values) => [...values]));
  // A log does not say which of several children its phase 2 lines are about.
  const isMixed = sheet.rows.some((row) => /^esp\.\d/.test(row.id));
  const rows = sheet.rows.map((row): SheetRow => {
    const value = seen.get(row.id);
    if (!value || (isMixed && value.at !== null && row.section === 'Phase 2 (IPsec)')) return row;
    return { ...row, seen: { ...value, outcome: outcomeOf(row, value.value) } };
  });
  return { ...sheet, rows };
}

export function differingRows(sheet: ParameterSheet): readonly SheetRow[] {
  return sheet.rows.filter((row) => row.seen?.outcome === 'differs');
}

function proposalValues({ ours, theirs }: TunnelEvidence, kind: ProposalKind): [string, SeenValue][] {
  const found = proposalsOf(theirs, ours, kind);
  if (!('proposals' in found)) return [];
  const [line] = found.evidence;
  const by = line?.device === theirs.name ? 'your log' : 'our log';
  const prefix = kind === 'ike' ? 'ike' : 'esp';
  const types = [
    [`${prefix}.encryption`, 'encryption'],
    [`${prefix}.integrity`, 'integrity'],
    [kind === 'ike' ? 'ike.dh' : 'esp.pfs', 'dh'],
  ] as const;
  return types.flatMap(([id, type]): [string, SeenValue][] => {
    const names = [...new Set(found.proposals.flatMap((proposal) => proposal[type]))];
    if (names.length === 0) return [];
    return [[id, { value: names.map(transformText).join(', '), by, at: line?.at ?? null }]];
  });
}

/** What the other end calls itself: by its own log, else as ours received it. */
function identityValues({ ours, theirs }: TunnelEvidence): [string, SeenValue][] {
  const own = theirs.log.known ? theirs.log.value.ids.ours : null;
  if (own && theirs.log.known)
    return [['id.yours', { value: identityText(own), by: 'your log', at: theirs.log.value.to }]];
  const received = ours.log.known ? ours.log.value.ids.theirs : null;
  if (!received || !ours.log.known) return [];
  return [['id.yours', { value: identityText(received), by: 'our log', at: ours.log.value.to }]];
}
