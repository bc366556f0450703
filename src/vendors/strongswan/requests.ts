// Every VICI command we know, as data: what it asks or changes, and what operators type for it.

/** A read: `streams` names the event that carries its rows, null when the answer is one message. */
export interface ReadRequest {
  readonly command: string;
  readonly streams: string | null;
  /** What an operator types to see the same. */
  readonly shown: string;
}

/** Reads never change the daemon's state (charon's vici README, section "Client-initiated commands"). */
export const reads = {
  version: { command: 'version', streams: null, shown: 'swanctl --version --daemon' },
  stats: { command: 'stats', streams: null, shown: 'swanctl --stats' },
  sas: { command: 'list-sas', streams: 'list-sa', shown: 'swanctl --list-sas' },
  connections: { command: 'list-conns', streams: 'list-conn', shown: 'swanctl --list-conns' },
  policies: { command: 'list-policies', streams: 'list-policy', shown: 'swanctl --list-pols' },
  certificates: { command: 'list-certs', streams: 'list-cert', shown: 'swanctl --list-certs' },
  counters: { command: 'get-counters', streams: null, shown: 'swanctl --counters' },
} as const satisfies Record<string, ReadRequest>;

/** Events we may subscribe to; subscribing changes nothing but what is sent to us. */
export const subscriptions = ['log', 'list-sa', 'list-conn', 'list-policy', 'list-cert'] as const;

/** What each of these would do. Listed so that a test can prove that none of them is ever among the reads. */
export const changes = {
  initiate: 'brings a child SA up: traffic starts to pass, a peer is contacted',
  terminate: 'closes an IKE or child SA: traffic of the tunnel stops until it is up again',
  rekey: 'replaces keys of an SA: a short overlap, an outage when the rekey fails',
  redirect: 'sends the peer to another gateway',
  install: 'installs a trap or bypass policy: traffic is caught',
  uninstall: 'removes a trap or bypass policy: traffic is no longer caught',
  'load-conn': 'replaces a connection of the configuration',
  'unload-conn': 'removes a connection of the configuration',
  'load-cert': 'adds a certificate',
  'load-key': 'adds a private key',
  'unload-key': 'removes a private key',
  'load-token': 'adds a private key on a token',
  'load-shared': 'adds a pre-shared key',
  'unload-shared': 'removes a pre-shared key',
  'load-authority': 'adds a certification authority',
  'unload-authority': 'removes a certification authority',
  'load-pool': 'adds an address pool',
  'unload-pool': 'removes an address pool',
  'flush-certs': 'empties the certificate cache',
  'clear-creds': 'forgets every loaded key and certificate: no new tunnel comes up',
  'reload-settings': 'reads strongswan.conf again',
  'reset-counters': 'sets counters to zero',
} as const satisfies Record<string, string>;
