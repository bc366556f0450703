// What a text has in place of an address or a name: `<PEER-IP>`, `${peer}`, `x.x.x.x`. It was taken out on purpose and is never compared.

import type { SettingName, TunnelConfig } from '../domain/tunnelConfig.js';
import { onlyRead } from '../vendors/tunnelDraft.js';
import type { ReadTunnel } from './configText.js';

const marked =
  /[<>{}]|^\$\w|^%\w+%$|^(?:your|my|peer|remote|local)[-_]?(?:public|wan|peer)?[-_]?(?:ip|address|addr)$/i;
/** An address of which at least one part is hidden: `x.x.x.x`, `203.0.x.x`, `A.B.C.D`. */
const hidden =
  /^(?=.*[a-z*#])(?:\d{1,3}|[a-z*#]|([x*#])\1{1,2})(?:\.(?:\d{1,3}|[a-z*#]|([x*#])\2{1,2})){3}$/i;

export function isPlaceholder(value: string): boolean {
  return marked.test(value) || hidden.test(value);
}

/** The same tunnel, not knowing what the text does not show. */
export function withoutPlaceholders(tunnel: ReadTunnel): ReadTunnel {
  const { config, turned } = tunnel;
  return { ...tunnel, config: shown(config), ...(turned ? { turned: shown(turned) } : {}) };
}

function shown(config: TunnelConfig): TunnelConfig {
  const { ike, children } = config;
  const found: readonly (readonly [SettingName, string | null])[] = [
    ['ike.peer-address', ike.peer?.kind === 'fqdn' ? ike.peer.name : null],
    ['ike.local-id', ike.localId?.value ?? null],
    ['ike.peer-id', ike.peerId?.value ?? null],
  ];
  const hiddenOnes = found.filter(([, value]) => value !== null && isPlaceholder(value));
  if (hiddenOnes.length === 0) return config;
  const unreadable = {
    ...config.unreadable,
    ...Object.fromEntries(
      hiddenOnes.map(([setting, value]) => [setting, `The text has ${value} in place of the real value.`]),
    ),
  };
  return { ...config, ...onlyRead(ike, children, unreadable), unreadable };
}
