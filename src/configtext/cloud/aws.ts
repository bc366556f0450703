// AWS Site-to-Site VPN: what `aws ec2 describe-vpn-connections` prints, each of the two tunnels of a connection.

import { readSelector } from '../../domain/selector.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { IkeVersionSetting, TunnelConfig } from '../../domain/tunnelConfig.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import { type ConfigReader, type ConfigText, type ReadTunnel, UnreadLines } from '../configText.js';
import { type Fields, field, jsonIn, listField, objectsWith, textField } from '../json.js';

export const aws: ConfigReader = {
  product: 'aws',
  recognizes: (lines) =>
    lines.some((line) => /"VpnConnectionId"\s*:/.test(line)) &&
    lines.some((line) => /"TunnelOptions"\s*:/.test(line))
      ? 90
      : 0,
  read,
};

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const json = jsonIn(lines);
  if (json === null) unread.add(1, lines[0] ?? '', 'the text is not whole JSON');
  const tunnels = objectsWith(json, 'VpnConnectionId').flatMap((connection) => {
    const options = (field(connection, 'Options') ?? {}) as Fields;
    return listField(options, 'TunnelOptions').map(
      (tunnel, index): ReadTunnel => ({
        config: tunnelOf(connection, options, tunnel as Fields, index),
        forIke: null,
      }),
    );
  });
  return { product: 'aws', tunnels, unread: unread.all() };
}

/** Where nothing is listed everything is accepted that the user guide lists as the default of a tunnel option. */
const standard = {
  encryption: ['AES128', 'AES256', 'AES128-GCM-16', 'AES256-GCM-16'],
  integrity: ['SHA1', 'SHA2-256', 'SHA2-384', 'SHA2-512'],
  phase1Groups: ['2', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24'],
  phase2Groups: ['2', '5', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24'],
} as const;

function tunnelOf(connection: Fields, options: Fields, tunnel: Fields, index: number): TunnelConfig {
  const notes = new Notes();
  const name = `${textField(connection, 'VpnConnectionId') ?? 'vpn'} tunnel ${index + 1}`;
  const outside = textField(tunnel, 'OutsideIpAddress') ?? null;
  notes.cannotTell('ike.peer-address', 'The address of the customer gateway is not in the text.');
  const lifetime = (phase: 1 | 2, seconds: number) => {
    const written = wholeNumber(textField(tunnel, `Phase${phase}LifetimeSeconds`));
    if (written === null) notes.byDefault(phase === 1 ? 'ike.lifetime' : 'child.lifetime');
    return written ?? seconds;
  };
  const start = textField(tunnel, 'StartupAction')?.toLowerCase();
  if (start === undefined) notes.byDefault('ike.passive');
  const phase2 = proposalsOf(tunnel, 2, notes);
  return tunnelFrom({
    product: 'aws',
    name,
    disabled: null,
    ike: {
      name,
      disabled: null,
      version: versionOf(valuesOf(tunnel, 'IkeVersions'), notes),
      exchangeMode: null,
      localAddress: outside,
      peer: null,
      auth: textField(tunnel, 'CertificateArn') === undefined ? 'psk' : 'certificate',
      proposals: proposalsOf(tunnel, 1, notes).proposals,
      lifetimeSeconds: lifetime(1, 28_800),
      dpd: { enabled: true, intervalSeconds: null, retries: null },
      natTraversal: 'on',
      passive: start !== 'start',
    },
    children: [
      {
        name,
        ...networksOf(options, notes),
        proposals: phase2.proposals,
        pfs: phase2.groups,
        protocol: 'esp',
        mode: 'tunnel',
        lifetimeSeconds: lifetime(2, 3_600),
        start: start === 'start' ? 'at-once' : 'never',
      },
    ],
    interface: null,
    routed: null,
    objects: { gateway: name, tunnel: name },
    notes,
  });
}

/** `[{ "Value": "AES256" }]`. */
function valuesOf(tunnel: Fields, key: string): readonly string[] {
  return listField(tunnel, key).flatMap((one) => textField(one as Fields, 'Value') ?? []);
}

function versionOf(written: readonly string[], notes: Notes): IkeVersionSetting {
  if (written.length === 0) notes.byDefault('ike.version');
  if (written.length !== 1) return 'any';
  return written[0] === 'ikev1' ? 'ikev1' : 'ikev2';
}

function proposalsOf(tunnel: Fields, phase: 1 | 2, notes: Notes) {
  const setting = phase === 1 ? 'ike.proposals' : 'child.proposals';
  const lists = ['EncryptionAlgorithms', 'IntegrityAlgorithms', 'DHGroupNumbers'].map((key) =>
    valuesOf(tunnel, `Phase${phase}${key}`),
  );
  const [encryption = [], integrity = [], numbers = []] = lists;
  if (lists.some((list) => list.length === 0)) notes.byDefault(setting);
  const or = (list: readonly string[], all: readonly string[]) => (list.length === 0 ? all : list);
  const groups = dhGroups(or(numbers, phase === 1 ? standard.phase1Groups : standard.phase2Groups));
  const names = 'names' in groups ? groups.names : null;
  const words = [...or(encryption, standard.encryption), ...or(integrity, standard.integrity)];
  const one = names === null ? null : proposalFrom(phase === 1 ? 'ike' : 'esp', words, names);
  if (one === null) notes.cannotTell(setting, 'A tunnel option holds a word that is not known here.');
  return { proposals: one === null ? null : [one], groups: names };
}

/** "Local" is the customer's side there. */
function networksOf(options: Fields, notes: Notes) {
  const side = (key: string) => {
    const read = readSelector(textField(options, key) ?? '0.0.0.0/0');
    if (read === null) notes.cannotTell('child.selectors', `\`${key}\` is no network.`);
    return read === null ? [] : [read];
  };
  const isIpv6 = textField(options, 'TunnelInsideIpVersion') === 'ipv6';
  return {
    local: side(isIpv6 ? 'RemoteIpv6NetworkCidr' : 'RemoteIpv4NetworkCidr'),
    remote: side(isIpv6 ? 'LocalIpv6NetworkCidr' : 'LocalIpv4NetworkCidr'),
  };
}
