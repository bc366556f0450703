// The shared part of a configuration: certificates of gateways and their authority, with the fields that the vendor's own tools read.
import type { ConfiguredEnd, Device } from '../device/device.js';
import { type Element, el, entry, fields } from './xml.js';

const DAY_MS = 86_400_000;
const AUTHORITY = 'vpn-authority';

/** `Jun 19 08:36:12 2023 GMT`. */
function printed(ms: number): string {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(/[ ,]+/);
  return `${month} ${day} ${time} ${year} GMT`;
}

interface Held {
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly ca: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
}

function certificate({ name, subject, issuer, ca, fromMs, untilMs }: Held): Element {
  return entry(
    name,
    ...fields({ algorithm: 'RSA', ca: ca ? 'yes' : 'no', 'common-name': subject.replace('/CN=', '') }),
    ...fields({ 'expiry-epoch': Math.floor(untilMs / 1000), issuer, subject }),
    ...fields({ 'not-valid-before': printed(fromMs), 'not-valid-after': printed(untilMs) }),
    // What stands there is encrypted with the master key; the simulator holds no key at all.
    ...(ca ? [] : [el('private-key', '********')]),
  );
}

function ofEnd(device: Device, end: ConfiguredEnd): Held[] {
  const { authentication } = device.config(end).gateway;
  if (authentication.method !== 'certificate') return [];
  const expired = authentication.problem?.includes('expired') === true;
  const untilMs = expired ? device.bootedAtMs + DAY_MS / 24 : device.bootedAtMs + 400 * DAY_MS;
  const issuer = authentication.problem?.includes('issuer') ? '/CN=another-authority' : `/CN=${AUTHORITY}`;
  return [
    {
      name: authentication.certificate,
      subject: `/CN=${authentication.certificate}`,
      issuer,
      ca: false,
      fromMs: device.bootedAtMs - 300 * DAY_MS,
      untilMs,
    },
  ];
}

export function sharedTree(device: Device): Element {
  const own = device.ends.flatMap((end) => ofEnd(device, end));
  if (own.length === 0) return el('shared');
  const authority: Held = {
    name: AUTHORITY,
    subject: `/CN=${AUTHORITY}`,
    issuer: `/CN=${AUTHORITY}`,
    ca: true,
    fromMs: device.bootedAtMs - 900 * DAY_MS,
    untilMs: device.bootedAtMs + 3000 * DAY_MS,
  };
  return el('shared', el('certificate', ...[authority, ...own].map(certificate)));
}
