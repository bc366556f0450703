// Prefixes that are a shape rather than a fixed text: how pluto, charon and firewalls begin their lines.

const shapes: readonly (readonly [string, RegExp])[] = [
  // "hub"[1] 203.0.113.9 #12:, packet from 203.0.113.9:500:
  [
    'libreswan',
    /(?:^|[ :])packet from [0-9a-fA-F.:[\]]{2,50}:\d{1,5}: |(?:^|[ :*])"[^"\s]{1,100}"(?:\[\d{1,9}\])?(?: [0-9a-fA-F.:]{2,45})? #\d{1,9}:/,
  ],
  // 12[IKE]
  [
    'strongswan',
    /(?:^|[ \]*:/>])\d{2}\[(?:DMN|MGR|IKE|CHD|JOB|CFG|KNL|NET|ASN|ENC|TNC|IMC|IMV|PTS|TLS|APP|ESP|LIB)\d?\] /,
  ],
  // Group = hub, IP = 203.0.113.9,
  // [IKEv1 DEBUG]: IP = 203.0.113.9, IKE_DECODE …
  [
    'cisco-asa',
    /\[IKEv1(?: DEBUG)?\]: |\bGroup = [^,]{1,100}, (?:Username = [^,]{1,100}, )?IP = |\bIKEv2-(?:PROTO|PLAT)-\d/,
  ],
  // ike 0:hub:12:, ike V=root:0:hub:12:
  ['fortios', /\bike (?:V=\S{1,40}:)?\d{1,4}:/],
  // srx1 kmd[2011]:
  ['juniper', /\bkmd\[\d{1,8}\]: /],
  // spi=0x0123456789abcdef: recv IKE_AUTH res 1
  ['openbsd', /\bspi=0x[0-9a-f]{16}: [a-z]/],
  // iked (198.51.100.1<->203.0.113.9) …, msg_id="021A-0008"
  [
    'watchguard',
    /\([0-9a-fA-F.:]{2,45}<->[0-9a-fA-F.:]{2,45}\)|\bmsg_id="(?:0203|0205|0207|021A)-[0-9A-F]{4}"|\bGateway-?Endpoint=/,
  ],
  // [PERR]: { 7: 60}:
  ['panos', /\]: \{ *\d{0,6} *: *\d{0,6} *\}: /],
];

/** The vendor whose kind of prefix the line carries, null when it has none of them. */
export function vendorOfPrefix(text: string): string | null {
  const head = text.length > 400 ? text.slice(0, 400) : text;
  return shapes.find(([, shape]) => shape.test(head))?.[0] ?? null;
}

/** Whose messages stand behind a prefix, besides the vendor's own: clouds and appliances print charon's, PAN-OS prints racoon's. */
const alsoPrints: Readonly<Record<string, readonly string[]>> = {
  strongswan: ['aws', 'alibaba', 'tencent', 'google'],
  'cisco-asa': ['cisco-ios'],
  panos: ['racoon'],
};

/** Whether a signature of one vendor may speak of a line that carries the prefix of another: a phrase of the one is often a debug line of the other. */
export function mayPrint(prefix: string | null, vendor: string): boolean {
  return (
    prefix === null ||
    vendor === prefix ||
    vendor === 'generic' ||
    (alsoPrints[prefix]?.includes(vendor) ?? false)
  );
}
