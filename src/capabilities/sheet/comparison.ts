// A filled-in sheet against what runs: which rows differ, in words.

import { Problem } from '../../domain/problem.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { type ComparedRow, compareSheet } from './compare.js';
import { configValues } from './configValues.js';
import { composeSheet } from './sheet.js';
import { readFilledSheet } from './text.js';

/** @throws Problem `no-device` when our configuration cannot be read, `input-unreadable` when the text is no sheet. */
export function comparedSheet(
  tunnel: FleetTunnel,
  text: string,
  file: string,
  now: string,
): readonly ComparedRow[] {
  return compareSheet(composeSheet(ourConfig(tunnel), tunnel.declared, now), readFilledSheet(text, file));
}

/** @throws Problem `no-device` when our configuration cannot be read. */
export function comparedConfig(
  tunnel: FleetTunnel,
  theirs: TunnelConfig,
  now: string,
): readonly ComparedRow[] {
  const ours = ourConfig(tunnel);
  return compareSheet(composeSheet(ours, tunnel.declared, now), configValues(theirs, ours));
}

function ourConfig({ ours: { config } }: FleetTunnel): TunnelConfig {
  if (config.known) return config.value;
  throw new Problem('no-device', { detail: config.says, hint: config.remedy });
}

/** `Phase 1 (IKE), DH group: theirs is group2, ours needs group14`. */
export function differenceTexts(rows: readonly ComparedRow[]): readonly string[] {
  return rows
    .filter((one) => one.outcome === 'differs')
    .map(
      ({ row, value }) =>
        `${row.section}, ${row.parameter}: theirs is ${value.slice(0, 120)}, needed is ${row.yours}`,
    );
}
