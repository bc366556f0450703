// What a partner's log or sheet showed stands beside what the partner must carry.

import { describe, expect, it } from 'vitest';
import { differingRows, seenInLogs, seenOnSheet, withSeen } from '../../../../src/capabilities/sheet/seen.js';
import { composeSheet } from '../../../../src/capabilities/sheet/sheet.js';
import {
  compactSheet,
  readFilledSheet,
  sheetCsv,
  sheetMarkdown,
} from '../../../../src/capabilities/sheet/text.js';
import { foreignEnd } from '../../../../src/diagnosis/collect.js';
import type { TunnelEvidence } from '../../../../src/domain/evidence.js';
import { known } from '../../../../src/domain/observation.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';
import { globexLog } from '../../../../src/simulator/index.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

const at = '2026-03-01T12:00:00.000Z';
const declared = {
  aliases: [],
  owner: null,
  partner: { name: 'Globex', contact: null, vendor: 'strongswan' },
  criticality: 'normal' as const,
  isBackup: false,
  maintenance: null,
};
const foreign = foreignEnd({ name: 'partner-globex', declared }, at);
const source = { device: 'Globex', request: 'log given by Ana', at, fromCache: false, calls: 0 };
const log = known(readLines(linesOf(globexLog(new Date(at)))), source);
const evidence: TunnelEvidence = {
  tunnel: 'partner-globex',
  collectedAt: at,
  declared,
  ours: { ...foreign, end: 'ours', readable: true, name: 'fw-a', config: known(tunnelConfig(), source) },
  theirs: { ...foreign, log },
  answers: [],
};
const sheet = composeSheet(tunnelConfig(), declared, at);

describe('a sheet with the partner’s log beside it', () => {
  const seen = withSeen(sheet, seenInLogs(evidence));

  it('marks the parameter that differs, and only that', () => {
    expect(differingRows(seen).map((row) => row.id)).toEqual(['ike.encryption']);
    expect(compactSheet(seen)).toContain('differs: your log of 2026-03-01 11:59 UTC shows aes-128-cbc');
    expect(compactSheet(sheet)).not.toContain('differs');
  });

  it('says it in the files that go to the partner, where "your value" stays theirs to fill in', () => {
    for (const text of [sheetCsv(seen), sheetMarkdown(seen)]) {
      expect(text).toContain('differs: your log of 2026-03-01 11:59 UTC shows aes-128-cbc');
      expect(readFilledSheet(text, 'sheet').size).toBe(0);
    }
  });
});

describe('what was seen', () => {
  it('is overruled by a log where a sheet says otherwise', () => {
    const filled = seenOnSheet(
      new Map([
        ['ike.encryption', 'aes-256-cbc'],
        ['ike.dh', 'group2'],
      ]),
    );
    const seen = withSeen(sheet, filled, seenInLogs(evidence));
    const byId = new Map(seen.rows.map((row) => [row.id, row.seen]));
    expect(byId.get('ike.encryption')).toMatchObject({ by: 'your log', outcome: 'differs' });
    // The log shows group14, whatever the sheet says.
    expect(byId.get('ike.dh')).toMatchObject({ by: 'your log', value: 'group14 (MODP 2048)' });
  });

  it('is nothing where the other end can be read: then its configuration is compared', () => {
    const readable = { ...evidence, theirs: { ...evidence.theirs, config: known(tunnelConfig(), source) } };
    expect(seenInLogs(readable).size).toBe(0);
  });

  it('leaves phase 2 alone when several children differ: a log does not say which it is about', () => {
    const config = tunnelConfig();
    const [first] = config.children;
    if (!first) throw new Error('no child');
    const two = { ...config, children: [first, { ...first, name: 'second', lifetimeSeconds: 60 }] };
    const seen = withSeen(
      composeSheet(two, declared, at),
      new Map([['esp.encryption', { value: 'aes-128-cbc', by: 'your log', at }]]),
    );
    expect(differingRows(seen)).toEqual([]);
  });
});
