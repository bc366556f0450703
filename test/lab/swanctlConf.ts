// How a typed end becomes the two files that strongSwan reads; pure.
import type { AuthSpec, ConnectionSpec, EndSpec } from './spec.js';

type Settings = [key: string, value: string][];

function block(name: string, settings: Settings, inner: string[] = []): string {
  const lines = [...settings.map(([key, value]) => `${key} = ${value}`), ...inner];
  const body = lines
    .join('\n')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `${name} {\n${body}\n}`;
}

function present(settings: [key: string, value: string | number | undefined][]): Settings {
  return settings.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
}

const yesNo = (flag: boolean | undefined): string | undefined =>
  flag === undefined ? undefined : flag ? 'yes' : 'no';

const seconds = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${count}s`;

function auth(name: string, spec: AuthSpec, own: boolean): string {
  return block(
    name,
    present([
      ['auth', spec.method],
      ['id', spec.id === undefined ? undefined : `"${spec.id}"`],
      ['certs', own && spec.certificate !== undefined ? `${spec.certificate}.pem` : undefined],
    ]),
  );
}

function child(spec: ConnectionSpec): string {
  return block(
    spec.child,
    present([
      ['local_ts', spec.localSubnets.join(',')],
      ['remote_ts', spec.remoteSubnets.join(',')],
      ['esp_proposals', spec.espProposals.join(',')],
      ['mode', spec.mode],
      ['start_action', spec.startAction],
      ['dpd_action', spec.dpdAction],
      ['close_action', spec.closeAction],
      ['rekey_time', seconds(spec.childRekeySeconds)],
    ]),
  );
}

function connection(spec: ConnectionSpec): string {
  return block(
    spec.name,
    present([
      ['version', spec.version],
      ['aggressive', yesNo(spec.aggressive)],
      ['local_addrs', spec.localAddresses.join(',')],
      ['remote_addrs', spec.remoteAddresses.join(',')],
      ['proposals', spec.proposals.join(',')],
      ['dpd_delay', seconds(spec.dpdDelaySeconds)],
      ['dpd_timeout', seconds(spec.dpdTimeoutSeconds)],
      ['rekey_time', seconds(spec.ikeRekeySeconds)],
      ['fragmentation', yesNo(spec.fragmentation)],
      ['mobike', yesNo(spec.mobike)],
    ]),
    [
      auth('local', spec.local, true),
      auth('remote', spec.remote, false),
      block('children', [], [child(spec)]),
    ],
  );
}

/** The swanctl.conf of one end. */
export function swanctlConf(end: EndSpec): string {
  const secrets = end.keys.map((key, index) =>
    block(`ike-${index + 1}`, [
      ...key.ids.map((id, position): [string, string] => [`id-${position + 1}`, `"${id}"`]),
      ['secret', `"${key.secret}"`],
    ]),
  );
  return `${block('connections', [], end.connections.map(connection))}\n${block('secrets', [], secrets)}\n`;
}

/** What `strongswan.conf` of one end must say so that two daemons live on one machine and give up within seconds. */
export function strongswanConf(
  paths: { viciSocket: string; logFile: string },
  timeFormat: string,
  esp: 'user-space' | 'kernel' = 'user-space',
): string {
  const plugins = [
    'random nonce aes sha1 sha2 hmac kdf drbg pem pkcs1 pkcs8 x509 pubkey gmp curve25519 openssl gcm',
    'constraints revocation',
    esp === 'kernel' ? 'kernel-netlink' : 'kernel-libipsec kernel-netlink',
    'socket-default vici updown counters',
  ].join(' ');
  const log: Settings = [
    ['path', paths.logFile],
    ['ike_name', 'yes'],
    ['append', 'yes'],
    ['flush_line', 'yes'],
    ['default', '1'],
  ];
  if (timeFormat !== '') log.push(['time_format', timeFormat]);
  const charon: Settings = [
    ['load', plugins],
    // 0.4 s, 0.6 s, 0.9 s: a silent peer is given up after about two seconds instead of 165. An emulated one is slower.
    ['retransmit_tries', '2'],
    ['retransmit_timeout', esp === 'kernel' ? '1.0' : '0.4'],
    ['retransmit_base', '1.5'],
    ['half_open_timeout', '6'],
    ['i_dont_care_about_security_and_use_aggressive_mode_psk', 'yes'],
  ];
  return `${block('charon', charon, [
    block('filelog', [], [block('lab', log)]),
    block('plugins', [], [block('vici', [['socket', `unix://${paths.viciSocket}`]])]),
  ])}\n`;
}
