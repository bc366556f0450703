// The words that signatures use: what happened, and what a line tells about the moment it was printed in.

/** What a line says happened. Nouns of IKE, not of a vendor; `docs` is what the README of the signatures prints. */
const eventWords = {
  // How far it got
  started: 'a negotiation starts',
  answered: 'the first answer came',
  'proposals-agreed': 'the IKE proposals were agreed',
  'auth-sent': 'this end sent its authentication',
  authenticated: 'the IKE SA stands',
  'child-started': 'an IPsec SA is being negotiated',
  'child-up': 'an IPsec SA was installed',
  'rekey-started': 'a rekey starts',
  'rekey-done': 'a rekey is done',
  recovered: 'what was lost came back',
  // What was printed about parameters
  'received-proposals': 'the proposals that the peer sent',
  'configured-proposals': 'the proposals that this end has',
  identity: 'an identity of an end',
  selectors: 'traffic selectors of an end',
  payloads: 'which payloads a message carries',
  packet: 'a datagram came or went',
  note: 'information without a judgment',
  // What went wrong
  'no-answer': 'the peer did not answer any more',
  retransmit: 'a message is sent again',
  'no-configuration': 'no configuration fits the peer',
  'version-refused': 'the IKE version does not fit',
  'mode-refused': 'the exchange mode does not fit',
  'proposal-refused': 'this end refused the proposals',
  'proposal-rejected': 'the peer refused the proposals',
  'auth-failed': 'this end refused the authentication of the peer',
  'auth-rejected': 'the peer refused our authentication',
  'decrypt-failed': 'a message could not be decrypted',
  'method-refused': 'the authentication method does not fit',
  'id-mismatch': 'an identity is not the expected one',
  'id-rejected': 'the peer refused an identity or a selector',
  'certificate-bad': 'a certificate is not accepted',
  'selector-refused': 'this end refused the traffic selectors',
  'selector-rejected': 'the peer refused the traffic selectors',
  'selector-narrowed': 'traffic selectors were narrowed',
  'pfs-differs': 'the DH group of phase 2 does not fit',
  'encapsulation-refused': 'tunnel or transport, ESP or AH do not fit',
  'lifetime-refused': 'the lifetime does not fit',
  'child-failed': 'the IPsec SA was not built',
  'dpd-lost': 'the peer does not answer dead peer detection',
  'peer-deleted': 'the peer deleted an SA',
  deleted: 'this end deleted an SA',
  'sa-unknown': 'an SA is not known',
  'rekey-failed': 'a rekey failed',
  collision: 'both ends rekeyed at once',
  duplicate: 'two connections claim the same thing',
  'kernel-refused': 'the kernel did not take an SA or policy',
  'no-route': 'there is no route',
  blocked: 'a policy or a firewall drops packets',
  'too-large': 'a message is too large for the path',
  nat: 'NAT on the path',
  'esp-error': 'an ESP packet could not be used',
  passive: 'this end does not start',
  'pool-empty': 'no address is left for the peer',
  'monitor-down': 'the tunnel monitor says down',
  'monitor-up': 'the tunnel monitor says up',
  down: 'the tunnel is down',
  disabled: 'switched off on purpose',
  standby: 'this unit is not the active one',
  restarted: 'the IKE daemon or the device started: what it held before is gone',
  idle: 'nothing was offered',
  maintenance: 'the provider works on it',
  consequence: 'what follows from something else',
} as const;

export type EventWord = keyof typeof eventWords;
export const eventWordList = Object.keys(eventWords) as EventWord[];

/** What a line tells about the moment: it counts for the lines after it in the same negotiation. */
export const contextKeys = {
  exchange: ['ike-init', 'ike-auth', 'main', 'aggressive', 'quick', 'create-child', 'informational'],
  auth: ['psk', 'certificate', 'eap', 'null'],
  rekey: ['yes', 'no'],
  nat: ['yes', 'no'],
  transport: ['yes', 'no'],
  hash: ['yes', 'no'],
  ke: ['yes', 'no'],
  /** Of a message or a datagram: whether this end sent it. */
  direction: ['sent', 'received'],
} as const;

type ContextKey = keyof typeof contextKeys;
export type LineContext = Readonly<Partial<Record<ContextKey, string>>>;
