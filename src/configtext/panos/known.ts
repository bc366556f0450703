// Which elements of PAN-OS's IPsec configuration are read, and which say nothing about what the ends must agree on.

/** Of a path below `network`, names of entries replaced by `*`. */
const read: readonly RegExp[] = [
  /^ike gateway \* authentication (?:pre-shared-key|certificate)\b/,
  /^ike gateway \* (?:local-address|peer-address|local-id|peer-id)\b/,
  /^ike gateway \* (?:disabled|comment)\b/,
  /^ike gateway \* protocol (?:version\b|ikev1 (?:exchange-mode|ike-crypto-profile|dpd)|ikev2 (?:ike-crypto-profile|dpd|pq-ppk|pq-kem|ikev2-fragment))/,
  /^ike gateway \* protocol-common (?:passive-mode|nat-traversal|fragmentation)/,
  /^ike crypto-profiles (?:ike|ipsec)-crypto-profiles \* (?:dh-group|encryption|hash|lifetime|lifesize|esp|ah)\b/,
  /^tunnel ipsec \* (?:tunnel-interface|ipsec-mode|disabled|comment|tunnel-monitor)\b/,
  /^tunnel ipsec \* auto-key (?:ike-gateway|ipsec-crypto-profile|proxy-id|proxy-id-v6)\b/,
];
const ignored: readonly RegExp[] = [
  /^tunnel ipsec \* (?:anti-replay|anti-replay-window|copy-tos|copy-flow-label|tunnel-monitor)\b/,
  /^ike gateway \* protocol ikev2 require-cookie/,
];

export function isRead(path: readonly string[]): boolean {
  const text = path.join(' ');
  return [...read, ...ignored].some((pattern) => pattern.test(text));
}
