// Texts of devices enter without secrets, in every form that we know: log rows, log events, log files, errors.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../../src/logs/format/line.js';
import { parseLogRows } from '../../../src/vendors/panos/parseLog.js';
import { readReply } from '../../../src/vendors/panos/reply.js';
import type { XmlNode } from '../../../src/vendors/panos/xml.js';
import { readLogFile } from '../../../src/vendors/strongswan/fetchLog.js';
import { eventText } from '../../../src/vendors/strongswan/liveLog.js';
import { allForms, keysOf, piecesOf, planted } from '../domain/secrets/plantedKeys.js';

/** A key and the text that holds it, for every form; the same in every run, so that a failure is found again. */
const samples = allForms.map((form) => {
  const [key = ''] = fc.sample(keysOf[form.example.keys], { seed: 7, numRuns: 1 });
  return { id: form.id, text: planted(form, key), pieces: piecesOf(key) };
});

function leftIn(shown: string, sample: (typeof samples)[number]): readonly string[] {
  return sample.pieces.filter((piece) => shown.includes(piece));
}

function node(
  name: string,
  content: string | readonly XmlNode[],
  attributes: Record<string, string> = {},
): XmlNode {
  const isText = typeof content === 'string';
  return { name, attributes, text: isText ? content : '', cdata: false, children: isText ? [] : content };
}

describe.each(samples)('a secret as $id', (sample) => {
  it('stands in no row of a PAN-OS log', () => {
    const row = node('entry', [node('opaque', sample.text)]);
    const rows = parseLogRows(node('result', [node('log', [node('logs', [row])])]));
    expect(leftIn(JSON.stringify(rows), sample)).toEqual([]);
  });

  it('stands in no error of a PAN-OS firewall', () => {
    const reply = node('response', [node('msg', [node('line', sample.text)])], {
      status: 'error',
      code: '17',
    });
    const outcome = readReply(reply);
    expect(outcome.ok).toBe(false);
    expect(leftIn(JSON.stringify(outcome), sample)).toEqual([]);
  });

  it('stands in no log event of charon', () => {
    const text = eventText({ group: 'IKE', level: '4', thread: '10', msg: sample.text });
    expect(leftIn(text, sample)).toEqual([]);
  });
});

describe('a log file of charon', () => {
  it('is shown without the secrets in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    try {
      const path = join(folder, 'charon.log');
      await writeFile(path, samples.map((sample) => sample.text).join('\nMar  3 09:12:01 09[IKE] next\n'));
      const times = { timeZone: 'utc', now: new Date('2026-03-03T10:00:00Z') };
      const read = await readLogFile(path, {}, times, new AbortController().signal);
      const shown = JSON.stringify(read);
      expect(shown).toContain('[removed]');
      expect(samples.flatMap((sample) => leftIn(shown, sample).map(() => sample.id))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a line that is read as evidence', () => {
  it('holds no secret of one line', () => {
    const single = samples.filter((sample) => !sample.text.includes('\n'));
    expect(
      single.flatMap((sample) => leftIn(readLine(sample.text, 1).text, sample).map(() => sample.id)),
    ).toEqual([]);
  });
});
