// Replies about interfaces, routes and sessions in PAN-OS's own words.

import { child, members, rows, text, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface InterfaceWords {
  readonly name: string;
  /** `N/A` and the empty text mean that none is assigned. */
  readonly zone: string | null;
  readonly router: string | null;
  readonly address: string | null;
  /** The link word of a hardware interface; tunnel interfaces have none. */
  readonly state: string | null;
}

/** `show interface tunnel.1`: the logical part stands under `ifnet`. */
export function parseInterface(result: XmlNode): InterfaceWords | null {
  const logical = child(result, 'ifnet');
  const name = text(logical, 'name');
  if (!logical || name === null) return null;
  return {
    name,
    zone: assigned(text(logical, 'zone')),
    router: assigned(
      text(logical, 'vr') ?? text(logical, 'lr') ?? text(logical, 'fwd')?.replace(/^(vr|lr):/, '') ?? null,
    ),
    address: members(logical, 'addr')[0] ?? assigned(text(logical, 'ip')),
    state: text(result, 'hw', 'state') ?? text(logical, 'state'),
  };
}

function assigned(word: string | null): string | null {
  return word === null || word === 'N/A' ? null : word;
}

export interface FibWords {
  /** `ip`, `interface` …; `discard`, `none` and the like have no interface. */
  readonly kind: string | null;
  readonly nextHop: string | null;
  readonly interface: string | null;
}

export function parseFib(result: XmlNode): FibWords {
  return { kind: text(result, 'nh'), nextHop: text(result, 'ip'), interface: text(result, 'interface') };
}

export interface SessionWords {
  readonly application: string | null;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly state: string | null;
  readonly rule: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly ingress: string | null;
  readonly egress: string | null;
}

export function parseSessions(result: XmlNode): readonly SessionWords[] {
  return rows(result, 'source', 'dst', 'state').map((row) => ({
    application: text(row, 'application'),
    protocol: wholeNumber(row, 'proto'),
    port: wholeNumber(row, 'dport'),
    state: text(row, 'state'),
    rule: text(row, 'security-rule'),
    source: text(row, 'source'),
    destination: text(row, 'dst'),
    from: text(row, 'from'),
    to: text(row, 'to'),
    ingress: text(row, 'ingress'),
    egress: text(row, 'egress'),
  }));
}
