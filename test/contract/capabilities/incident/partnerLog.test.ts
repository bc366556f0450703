import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTriage, type Triage, text, wrongKeyLog } from './triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

async function open(tunnel: string): Promise<string> {
  return (await triage.run(`triage ${tunnel}`)).changed?.incident ?? '';
}
const file = (name: string, bytes: Uint8Array | string) => ({
  attachments: [{ name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }],
});

describe('a log of the other end', () => {
  it('is read from a packed file, and once when it is delivered twice', async () => {
    const id = await open('partner-1');
    const dropped = { ...file('../../acme.log.gz', gzipSync(wrongKeyLog)), key: 'file-1' };
    const report = await triage.run(`partner-log ${id}`, dropped);
    await triage.run(`partner-log ${id}`, dropped);
    expect(report.json).toMatchObject({
      verdict: { cause: 'psk-mismatch' },
      partnerLogs: [{ name: 'acme.log.gz' }],
    });
    const events = await triage.stores.incidents.events(id);
    expect(events.filter((event) => event.what.kind === 'partner-log')).toHaveLength(1);
  });

  it('that is none is refused in one sentence, and nothing is kept', async () => {
    const id = await open('partner-2');
    const binary = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256));
    const cases = [
      [file('charon.log', binary), 'charon.log cannot be read as a log: it is not text.'],
      [file('bomb.log', gzipSync(Buffer.alloc(64 * 1024 * 1024))), 'it is larger than 5 MB'],
      [file('poem.txt', 'roses are red\nviolets are blue\n'), 'none of the 2 lines'],
      [file('empty.log', ''), 'it is empty'],
    ] as const;
    for (const [options, says] of cases) {
      const report = await triage.run(`partner-log ${id}`, options);
      expect(report.audience).toBe('asker');
      expect(report.title).toContain(says);
    }
    expect((await triage.run(`partner-log ${id}`)).title).toContain('Paste the lines');
    const events = await triage.stores.incidents.events(id);
    expect(events.some((event) => event.what.kind === 'partner-log')).toBe(false);
  });

  it('that is our own end’s is refused: read as the partner’s it would turn the sides round', async () => {
    const id = await open('partner-6');
    const peer = '203.0.113.6';
    const own = [
      `2026-03-01T11:59:00Z gw charon: 09[NET] sending packet: from 198.51.100.1[500] to ${peer}[500] (464 bytes)`,
      `2026-03-01T11:59:01Z gw charon: 09[NET] received packet: from ${peer}[500] to 198.51.100.1[500] (36 bytes)`,
      '2026-03-01T11:59:01Z gw charon: 09[IKE] received NO_PROPOSAL_CHOSEN notify error',
    ].join('\n');
    const report = await triage.run(`partner-log ${id}`, { fields: { text: own } });
    expect(report.title).toContain('a log of our own end');
    const events = await triage.stores.incidents.events(id);
    expect(events.some((event) => event.what.kind === 'partner-log')).toBe(false);
  });

  it('of several tunnels is only taken for ours when that is certain', async () => {
    const id = await open('partner-3');
    const foreign = ['alpha', 'beta'].flatMap((name, index) => [
      `Mar  1 12:00:0${index} gw charon: 09[IKE] <${name}|${index + 1}> initiating IKE_SA ${name}[${index + 1}] to 192.0.2.${index + 9}`,
      `Mar  1 12:00:0${index} gw charon: 09[IKE] <${name}|${index + 1}> received AUTHENTICATION_FAILED notify error`,
    ]);
    const report = await triage.run(`partner-log ${id}`, { fields: { text: foreign.join('\n') } });
    expect(report.title).toContain('2 tunnels');
    expect(text(report.summary)).toContain('--tunnel NAME');
    const named = await triage.run(`partner-log ${id} --tunnel beta`, {
      fields: { text: foreign.join('\n') },
    });
    expect(text(named.summary)).toContain('tunnel beta');
  });
});

describe('a sheet', () => {
  it('is made in the partner’s view, without a key, as text, Markdown and CSV', async () => {
    const report = await triage.run('sheet partner-4');
    expect(report.files.map((one) => one.name)).toEqual([
      'partner-4-parameters.md',
      'partner-4-parameters.csv',
    ]);
    const said = text(report);
    expect(said).toContain('198.51.100.1');
    expect(said).toContain('group14');
    expect(said).toContain('10.2.0.0/24');
  });

  it('that comes back is compared, parameter by parameter, and stands in the timeline', async () => {
    const id = await open('partner-4');
    const csv = (await triage.run('sheet partner-4')).files[1]?.text ?? '';
    const filled = csv
      .split('\r\n')
      .map((line) => {
        const cells = line.split(',');
        if (line.startsWith('ike.dh,')) cells[5] = 'group2';
        if (line.startsWith('ike.version,')) cells[5] = 'IKEv2';
        return cells.join(',');
      })
      .join('\r\n');
    const compared = await triage.run('sheet partner-4', file('sheet.csv', filled));
    expect(compared.title).toBe('sheet.csv: 1 difference');
    const report = await triage.run(`partner-log ${id}`, file('sheet.csv', filled));
    expect(text(report.summary)).toContain('DH group: theirs is group2');
    const message = await triage.run(`incident ${id} message`);
    expect(text(message.summary)).toContain('DH group: theirs is group2');
  });

  it('that is none is refused', async () => {
    const report = await triage.run('sheet partner-5', file('x.csv', 'a,b\n1,2\n'));
    expect(report.title).toContain('x.csv cannot be read');
  });
});
