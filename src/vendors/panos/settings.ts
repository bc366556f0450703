// What the PAN-OS adapter has to be told about one firewall, and what it assumes when it is not told.

import { z } from 'zod';

const httpsUrl = z
  .string()
  .trim()
  .refine(isHttpsOrigin, 'must be an https:// address without user, path, query or fragment')
  .transform((text) => new URL(text).origin);

const fingerprint = z
  .string()
  .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
  .refine(
    (hex) => /^[0-9a-f]{64}$/.test(hex),
    'must be a SHA-256 fingerprint: 64 hex digits, colons allowed',
  );

const timeouts = z.strictObject({
  /** One ordinary call. */
  callMs: z.int().min(100).max(120_000).default(10_000),
  /** Calls with large replies: a configuration read. */
  slowCallMs: z.int().min(100).max(300_000).default(60_000),
  /** A whole log query: start, polls and reply. */
  logMs: z.int().min(100).max(300_000).default(30_000),
});

/**
 * Settings of one firewall. Exactly one of `url` (a firewall, or Panorama with `panorama.target`) and `ha` (both units of a pair).
 * `apiKey` is asked when a call needs it and again when the device refuses it, so that a rotated key is picked up.
 */
export const panosSettingsSchema = z
  .strictObject({
    name: z.string().min(1),
    url: httpsUrl.optional(),
    ha: z.tuple([httpsUrl, httpsUrl]).optional(),
    apiKey: z.custom<() => Promise<string>>(
      (value) => typeof value === 'function',
      'must resolve the API key',
    ),
    /** The PEM text of the authority (or the self-signed certificate) that the firewall's certificate is checked with. */
    caFile: z.string().includes('-----BEGIN CERTIFICATE-----').optional(),
    /** Only this certificate is accepted. Without `caFile` it may be self-signed. */
    fingerprint256: fingerprint.optional(),
    /** For an HA pair whose units have different certificates: the pin of the second address. */
    peerFingerprint256: fingerprint.optional(),
    panorama: z
      .strictObject({ target: z.string().regex(/^[0-9A-Za-z-]+$/, 'must be a serial number') })
      .optional(),
    vsys: z
      .string()
      .regex(/^vsys\d+$/, 'must be like vsys1')
      .optional(),
    /** The vendor recommends at most five calls at a time, shared with the web interface. */
    maxConcurrentCalls: z.int().min(1).max(5).default(2),
    timeouts: timeouts.prefault({}),
  })
  .refine((settings) => (settings.url === undefined) !== (settings.ha === undefined), {
    message: 'needs either url or ha',
    path: ['url'],
  })
  .refine((settings) => !(settings.panorama && settings.ha), {
    message: 'with panorama, url is the address of Panorama; ha is not possible',
    path: ['ha'],
  })
  .refine((settings) => settings.ha?.[0] === undefined || settings.ha[0] !== settings.ha[1], {
    message: 'must be two different addresses',
    path: ['ha'],
  })
  .refine((settings) => settings.peerFingerprint256 === undefined || settings.ha !== undefined, {
    message: 'belongs to the second address of ha',
    path: ['peerFingerprint256'],
  });

export type PanosSettings = z.output<typeof panosSettingsSchema>;
export type PanosSettingsInput = z.input<typeof panosSettingsSchema>;

/** The addresses to ask, in the configured order. */
export function addressesOf(settings: PanosSettings): readonly string[] {
  return settings.ha ?? (settings.url === undefined ? [] : [settings.url]);
}

function isHttpsOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return url.protocol === 'https:' && isBare && url.pathname === '/';
}
