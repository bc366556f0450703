// Settings of devices as tests want them: what the file would say, checked by its schema, with keys and certificates at hand.

import type * as z from 'zod';
import { type FortiosSettings, fortiosSettings } from '../src/vendors/fortios/index.js';
import { type PanosSettings, panosSettings } from '../src/vendors/panos/index.js';
import { type StrongswanSettings, strongswanSettings } from '../src/vendors/strongswan/index.js';

type Opened = Partial<Pick<PanosSettings, 'name' | 'apiKey' | 'caPem' | 'proxy'>>;

/** The way to a simulated firewall; a pair names the addresses of its units instead of one. */
export function wayTo(
  { name, url, caPem }: { readonly name: string; readonly url: string; readonly caPem: string },
  { ha }: { readonly ha?: unknown },
) {
  return { name, caPem, ...(ha === undefined ? { url } : {}) };
}

export type PanosTold = Omit<z.input<typeof panosSettings>, 'vendor' | 'apiKey' | 'caFile' | 'proxy'> &
  Opened;

export function panosTold({
  name = 'fw',
  apiKey,
  caPem,
  proxy = null,
  ...written
}: PanosTold): PanosSettings {
  const checked = panosSettings.parse({ vendor: 'panos', apiKey: { env: 'KEY' }, ...written });
  const { vendor: _vendor, apiKey: _apiKey, caFile: _caFile, proxy: _proxy, ...rest } = checked;
  return { ...rest, name, apiKey: apiKey ?? (async () => 'k'), caPem, proxy };
}

export type FortiosTold = Omit<z.input<typeof fortiosSettings>, 'vendor' | 'token' | 'caFile' | 'proxy'> &
  Partial<Pick<FortiosSettings, 'name' | 'token' | 'caPem' | 'proxy'>>;

export function fortiosTold({
  name = 'fgt',
  token,
  caPem,
  proxy = null,
  ...written
}: FortiosTold): FortiosSettings {
  const checked = fortiosSettings.parse({ vendor: 'fortios', token: { env: 'TOKEN' }, ...written });
  const { vendor: _vendor, token: _token, caFile: _caFile, proxy: _proxy, ...rest } = checked;
  return { ...rest, name, token: token ?? (async () => 't'), caPem, proxy };
}

export type StrongswanTold = Omit<z.input<typeof strongswanSettings>, 'vendor'> & { readonly name?: string };

export function strongswanTold({ name = 'gw', ...written }: StrongswanTold): StrongswanSettings {
  const { vendor: _vendor, ...rest } = strongswanSettings.parse({ vendor: 'strongswan', ...written });
  return { ...rest, name };
}
