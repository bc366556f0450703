// A PAN-OS end and a FortiOS end of one tunnel, as each is set up and as each logs; what a test changes is wrong at the FortiOS end.

import { readConfigText } from '../../../src/configtext/read.js';
import { foreignEnd } from '../../../src/diagnosis/collect.js';
import type { TunnelEvidence } from '../../../src/domain/evidence.js';
import { mapKnown } from '../../../src/domain/observation.js';
import type { TunnelConfig } from '../../../src/domain/tunnelConfig.js';
import { placesOf } from '../../../src/products/words.js';
import { evidenceOf } from '../../scenarios/build.js';
import { at } from '../../scenarios/healthyEnd.js';
import { readSituation } from '../../scenarios/situation.js';

const panosObjects = {
  gateway: 'gw-lyon',
  tunnel: 'to-lyon',
  'ike-profile': 'ike-strong',
  'ipsec-profile': 'esp-strong',
  'proxy-id': 'lan',
  interface: 'tunnel.1',
  router: 'default',
};

export interface MixedFault {
  /** Whose SAs, counters and PAN-OS lines are taken. */
  readonly situation: string;
  /** Settings of the FortiOS end that are otherwise. */
  readonly phase1?: string;
  readonly phase2?: string;
  /** What the FortiOS end logged. */
  readonly log?: readonly string[];
}

function fortiosText({ phase1 = '', phase2 = '' }: MixedFault): string {
  return `config vpn ipsec phase1-interface
    edit "to-paris"
        set interface "wan1"
        set ike-version 2
        set local-gw 203.0.113.20
        set keylife 28800
        set peertype one
        set peerid "paris.example"
        set localid "lyon.example"
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw 192.0.2.10
        ${phase1}
    next
end
config vpn ipsec phase2-interface
    edit "lan"
        set phase1name "to-paris"
        set proposal aes256-sha256
        set pfs disable
        set auto-negotiate enable
        set keylifeseconds 3600
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet 10.1.0.0 255.255.255.0
        ${phase2}
    next
end
`;
}

function fortiosConfig(fault: MixedFault): TunnelConfig {
  const [read] = readConfigText(fortiosText(fault))?.tunnels ?? [];
  if (!read) throw new Error('the FortiOS end was not read');
  return { ...read.config, device: 'fgt-lyon' };
}

/** @param isTheirs the FortiOS end belongs to a partner, who gave nothing */
export function mixedEvidence(fault: MixedFault, isTheirs = false): TunnelEvidence {
  const situation = readSituation(fault.situation);
  const { ours, ...panos } = evidenceOf(situation, 'panos', 'both');
  const logs = { fortios: { theirs: [...(fault.log ?? [])] } };
  const { theirs } = evidenceOf({ ...situation, logs }, 'fortios', 'both');
  const declared = {
    ...panos.declared,
    partner: isTheirs ? { name: 'Acme', contact: null, vendor: 'fortios' } : null,
  };
  return {
    ...panos,
    declared,
    ours: {
      ...ours,
      config: mapKnown(ours.config, (config) => ({
        ...config,
        places: placesOf('panos', { names: panosObjects, ikeVersion: 2 }),
        objects: panosObjects,
      })),
    },
    theirs: isTheirs
      ? foreignEnd({ name: 'paris-lyon', declared }, at)
      : {
          ...theirs,
          name: 'fgt-lyon',
          tunnel: 'to-paris',
          config: mapKnown(theirs.config, () => fortiosConfig(fault)),
        },
  };
}

const head = 'date=2026-03-02 time=09:59:50 eventtime=1772445590000000000 tz="+0000"';

/** A row of the VPN event log as FortiOS prints it (documented fields; `reason` as its message reference lists it). */
export function fortiosRow(id: string, what: string, more: string): string {
  return `${head} logid="01010${id}" type="event" subtype="vpn" level="error" vd="root" logdesc="${what}" msg="${what}" action="negotiate" remip=192.0.2.10 locip=203.0.113.20 remport=500 locport=500 outintf="wan1" cookies="a1b2c3d4e5f60718/0000000000000000" ${more}`;
}
