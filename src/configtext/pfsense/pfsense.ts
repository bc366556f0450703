// config.xml of pfSense and OPNsense: both write swanctl.conf from it, and it is read as that.

import { peerText, type SettingName, type TunnelConfig } from '../../domain/tunnelConfig.js';
import { placesOf } from '../../products/words.js';
import { elementsIn } from '../../vendors/looseXml.js';
import { type ConfSection, emptySection } from '../../vendors/strongswan/swanctlConf.js';
import { onlyRead } from '../../vendors/tunnelDraft.js';
import { type ConfigReader, type ConfigText, UnreadLines } from '../configText.js';
import { tunnelsOf } from '../strongswan/connections.js';
import { connectionsIn } from './connections.js';
import { listUnread } from './known.js';
import { phasesIn, type Written } from './phases.js';

export const pfsense: ConfigReader = {
  product: 'pfsense',
  recognizes: (lines) => (hasPhases(lines) && !isOpnsense(lines) ? 96 : 0),
  read: (lines) => read('pfsense', lines),
};

export const opnsense: ConfigReader = {
  product: 'opnsense',
  recognizes: (lines) => {
    const hasConnections = lines.some((line) => /<Connection\b/.test(line));
    return isOpnsense(lines) && (hasPhases(lines) || hasConnections) ? 97 : 0;
  },
  read: (lines) => read('opnsense', lines),
};

function hasPhases(lines: readonly string[]): boolean {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  return has(/<phase1>/) && has(/<(?:ikeid|remote-gateway|iketype|mobile)\b/);
}

/** Its root, its own sections, or ciphers as only OPNsense names them. */
function isOpnsense(lines: readonly string[]): boolean {
  return lines.some((line) =>
    /<(?:opnsense|OPNsense|Swanctl)\b|<name>aes(?:128|192|256)(?:gcm16)?<\/name>/.test(line),
  );
}

function read(product: string, lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const root = elementsIn(lines.join('\n').replace(/<\?xml[^>]{0,200}\?>/g, ''));
  const all = uniquelyNamed([...phasesIn(root), ...connectionsIn(root)]);
  listUnread(root, lines, unread);
  const connections = emptySection();
  for (const { name, section } of all) connections.sections.set(name, section);
  const conf: ConfSection = emptySection();
  conf.sections.set('connections', connections);
  const cut = new Set(all.filter(({ isWhole }) => !isWhole).map(({ name }) => name));
  for (const name of cut)
    unread.add(lines.length, lines.at(-1) ?? '', 'the text ends inside of this tunnel', name);
  const byName = new Map(all.map((one) => [one.name, one]));
  const tunnels = tunnelsOf(conf, cut, unread).map((one) => {
    const from = byName.get(one.config.tunnel);
    return { ...one, config: from ? completed(product, one.config, from) : one.config };
  });
  return { product, tunnels, unread: unread.all() };
}

function uniquelyNamed(all: readonly Written[]): readonly Written[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

function completed(product: string, config: TunnelConfig, from: Written): TunnelConfig {
  const children = from.section.sections.get('children')?.sections.size ?? 0;
  const noChild: readonly SettingName[] =
    children === 0
      ? [
          'child.selectors',
          'child.proposals',
          'child.pfs',
          'child.lifetime',
          'child.mode',
          'child.start',
          'ike.passive',
        ]
      : [];
  const noAuth: readonly SettingName[] = (config.ike.auth ?? null) === null ? ['ike.auth'] : [];
  const unreadable: TunnelConfig['unreadable'] = {
    ...config.unreadable,
    ...Object.fromEntries(
      noAuth.map((name) => [name, 'The text tells no authentication method of this tunnel.']),
    ),
    ...Object.fromEntries(noChild.map((name) => [name, 'The text holds no phase 2 of this tunnel.'])),
    ...Object.fromEntries(from.gaps.map(({ setting, why }) => [setting, why])),
    ...(from.gaps.some(({ setting }) => setting === 'child.proposals')
      ? { 'child.pfs': 'The phase 2 is not whole in the text.' }
      : {}),
  };
  const objects = { gateway: from.name, tunnel: from.name };
  return {
    ...config,
    ...onlyRead(config.ike, config.children, unreadable),
    vendor: product,
    disabled: from.isDisabled,
    interface: from.interface,
    places: placesOf(product, { names: { ...objects, 'peer-address': peerText(config.ike.peer) } }),
    objects,
    unreadable,
    byDefault: (config.byDefault ?? []).filter((name) => unreadable[name] === undefined),
  };
}
