// The parameter sheet: the form that two organizations exchange to build a tunnel, from our live configuration, in the partner's view.

import type { TunnelDeclaration } from '../../domain/evidence.js';
import type { ChildConfig, SettingName, TunnelConfig } from '../../domain/tunnelConfig.js';
import { algorithmIn } from '../../products/algorithms.js';
import { placeIn } from '../../products/words.js';
import type { ParameterSheet, SheetRow } from './form.js';
import { phaseOneRows, phaseTwoRows } from './phases.js';
import { contactRows, gatewayRows, identityRows, networkRows, upkeepRows } from './rows.js';

export function composeSheet(
  config: TunnelConfig,
  declared: TunnelDeclaration,
  readAt: string,
): ParameterSheet {
  return {
    tunnel: config.tunnel,
    ourName: config.device,
    partner: declared.partner?.name ?? 'the partner',
    readAt,
    rows: inPartnerWords(declared.partner?.vendor ?? null, [
      ...contactRows(declared),
      ...gatewayRows(config.ike),
      ...phaseOneRows(config),
      ...identityRows(config.ike),
      ...phaseTwoOfAll(config),
      ...networkRows(config.children, config.routed),
      ...upkeepRows(config),
    ]),
  };
}

/** Once for all children that agree; a child with parameters of its own has rows of its own. */
function phaseTwoOfAll(config: TunnelConfig): readonly SheetRow[] {
  const [first, ...others] = config.children;
  if (!first) return [];
  const parameters = ({ proposals, pfs, protocol, mode, lifetimeSeconds }: ChildConfig): string =>
    JSON.stringify([proposals, pfs, protocol, mode, lifetimeSeconds]);
  return [
    ...phaseTwoRows(first, config),
    ...others.flatMap((child, index) =>
      parameters(child) === parameters(first)
        ? []
        : phaseTwoRows(child, config).map((one) => ({
            ...one,
            id: one.id.replace(/^esp\./, `esp.${index + 2}.`),
            parameter: `${one.parameter} of ${child.name}`,
          })),
    ),
  ];
}

/** The remark says where the partner finds it, when their product is known. */
function inPartnerWords(vendor: string | null, rows: readonly SheetRow[]): readonly SheetRow[] {
  if (vendor === null) return rows;
  return rows.map((one) => {
    const setting = settingOf(one.id);
    const place = setting === null ? null : placeIn(vendor, setting);
    if (place === null) return one;
    const written = writtenIn(vendor, one);
    const there = `on your device: ${place}${written === null ? '' : `: ${written}`}`;
    return {
      ...one,
      remark: [one.remark, there].filter((text) => text !== '').join('; '),
      ...(written === null ? {} : { written }),
    };
  });
}

function writtenIn(vendor: string, { kind, yours }: SheetRow): string | null {
  if (kind !== 'transforms' && kind !== 'group') return null;
  const names = yours.split(', ').map((name) => name.replace(/ \(.*\)$/, ''));
  const words = names.map((name) => algorithmIn(vendor, name));
  return words.join() === names.join() ? null : words.join(', ');
}

/** What the partner sets for a row: our identification is what they expect of their peer. */
const settings: Readonly<Record<string, SettingName>> = {
  'gateway.ours': 'ike.peer-address',
  'gateway.yours': 'gateway',
  'ike.version': 'ike.version',
  'ike.mode': 'ike.exchange-mode',
  'ike.auth': 'ike.auth',
  'ike.encryption': 'ike.proposals',
  'ike.integrity': 'ike.proposals',
  'ike.dh': 'ike.proposals',
  'ike.lifetime': 'ike.lifetime',
  'id.ours': 'ike.peer-id',
  'id.yours': 'ike.local-id',
  'esp.protocol': 'child.mode',
  'esp.encryption': 'child.proposals',
  'esp.integrity': 'child.proposals',
  'esp.pfs': 'child.pfs',
  'esp.lifetime': 'child.lifetime',
  'nat-t': 'ike.nat-traversal',
  dpd: 'ike.dpd',
  starts: 'ike.passive',
};

function settingOf(id: string): SettingName | null {
  return id.startsWith('net.') ? 'child.selectors' : (settings[id.replace(/^esp\.\d+\./, 'esp.')] ?? null);
}
