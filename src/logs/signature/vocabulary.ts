// What a line may tell about the moment it was printed in: the keys and values of `context` in a signature.

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
