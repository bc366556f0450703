// What devices answer: XML of PAN-OS through every parser, packets of VICI, and swanctl.conf.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseNetwork } from '../../../src/vendors/panos/parseConfig.js';
import { parseFlows } from '../../../src/vendors/panos/parseFlow.js';
import { parseJobId, parseLogRows } from '../../../src/vendors/panos/parseLog.js';
import {
  parseFib,
  parseInterface,
  parseRoutes,
  parseSessions,
} from '../../../src/vendors/panos/parsePath.js';
import { parseRuntimeGateways, parseRuntimeTunnels } from '../../../src/vendors/panos/parseRuntime.js';
import { parseHa, parseSystem } from '../../../src/vendors/panos/parseSystem.js';
import { parseIkeSas, parseIpsecSas } from '../../../src/vendors/panos/parseVpn.js';
import { readReply } from '../../../src/vendors/panos/reply.js';
import { readXml, XmlFault } from '../../../src/vendors/panos/xml.js';
import { parseConf } from '../../../src/vendors/strongswan/swanctlConf.js';
import { isMalformed } from '../../../src/vendors/strongswan/viciMessage.js';
import {
  decodePacket,
  encodePacket,
  packetType,
  SegmentReader,
} from '../../../src/vendors/strongswan/viciPacket.js';
import { buffers, type FuzzTarget, must } from '../target.js';

const fixtures = (folder: string, ending: RegExp): readonly Buffer[] => {
  const path = fileURLToPath(new URL(`../../fixtures/${folder}/`, import.meta.url));
  return readdirSync(path)
    .filter((name) => ending.test(name))
    .toSorted()
    .map((name) => readFileSync(`${path}${name}`));
};

const parsers = [
  ...[parseFlows, parseIkeSas, parseIpsecSas, parseLogRows, parseJobId, parseSystem, parseHa, parseInterface],
  ...[parseFib, parseSessions, parseRoutes, parseRuntimeGateways, parseRuntimeTunnels, parseNetwork],
];

const xml: FuzzTarget = {
  name: 'panos-xml',
  seeds: fixtures('panos', /\.xml$/),
  runs: 400,
  run(input) {
    try {
      const reply = readReply(readXml(input.toString('utf8')));
      if (!reply.ok) return must(reply.fault.says !== '', 'a fault without a sentence');
      for (const parse of parsers) parse(reply.value);
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
    }
  },
};

const sa = {
  'paris-hq': {
    uniqueid: '1',
    version: '2',
    state: 'ESTABLISHED',
    'local-host': '192.0.2.1',
    'remote-host': '198.51.100.1',
    'initiator-spi': '0011223344556677',
    'child-sas': { net: { name: 'net', state: 'INSTALLED', 'bytes-in': '12', 'local-ts': ['10.0.0.0/8'] } },
  },
};

const vici: FuzzTarget = {
  name: 'vici',
  seeds: [
    encodePacket({ type: packetType.event, name: 'list-sa', message: sa }),
    encodePacket({ type: packetType.commandResponse, name: '', message: { uptime: { running: '3 days' } } }),
  ],
  runs: 2000,
  run(input) {
    const reader = new SegmentReader();
    for (let at = 0; at < input.length; at += 1000) {
      const segments = reader.push(input.subarray(at, at + 1000));
      if (isMalformed(segments)) return;
      for (const segment of segments) decodePacket(segment);
    }
    decodePacket(input.subarray(4));
  },
};

const conf: FuzzTarget = {
  name: 'swanctl-conf',
  seeds: buffers([
    fixtures('config', /^swanctl\.conf$/)
      .map(String)
      .join('\n'),
    'connections { a { remote { id = b } children { c { esp_proposals = aes256-sha256 } } } }\nsecrets { ike { secret = "x y" } }',
  ]),
  runs: 1500,
  run(input) {
    parseConf(input.toString('utf8'));
  },
};

export const deviceTargets: readonly FuzzTarget[] = [xml, vici, conf];
