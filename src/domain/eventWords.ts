// The words of the lines of logs: what a line says happened, in nouns of IKE and of no vendor, and whose refusal that is.

interface MeaningOfWord {
  /** What the README of the signatures prints. */
  readonly docs: string;
  /** Whose refusal it is: of the end that prints the line, or one that it received; null when nobody refuses anything. */
  readonly refusal: 'own' | 'received' | null;
}

function plain(docs: string): MeaningOfWord {
  return { docs, refusal: null };
}

function refusal(whose: 'own' | 'received', docs: string): MeaningOfWord {
  return { docs, refusal: whose };
}

const eventWords = {
  // How far it got
  started: plain('a negotiation starts'),
  answered: plain('the first answer came'),
  'proposals-agreed': plain('the IKE proposals were agreed'),
  'auth-sent': plain('this end sent its authentication'),
  authenticated: plain('the IKE SA stands'),
  'child-started': plain('an IPsec SA is being negotiated'),
  'child-up': plain('an IPsec SA was installed'),
  'rekey-started': plain('a rekey starts'),
  'rekey-done': plain('a rekey is done'),
  recovered: plain('what was lost came back'),
  // What was printed about parameters
  'received-proposals': plain('the proposals that the peer sent'),
  'configured-proposals': plain('the proposals that this end has'),
  identity: plain('an identity of an end'),
  selectors: plain('traffic selectors of an end'),
  payloads: plain('which payloads a message carries'),
  packet: plain('a datagram came or went'),
  note: plain('information without a judgment'),
  // What went wrong
  'no-answer': plain('the peer did not answer any more'),
  retransmit: plain('a message is sent again'),
  'no-configuration': refusal('own', 'no configuration fits the peer'),
  'version-refused': refusal('own', 'the IKE version does not fit'),
  'mode-refused': refusal('own', 'the exchange mode does not fit'),
  'proposal-refused': refusal('own', 'this end refused the proposals'),
  'proposal-rejected': refusal('received', 'the peer refused the proposals'),
  'auth-failed': refusal('own', 'this end refused the authentication of the peer'),
  'auth-rejected': refusal('received', 'the peer refused our authentication'),
  'decrypt-failed': plain('a message could not be decrypted'),
  'method-refused': refusal('own', 'the authentication method does not fit'),
  'id-mismatch': refusal('own', 'an identity is not the expected one'),
  'id-rejected': refusal('received', 'the peer refused an identity or a selector'),
  'certificate-bad': refusal('own', 'a certificate is not accepted'),
  'selector-refused': refusal('own', 'this end refused the traffic selectors'),
  'selector-rejected': refusal('received', 'the peer refused the traffic selectors'),
  'selector-narrowed': plain('traffic selectors were narrowed'),
  'pfs-differs': plain('the DH group of phase 2 does not fit'),
  'encapsulation-refused': refusal('own', 'tunnel or transport, ESP or AH do not fit'),
  'lifetime-refused': refusal('own', 'the lifetime does not fit'),
  'child-failed': plain('the IPsec SA was not built'),
  'dpd-lost': plain('the peer does not answer dead peer detection'),
  'peer-deleted': plain('the peer deleted an SA'),
  deleted: plain('this end deleted an SA'),
  'sa-unknown': plain('an SA is not known'),
  'rekey-failed': plain('a rekey failed'),
  collision: plain('both ends rekeyed at once'),
  duplicate: plain('two connections claim the same thing'),
  'kernel-refused': plain('the kernel did not take an SA or policy'),
  'no-route': plain('there is no route'),
  blocked: plain('a policy or a firewall drops packets'),
  'too-large': plain('a message is too large for the path'),
  nat: plain('NAT on the path'),
  'esp-error': plain('an ESP packet could not be used'),
  passive: plain('this end does not start'),
  'pool-empty': plain('no address is left for the peer'),
  'monitor-down': plain('the tunnel monitor says down'),
  'monitor-up': plain('the tunnel monitor says up'),
  down: plain('the tunnel is down'),
  disabled: plain('switched off on purpose'),
  standby: plain('this unit is not the active one'),
  restarted: plain('the IKE daemon or the device started: what it held before is gone'),
  idle: plain('nothing was offered'),
  maintenance: plain('the provider works on it'),
  consequence: plain('what follows from something else'),
} as const satisfies Readonly<Record<string, MeaningOfWord>>;

export type EventWord = keyof typeof eventWords;
export const eventWordList = Object.keys(eventWords) as EventWord[];

/** True when somebody refused: a negotiation that says so did not come to its end. */
export function isRefusal(word: EventWord): boolean {
  return refusalOf(word) !== null;
}

export function refusalOf(word: EventWord): MeaningOfWord['refusal'] {
  return eventWords[word].refusal;
}
