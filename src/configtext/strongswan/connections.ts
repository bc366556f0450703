// The connections of a strongSwan configuration → tunnels, by the reader that completes what the daemon tells with its file.

import type { SettingName, TunnelConfig } from '../../domain/tunnelConfig.js';
import { normalizeConfig } from '../../vendors/strongswan/normalizeConfig.js';
import type { ConnectionWords } from '../../vendors/strongswan/schema.js';
import { type ConfSection, sectionAt, settingAt } from '../../vendors/strongswan/swanctlConf.js';
import { keyIsSet, onlyRead } from '../../vendors/tunnelDraft.js';
import { boundedTunnels, type ReadTunnel, type UnreadLines } from '../configText.js';

/**
 * What the daemon would tell of each connection, from the file and the defaults of swanctl.conf(5).
 * @param cutIn connections inside of which the text ends: what they do not show need not be unset
 */
export function tunnelsOf(
  root: ConfSection,
  cutIn: ReadonlySet<string>,
  unread: UnreadLines,
): readonly ReadTunnel[] {
  const names = boundedTunnels([...(sectionAt(root, ['connections'])?.sections.keys() ?? [])], 0, unread);
  return names.flatMap((name): ReadTunnel[] => {
    // What others only refer to is no connection of its own.
    const isBase = settingAt(root, ['connections', name], 'remote_addrs') === null;
    if (isBase && sectionNames(root, ['connections', name, 'children']).length === 0) return [];
    const words = connectionWords(root, name);
    const config = normalizeConfig('', { name, words }, { root }, null);
    if (config === null) return [];
    return [{ config: completed(config, root, name, cutIn.has(name)), forIke: null }];
  });
}

function connectionWords(root: ConfSection, name: string): ConnectionWords {
  const path = ['connections', name];
  const at = (...rest: readonly string[]) =>
    settingAt(root, [...path, ...rest.slice(0, -1)], rest.at(-1) ?? '');
  const list = (text: string | null): string[] =>
    (text ?? '').split(/[,\s]+/).filter((word) => word !== '' && !/^%(?:any|defaultroute)/.test(word));
  const side = (prefix: string) => {
    const sections = sectionNames(root, path).filter((one) => one === prefix || one.startsWith(`${prefix}-`));
    return sections.map((section) => ({
      class: classes[at(section, 'auth')?.split(/[:-]/)[0] ?? 'pubkey'] ?? '',
      ...optional('id', at(section, 'id')),
    }));
  };
  const [local, local2] = side('local');
  const [remote, remote2] = side('remote');
  const children = sectionNames(root, [...path, 'children']).map((child) => {
    const own = (key: string) => at('children', child, key);
    const selectors = (key: string) => list(own(key) ?? 'dynamic');
    return [
      child,
      {
        mode: (own('mode') ?? 'tunnel').toUpperCase(),
        rekey_time: seconds(own('rekey_time'), '3600'),
        ...optional('rekey_bytes', own('rekey_bytes')),
        'local-ts': selectors('local_ts'),
        'remote-ts': selectors('remote_ts'),
      },
    ] as const;
  });
  return {
    local_addrs: list(at('local_addrs')),
    // Everybody is a peer too, where it is written.
    remote_addrs: /^\s*%any/.test(at('remote_addrs') ?? '') ? ['%any'] : list(at('remote_addrs')),
    version: { '0': 'IKEv1/2', '1': 'IKEv1', '2': 'IKEv2' }[at('version') ?? '0'] ?? '',
    rekey_time: seconds(at('rekey_time'), '14400'),
    dpd_delay: seconds(at('dpd_delay'), '0'),
    ...(local ? { 'local-1': local } : {}),
    ...(local2 ? { 'local-2': local2 } : {}),
    ...(remote ? { 'remote-1': remote } : {}),
    ...(remote2 ? { 'remote-2': remote2 } : {}),
    children: Object.fromEntries(children),
  };
}

const classes: Readonly<Record<string, string>> = {
  psk: 'pre-shared key',
  pubkey: 'public key',
  rsa: 'public key',
  ecdsa: 'public key',
  eap: 'EAP',
  xauth: 'XAuth',
};

function sectionNames(root: ConfSection, path: readonly string[]): readonly string[] {
  const section = sectionAt(root, path);
  const referred = (section?.references ?? []).flatMap((reference) => [
    ...(sectionAt(root, reference.split('.'))?.sections.keys() ?? []),
  ]);
  return [...new Set([...(section?.sections.keys() ?? []), ...referred])];
}

function optional<K extends string>(key: K, value: string | null): Partial<Record<K, string>> {
  return (value === null ? {} : { [key]: value }) as Partial<Record<K, string>>;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `4h`, `90m`, `3600`; the default where it is not written, nothing where it is not understood. */
function seconds(text: string | null, standard: string): string {
  if (text === null) return standard;
  const found = /^(\d{1,9})\s*([smhd]?)$/.exec(text.trim());
  return found ? String(Number(found[1]) * (units[found[2] ?? ''] ?? 1)) : '';
}

const printed: readonly (readonly [SettingName, ...string[]])[] = [
  ['ike.version', 'version'],
  ['ike.lifetime', 'rekey_time'],
  ['ike.dpd', 'dpd_delay'],
];
/** Where the text ends inside of a connection, what is missing of these may have followed. */
const printedBelow: readonly (readonly [SettingName, ...string[]])[] = [
  ['ike.auth', 'local', 'auth'],
  ['ike.auth', 'remote', 'auth'],
  ['ike.local-id', 'local', 'id'],
  ['ike.peer-id', 'remote', 'id'],
];

const printedInside: readonly (readonly [SettingName, string])[] = [
  ['child.proposals', 'esp_proposals'],
  ['child.pfs', 'esp_proposals'],
  ['child.lifetime', 'rekey_time'],
  ['child.selectors', 'local_ts'],
  ['child.selectors', 'remote_ts'],
  ['child.start', 'start_action'],
];

function completed(config: TunnelConfig, root: ConfSection, name: string, isCut: boolean): TunnelConfig {
  const isMissing = ([, ...keys]: readonly [SettingName, ...string[]]) =>
    settingAt(root, ['connections', name, ...keys.slice(0, -1)], keys.at(-1) ?? '') === null;
  const missing = printed.filter(isMissing);
  const children = sectionNames(root, ['connections', name, 'children']);
  const missingInside = printedInside.filter(
    ([, key]) =>
      children.length === 0 ||
      children.some((child) => settingAt(root, ['connections', name, 'children', child], key) === null),
  );
  const lost = isCut
    ? [...missing, ...printedBelow.filter(isMissing), ...missingInside].map(([setting]) => [
        setting,
        'The text ends inside of this connection.',
      ])
    : [];
  const unreadable: TunnelConfig['unreadable'] = {
    ...Object.fromEntries(lost),
    monitor: 'The text was not read for a monitor of the tunnel.',
    ...config.unreadable,
    ...(config.ike.auth === 'psk' ? { 'ike.psk': keyIsSet } : {}),
  };
  return {
    ...config,
    ...onlyRead(config.ike, config.children, unreadable),
    byDefault: isCut ? [] : missing.map(([setting]) => setting),
    unreadable,
  };
}
