// What an administrator changed on a simulated FortiGate: one record of the system event log for each object, with its attributes.
// The form of the record is shown by users; no capture of one about IPsec is public.
import type { ConfiguredEnd, Device } from '../device/device.js';
import type { EndSpec } from '../model/spec.js';
import type { ConfigEntry, ConfigPart } from '../pair/state.js';
import type { Entry } from './entry.js';
import type { LogRecord } from './log-record.js';
import { phase1Entry, phase2Entry, phase2Names } from './phases.js';
import { isSetDown } from './world.js';

interface Changed {
  readonly cfgpath: string;
  readonly cfgobj: string;
  readonly cfgattr: string;
}

export function changeRecords(device: Device, end: ConfiguredEnd, entry: ConfigEntry): LogRecord[] {
  return changesOf(device, end, entry).map(({ cfgpath, cfgobj, cfgattr }) => ({
    logid: '0100044547',
    subtype: 'system',
    level: 'information',
    logdesc: 'Object attribute configured',
    msg: `Edit ${cfgpath} ${cfgobj}`,
    fields: {
      user: entry.by,
      ui: 'GUI(10.0.0.5)',
      action: 'Edit',
      cfgtid: Math.floor(entry.atMs / 1000),
      cfgpath,
      cfgobj,
      cfgattr,
    },
  }));
}

/** Both of phase 1: the gateway, its proposals and its way to authenticate are one object here. */
const OF_PHASE_1: readonly ConfigPart[] = ['gateway', 'authentication', 'ike-crypto'];

function changesOf(device: Device, end: ConfiguredEnd, { part, before, after }: ConfigEntry): Changed[] {
  const name = after.gateway.name;
  if (
    part === 'authentication' &&
    before.gateway.authentication.method === after.gateway.authentication.method
  )
    return [{ cfgpath: 'vpn.ipsec.phase1-interface', cfgobj: name, cfgattr: 'psksecret[*]' }];
  const found: Changed[] = [];
  if (OF_PHASE_1.includes(part)) {
    const of = (config: EndSpec) => phase1Entry(device, onlyPart(part, before, config));
    const cfgattr = attributes(of(before), of(after));
    if (cfgattr !== '') found.push({ cfgpath: 'vpn.ipsec.phase1-interface', cfgobj: name, cfgattr });
  } else {
    for (const [index, cfgobj] of phase2Names(after).entries()) {
      const of = (config: EndSpec) => phase2Entry(config, index);
      const cfgattr = attributes(of(onlyPart(part, before, before)), of(onlyPart(part, before, after)));
      if (cfgattr !== '') found.push({ cfgpath: 'vpn.ipsec.phase2-interface', cfgobj, cfgattr });
    }
  }
  if (part !== 'ike-crypto' && isSetDown(before) !== isSetDown(after)) {
    const [from, to] = isSetDown(after) ? ['up', 'down'] : ['down', 'up'];
    found.push({
      cfgpath: 'system.interface',
      cfgobj: after.tunnel.interface,
      cfgattr: `status[${from}->${to}]`,
    });
  }
  if (part === 'tunnel' && before.tunnel.policyAllowsInner !== after.tunnel.policyAllowsInner) {
    const action = (config: EndSpec) => (config.tunnel.policyAllowsInner ? 'accept' : 'deny');
    const cfgobj = String(end.gatewayId * 2 - 1);
    found.push({
      cfgpath: 'firewall.policy',
      cfgobj,
      cfgattr: `action[${action(before)}->${action(after)}]`,
    });
  }
  if (part === 'tunnel' && before.tunnel.routes.join() !== after.tunnel.routes.join())
    found.push({
      cfgpath: 'router.static',
      cfgobj: String(end.gatewayId),
      cfgattr: 'status[enable->disable]',
    });
  return found;
}

/** The settings of before with one part of `config`, so that each edit tells what it changed itself. */
function onlyPart(part: ConfigPart, before: EndSpec, config: EndSpec): EndSpec {
  const { authentication } = before.gateway;
  switch (part) {
    case 'gateway':
      return { ...before, gateway: { ...config.gateway, authentication } };
    case 'authentication':
      return { ...before, gateway: { ...before.gateway, authentication: config.gateway.authentication } };
    case 'ike-crypto':
      return { ...before, ikeCrypto: config.ikeCrypto };
    case 'ipsec-crypto':
      return { ...before, ipsecCrypto: config.ipsecCrypto };
    case 'tunnel':
      return { ...before, tunnel: config.tunnel };
  }
}

/** `proposal[aes256-sha256->aes128-sha256]dhgrp[14->5]`. */
function attributes(before: Entry, after: Entry): string {
  return Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `${name}[${word(before[name])}->${word(after[name])}]`)
    .join('');
}

function word(value: unknown): string {
  if (Array.isArray(value)) return value.map((one: Entry) => String(one.name)).join(' ');
  return String(value ?? '');
}
