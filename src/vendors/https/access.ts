// What the settings file says of the way to a firewall over HTTPS, for every vendor that is asked so, and what is made of it.

import * as z from 'zod';
import { proxySetting, type WebProxy } from '../../support/proxy.js';
import { quotedText } from '../../support/settingKinds.js';
import type { Opening, SetupQuestion } from '../vendor.js';
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

/** Which addresses a firewall has; `url` is said in the vendor's own words. */
export function addressFields(url: string) {
  return {
    url: httpsUrl.optional().describe(url),
    ha: z
      .tuple([httpsUrl, httpsUrl], { error: 'must be the two addresses of the pair' })
      .optional()
      .describe('Instead of url: both units of an HA pair. The active one is asked.'),
  };
}

/** How it proves who it is. */
export const trustFields = {
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
};

export const wayFields = {
  proxy: proxySetting
    .optional()
    .describe(
      'An HTTP proxy on the way to it; TLS goes through to the firewall. No proxy of the environment is used.',
    ),
};

export const timeouts = z
  .strictObject({
    callMs: z.int().min(100).max(120_000).default(10_000).describe('One ordinary call.'),
    slowCallMs: z
      .int()
      .min(100)
      .max(300_000)
      .default(60_000)
      .describe('Calls with large replies: a configuration read.'),
    logMs: z
      .int()
      .min(100)
      .max(300_000)
      .default(30_000)
      .describe('A whole log query: start, polls and reply.'),
  })
  .prefault({});

interface WrittenAccess {
  readonly url?: string | undefined;
  readonly ha?: readonly [string, string] | undefined;
  readonly peerFingerprint256?: string | undefined;
}

/** What a person is asked of how it proves who it is. */
export const trustQuestions: readonly SetupQuestion[] = [
  {
    key: 'caFile',
    kind: 'text',
    question:
      'The PEM file of the authority that signed its certificate, or Enter when it is pinned or this machine trusts it already:',
    optional: true,
  },
  {
    key: 'fingerprint256',
    kind: 'text',
    question:
      'Or the SHA-256 fingerprint of its certificate, compared on the firewall; Enter when this machine trusts it already:',
    optional: true,
    unless: 'caFile',
  },
];

/** What must hold between these settings, for `superRefine`. */
export function checkAccess({ url, ha, peerFingerprint256 }: WrittenAccess, context: z.RefinementCtx): void {
  const says = (message: string, ...path: string[]): void =>
    context.addIssue({ code: 'custom', message, path });
  if ((url === undefined) === (ha === undefined)) says('needs either url or ha');
  if (ha !== undefined && ha[0] === ha[1]) says('must be two different addresses', 'ha');
  if (peerFingerprint256 !== undefined && ha === undefined)
    says('belongs to the second address of ha', 'peerFingerprint256');
}

/** The same, opened. Exactly one of `url` and `ha` (both units of a pair). */
export interface Access {
  readonly url?: string | undefined;
  readonly ha?: readonly [string, string] | undefined;
  readonly fingerprint256?: string | undefined;
  readonly peerFingerprint256?: string | undefined;
  /** PEM text of what stands in `caFile`. */
  readonly caPem: string | undefined;
  readonly proxy: WebProxy | null;
}

interface WrittenWay {
  readonly vendor: string;
  readonly caFile?: string | undefined;
  readonly proxy?: z.output<typeof proxySetting> | undefined;
}

type OpenedWay<Written> = Omit<Written, keyof WrittenWay> &
  Pick<Access, 'caPem' | 'proxy'> & { readonly name: string };

/** What the settings of such a firewall become; `Key` names the secret that it is asked with. */
export type OpenedAccess<Written, Key extends string> = OpenedWay<Omit<Written, Key>> & {
  /** Asked when a call needs it and again when the device refuses it. */
  readonly [K in Key]: () => Promise<string>;
};

/** All but the secret, which each vendor calls otherwise. */
export async function openAccess<Written extends WrittenWay>(
  { vendor: _, caFile, proxy, ...rest }: Written,
  opening: Opening,
): Promise<OpenedWay<Written>> {
  return {
    ...rest,
    name: opening.name,
    caPem: caFile === undefined ? undefined : await opening.certificates(caFile, 'caFile'),
    proxy: proxy
      ? { url: proxy.url, login: proxy.login ? opening.secret(proxy.login, 'its proxy') : null }
      : null,
  };
}

/** How the address of that number is known; the units of a pair may have certificates of their own. */
export function trustOf(settings: Access, index: number): Trust {
  const { caPem, fingerprint256, peerFingerprint256, proxy } = settings;
  const pin = index === 1 ? (peerFingerprint256 ?? fingerprint256) : fingerprint256;
  return { ca: caPem, fingerprint256: pin, proxy };
}

/** The addresses to ask, in the configured order. */
export function addressesOf({ url, ha }: Access): readonly string[] {
  return ha ?? (url === undefined ? [] : [url]);
}

function isHttpsOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return url.protocol === 'https:' && isBare && url.pathname === '/';
}
