// What the settings file says of the systems outside that are told of incidents.

import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { isLoopback } from '../support/loopback.js';
import { proxySetting, type WebProxy } from '../support/proxy.js';
import { secretReference } from '../support/settingKinds.js';
import type { Place } from './deviceSettings.js';
import { type Secret, secretFrom } from './secret.js';

const webAddress = z
  .string()
  .max(2000)
  .refine(isWebAddress, 'must be an https:// address without a password; http:// only on this machine');

export const outgoingSchema = z.strictObject({
  proxy: proxySetting.optional(),
  webhook: z
    .strictObject({
      url: webAddress,
      secret: secretReference,
      addresses: z
        .array(
          z.string().refine(isAddressOrNetwork, {
            error: 'must be an address or a network, such as 10.1.2.3 or 10.1.0.0/16',
          }),
        )
        .max(50)
        .default([]),
    })
    .optional(),
  pagerduty: z
    .strictObject({
      token: secretReference,
      from: z.email({ error: 'must be the mail address of a PagerDuty user' }).max(200),
      url: webAddress.default('https://api.pagerduty.com'),
    })
    .optional(),
});

export interface OutgoingSettings {
  /** Null goes directly. */
  readonly proxy: WebProxy | null;
  readonly webhook: {
    readonly url: string;
    readonly secret: Secret;
    /** Private addresses and networks that the name in `url` may lead to. */
    readonly addresses: readonly string[];
  } | null;
  readonly pagerduty: {
    /** Without a slash at its end. */
    readonly url: string;
    readonly token: Secret;
    readonly from: string;
  } | null;
}

export function readOutgoing(
  { proxy, webhook, pagerduty }: z.output<typeof outgoingSchema>,
  { folder, environment }: Place,
): OutgoingSettings {
  const secret = (reference: z.output<typeof secretReference>, what: string): Secret =>
    secretFrom(reference, what, folder, environment);
  return {
    proxy: proxy
      ? { url: proxy.url, login: proxy.login ? secret(proxy.login, 'the proxy of out') : null }
      : null,
    webhook: webhook ? { ...webhook, secret: secret(webhook.secret, 'the outgoing webhook') } : null,
    pagerduty: pagerduty
      ? {
          url: pagerduty.url.replace(/\/+$/, ''),
          from: pagerduty.from,
          token: secret(pagerduty.token, "PagerDuty's REST API"),
        }
      : null,
  };
}

function isAddressOrNetwork(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && username === '' && password === '';
}
