// What a configuration of the other end carries, as if its people had filled in the sheet: row by row, in the words of the rows.

import { selectorText } from '../../domain/selector.js';
import type { ChildConfig, TunnelConfig } from '../../domain/tunnelConfig.js';
import { matchSelectors } from '../../facts/selectors.js';
import { nothingDeclared } from '../../fleet/fleetTunnel.js';
import { notTold } from './row.js';
import { composeSheet } from './sheet.js';

/** Rows whose value the configuration does not tell are left out: they stay "not filled in". */
export function configValues(theirs: TunnelConfig, ours: TunnelConfig): ReadonlyMap<string, string> {
  const own = new Map(composeSheet(theirs, nothingDeclared, '').rows.map((row) => [row.id, row.ours]));
  const { ike, unreadable } = theirs;
  const values: [string, string | undefined][] = [
    ...[...own].filter(([id]) => /^(?:ike\.|esp\.[a-z]|nat-t$|dpd$)/.test(id)),
    // Seen from the other end, ours and theirs change places.
    ['gateway.ours', own.get('gateway.yours')],
    ['gateway.yours', own.get('gateway.ours')],
    ['id.ours', isRead('ike.peer-id') && ike.peerId?.type !== 'any' ? own.get('id.yours') : undefined],
    ['id.yours', isRead('ike.local-id') ? own.get('id.ours') : undefined],
    ...(isRead('child.selectors') ? networkValues(theirs.children, ours.children) : []),
  ];
  function isRead(setting: 'ike.peer-id' | 'ike.local-id' | 'child.selectors'): boolean {
    return unreadable[setting] === undefined;
  }
  return new Map(
    values.flatMap(([id, value]): [string, string][] =>
      value === undefined || value === '' || value.startsWith(notTold) ? [] : [[id, value]],
    ),
  );
}

/** For each of our pairs its mirror image; where there is none, all networks that the other end has. */
function networkValues(
  theirs: readonly ChildConfig[],
  ours: readonly ChildConfig[],
): readonly [string, string][] {
  const all = (side: 'local' | 'remote'): string =>
    [...new Set(theirs.flatMap((child) => child[side].map(selectorText)))].join(', ');
  return ours.flatMap((child, index): [string, string][] => {
    const mirror = theirs.find((other) => matchSelectors([child], [other]).match === 'mirrored');
    const text = (side: 'local' | 'remote') => mirror?.[side].map(selectorText).join(', ') ?? all(side);
    return [
      [`net.${index + 1}.local`, text('local')],
      [`net.${index + 1}.remote`, text('remote')],
    ];
  });
}
