// Configurations that are known when they are seen and have no reader: what is said of them is whose they are, and nothing else.

interface Sign {
  /** The name of the product's file in playbooks/vendors. */
  readonly product: string;
  /** Each of them stands in the text. */
  readonly all: readonly RegExp[];
}

const signs: readonly Sign[] = [
  { product: 'sonicwall', all: [/^\s*vpn policy site-to-site /] },
  { product: 'huawei', all: [/^ike (?:proposal|peer) \S+/, /^ipsec (?:proposal|policy) \S+/] },
  { product: 'racoon', all: [/^remote \S+/, /^sainfo /] },
  { product: 'openbsd', all: [/^ikev2 (?:"[^"]{1,80}" )?(?:active|passive|quick|esp|ah|from)\b/] },
];

/** The product of such a text; null when it is none. */
export function productWithoutReader(lines: readonly string[]): string | null {
  return signs.find(({ all }) => all.every((sign) => lines.some((line) => sign.test(line))))?.product ?? null;
}
