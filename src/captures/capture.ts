// One capture: every device asked each of its reads once, its replies made fit to leave the house and written as files.

import type { CapturedReply } from '../domain/capture.js';
import type { Clock } from '../domain/clock.js';
import type { CallContext, Device } from '../domain/device.js';
import type { Gap } from '../domain/observation.js';
import { requireEmpty, writeFiles } from './folder.js';
import { indexPage } from './indexPage.js';
import type { TextOf } from './nameBook.js';
import { type Named, namesOfDevice, namesOfTunnel } from './named.js';
import { redactionFor } from './redact.js';
import { fileOf, type Said } from './said.js';

export interface CaptureParts {
  readonly devices: readonly Device[];
  readonly clock: Clock;
  /** What only a real device of this vendor can prove, a sentence each. */
  readonly unproven: (vendor: string) => readonly string[];
  /** Of Tunnelmedic. */
  readonly version: string;
}

export interface CaptureWish {
  readonly folder: string;
  readonly keepsAddresses: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (title: string) => void;
}

export interface CapturedDevice {
  readonly device: string;
  readonly as: string;
  readonly answered: number;
  /** In the order asked. */
  readonly gaps: readonly Gap[];
}

/** A firewall answers a read in seconds, a busy one its whole configuration in a minute. */
const oneDeviceMs = 15 * 60_000;
const oneKindMs = 60_000;

/** Nothing is written until every device was asked. @throws Problem `capture-folder` */
export async function captureInto(
  parts: CaptureParts,
  wish: CaptureWish,
): Promise<readonly CapturedDevice[]> {
  const { devices, clock, unproven, version } = parts;
  const { folder, keepsAddresses } = wish;
  await requireEmpty(folder);
  const said: Said[] = [];
  const names: Named[] = [];
  for (const device of devices) {
    const heard = await listen(device, parts, wish);
    said.push({ device, as: `device-${said.length + 1}`, ...heard });
    names.push(...heard.names);
  }
  const texts = said.flatMap(({ replies }) => replies.flatMap(textsIn));
  const redaction = redactionFor(texts, names, keepsAddresses);
  const files = new Map<string, string>();
  for (const one of said)
    for (const reply of one.replies)
      if (reply.reply.known) files.set(fileOf(one, reply), redaction.redacted(reply.form, reply.reply.value));
  const at = clock.now().toISOString();
  files.set('INDEX.md', indexPage({ said, at, version, unproven, redaction, keepsAddresses }));
  await writeFiles(folder, files);
  return said.map(({ device, as, replies }) => ({
    device: device.name,
    as,
    answered: replies.filter(({ reply }) => reply.known).length,
    gaps: replies.flatMap(({ reply }) => (reply.known ? [] : [reply])),
  }));
}

async function listen(device: Device, { clock }: CaptureParts, { signal, onProgress }: CaptureWish) {
  const within = (ms: number): CallContext => ({
    signal,
    deadlineAt: new Date(clock.now().getTime() + ms).toISOString(),
  });
  const identity = await device.fetch('identity', {}, within(oneKindMs));
  const inventory = await device.fetch('inventory', {}, within(oneKindMs));
  const replies: CapturedReply[] = [];
  for await (const reply of device.capture(within(oneDeviceMs))) {
    signal.throwIfAborted();
    replies.push(reply);
    onProgress(`${device.name}: ${replies.length} asked, ${reply.request}`);
  }
  signal.throwIfAborted();
  const names = [
    { kind: 'device', name: device.name } as const,
    ...(identity.known ? namesOfDevice(identity.value) : []),
    ...(inventory.known ? inventory.value.flatMap(namesOfTunnel) : []),
  ];
  return { identity: identity.known ? identity.value : null, replies, names };
}

/** Requests and refusals name things too, and their addresses count. */
function textsIn({ form, request, reply }: CapturedReply): readonly TextOf[] {
  const told: TextOf = { form: 'text', text: reply.known ? request : `${request} ${reply.says}` };
  return reply.known ? [told, { form, text: reply.value }] : [told];
}
