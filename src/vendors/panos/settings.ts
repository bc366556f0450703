// What the settings file may say of a PAN-OS firewall, and what the adapter is told when it is opened.

import { z } from 'zod';
import { proxySetting, type WebProxy } from '../../support/proxy.js';
import { quotedText, secretReference } from '../../support/settingKinds.js';
import type { Opening } from '../vendor.js';
import type { Trust } from './trust.js';

const httpsUrl = z
  .string()
  .trim()
  .refine(isHttpsOrigin, 'must be an https:// address without user, path, query or fragment')
  .transform((text) => new URL(text).origin);

const fingerprint = quotedText
  .transform((text) => text.replaceAll(/[:\s]/g, '').toLowerCase())
  .refine(
    (hex) => /^[0-9a-f]{64}$/.test(hex),
    'must be a SHA-256 fingerprint: 64 hex digits, colons allowed',
  );

const timeouts = z.strictObject({
  callMs: z.int().min(100).max(120_000).default(10_000).describe('One ordinary call.'),
  slowCallMs: z
    .int()
    .min(100)
    .max(300_000)
    .default(60_000)
    .describe('Calls with large replies: a configuration read.'),
  logMs: z.int().min(100).max(300_000).default(30_000).describe('A whole log query: start, polls and reply.'),
});

export const panosSettings = z
  .strictObject({
    vendor: z.literal('panos'),
    url: httpsUrl
      .optional()
      .describe('The management address of the firewall, or of Panorama with panorama.target.'),
    ha: z
      .tuple([httpsUrl, httpsUrl], { error: 'must be the two addresses of the pair' })
      .optional()
      .describe('Instead of url: both units of an HA pair. The active one is asked.'),
    apiKey: secretReference.describe(
      'Where the API key is, of a role that may only read; tunnelmedic keygen obtains one.',
    ),
    caFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A PEM file: the authority (or the self-signed certificate) that the certificate of the firewall is checked with.',
      ),
    fingerprint256: fingerprint
      .optional()
      .describe('Only this certificate is accepted. Without caFile it may be self-signed.'),
    peerFingerprint256: fingerprint
      .optional()
      .describe('For a pair whose units have different certificates: the pin of the second address.'),
    panorama: z
      .strictObject({ target: quotedText.regex(/^[0-9A-Za-z-]+$/, 'must be a serial number') })
      .optional()
      .describe('The firewall is reached through Panorama: its serial number.'),
    vsys: z
      .string()
      .regex(/^vsys\d+$/, 'must be like vsys1')
      .optional()
      .describe('Virtual system for zones and policies; without it that of the API user.'),
    proxy: proxySetting
      .optional()
      .describe(
        'An HTTP proxy on the way to it; TLS goes through to the firewall. No proxy of the environment is used.',
      ),
    maxConcurrentCalls: z
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Calls at the same time. The vendor recommends at most five, shared with the web interface.'),
    timeouts: timeouts.prefault({}),
  })
  .refine(({ url, ha }) => (url === undefined) !== (ha === undefined), 'needs either url or ha')
  .refine(({ panorama, ha }) => !(panorama && ha), {
    message: 'must not stand beside panorama: url is then the address of Panorama, and ha is not possible',
    path: ['ha'],
  })
  .refine(({ ha }) => ha === undefined || ha[0] !== ha[1], {
    message: 'must be two different addresses',
    path: ['ha'],
  })
  .refine(({ peerFingerprint256, ha }) => peerFingerprint256 === undefined || ha !== undefined, {
    message: 'belongs to the second address of ha',
    path: ['peerFingerprint256'],
  });

/** The same, opened. Exactly one of `url` (a firewall, or Panorama with `panorama.target`) and `ha` (both units of a pair). */
export interface PanosSettings
  extends Omit<z.output<typeof panosSettings>, 'vendor' | 'apiKey' | 'caFile' | 'proxy'> {
  readonly name: string;
  /** Asked when a call needs it and again when the device refuses it. */
  readonly apiKey: () => Promise<string>;
  /** PEM text of what stands in `caFile`. */
  readonly caPem: string | undefined;
  readonly proxy: WebProxy | null;
}

export async function openPanosSettings(
  { vendor: _, apiKey, caFile, proxy, ...rest }: z.output<typeof panosSettings>,
  opening: Opening,
): Promise<PanosSettings> {
  return {
    ...rest,
    name: opening.name,
    apiKey: opening.secret(apiKey),
    caPem: caFile === undefined ? undefined : await opening.certificates(caFile, 'caFile'),
    proxy: proxy
      ? { url: proxy.url, login: proxy.login ? opening.secret(proxy.login, 'its proxy') : null }
      : null,
  };
}

/** How the address of that number is known; the units of a pair may have certificates of their own. */
export function trustOf(settings: PanosSettings, index: number): Trust {
  const { caPem, fingerprint256, peerFingerprint256, proxy } = settings;
  const pin = index === 1 ? (peerFingerprint256 ?? fingerprint256) : fingerprint256;
  return { ca: caPem, fingerprint256: pin, proxy };
}

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
