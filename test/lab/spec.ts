// What a lab is made of: the typed description of both ends, before anything runs.

/** How one end proves who it is. `certificate` names one of the certificates that the lab's authority issues. */
export interface AuthSpec {
  method: 'psk' | 'pubkey';
  id?: string;
  certificate?: CertificateKind;
}

/**
 * The certificates a lab can issue; all but `untrusted` come from the authority that both ends trust. `large` is a
 * good one whose many names make IKE_AUTH larger than an Ethernet frame.
 */
export type CertificateKind = 'good' | 'large' | 'expired' | 'untrusted' | 'other-name';

/** One `connections.<name>` of a swanctl.conf, with one child. Times are seconds; absent means charon's default. */
export interface ConnectionSpec {
  name: string;
  child: string;
  version: 0 | 1 | 2;
  aggressive?: boolean;
  localAddresses: string[];
  remoteAddresses: string[];
  proposals: string[];
  espProposals: string[];
  local: AuthSpec;
  remote: AuthSpec;
  localSubnets: string[];
  remoteSubnets: string[];
  mode?: 'tunnel' | 'transport';
  startAction?: 'none' | 'trap' | 'start';
  dpdDelaySeconds?: number;
  dpdTimeoutSeconds?: number;
  dpdAction?: 'clear' | 'trap' | 'restart';
  closeAction?: 'none' | 'trap' | 'start';
  ikeRekeySeconds?: number;
  childRekeySeconds?: number;
  fragmentation?: boolean;
  mobike?: boolean;
}

/** One machine: where it stands, what it protects, what its daemon is configured with. */
export interface EndSpec {
  /** Its address towards wan, always in a /24 whose .1 is wan. */
  address: string;
  /** The protected host address (on `lo`) that pings are sent from and to. */
  inside: string;
  /** More protected addresses on `lo`. */
  alsoInside?: string[];
  connections: ConnectionSpec[];
  /** Pre-shared keys of this end; `ids` empty means for anybody. They are made up for the lab. */
  keys: { ids: string[]; secret: string }[];
  /** False: the machine exists, its daemon does not run. */
  running: boolean;
  /** False: the machine has no route beyond its own link. */
  defaultRoute: boolean;
  /** strftime format of the log's time stamps; empty prints none. */
  logTimeFormat: string;
  /** The time zone of the machine (`TZ`); UTC when absent. */
  timeZone?: string;
}

export interface LabSpec {
  left: EndSpec;
  right: EndSpec;
}

export type Side = 'left' | 'right';

export const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');
