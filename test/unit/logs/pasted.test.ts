// What mail, chat, consoles and exports do to a log before somebody pastes it.

import { describe, expect, it } from 'vitest';
import { pastedLines } from '../../../src/logs/pastedLines.js';
import { readLines } from '../../../src/logs/readLines.js';

const story = [
  '"hub" #4: processed IKE_SA_INIT response from 203.0.113.9:UDP/500 {cipher=AES_GCM_16_256 prf=HMAC_SHA2_512}, initiating IKE_AUTH',
  '"hub" #4: sent IKE_AUTH request to 203.0.113.9:UDP/500 with shared-key-mac and FQDN \'@hub.example\'; Child SA #5',
  '"hub" #4: authentication failed: peer attempted NULL authentication but we want RSASIG',
];

function wrapped(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => {
    const out: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const at = rest.lastIndexOf(' ', width);
      out.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
    }
    return [...out, rest];
  });
}

function read(lines: readonly string[]): { causes: string[]; texts: string[]; numbers: number[] } {
  const found = pastedLines(lines.join('\n'));
  return {
    causes: readLines(found).candidates.map(({ cause }) => cause),
    texts: found.map(({ text }) => text),
    numbers: found.map(({ number }) => number),
  };
}

describe('lines that were broken', () => {
  it.each([66, 72, 78])(
    'by mail at %d columns are put together, and keep the number of their first part',
    (width) => {
      const { causes, texts, numbers } = read(wrapped(story, width));
      expect(texts).toEqual(story);
      expect(causes[0]).toBe('auth-method-mismatch');
      expect(numbers[0]).toBe(1);
      expect(numbers[1]).toBeGreaterThan(2);
    },
  );

  it('and quoted are put together as well', () => {
    expect(read(wrapped(story, 72).map((line) => `> ${line}`)).texts).toEqual(story);
  });

  it('by a console within a word are put together', () => {
    const [, , long = ''] = story;
    expect(read([long.slice(0, 60), long.slice(60)]).texts).toEqual([long]);
  });

  it('go on with the line before where the others begin with a clock', () => {
    const timed = story.map((line, at) => `Mar  4 10:00:0${at} gw pluto[71]: ${line}`);
    expect(read(wrapped(timed, 76)).texts).toEqual(timed);
  });

  it('are told from short lines that are whole', () => {
    const whole = [
      'generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]',
      'sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (464 bytes)',
      'received packet: from 203.0.113.9[500] to 198.51.100.1[500] (36 bytes)',
      'parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    ];
    expect(read(whole).texts).toEqual(whole);
  });
});

describe('what stands around the lines', () => {
  const line = 'no suitable proposal found.';
  const [, , decides = ''] = story;

  it.each([
    ['mail', `> ${decides}`],
    ['a mail that was answered twice', `> > ${decides}`],
    ['a table', `| 2026-03-04 10:00:00 | gw | ${decides} |`],
    ['Loki', JSON.stringify({ labels: { app: 'ipsec' }, timestamp: '1772618400000000000', line: decides })],
    ['Splunk', JSON.stringify({ _time: '2026-03-04T10:00:00Z', _raw: decides })],
    ['a second syslog header', `Mar  4 10:00:01 relay Mar  4 10:00:00 gw ${decides}`],
    ['a row of quoted fields', `"2026-03-04 10:00:00","gw","${decides.replaceAll('"', '""')}"`],
  ])('is taken away: %s', (_what, text) => {
    expect(read([text]).causes[0]).toBe('auth-method-mismatch');
  });

  it('is a header of columns, one of which is the message', () => {
    const { texts, causes } = read([
      'Time;Device;Message;Severity',
      `2026-03-04 10:00:00;gw;ipsec ${line};error`,
    ]);
    expect(texts).toEqual([`2026-03-04 10:00:00 ipsec ${line}`]);
    expect(causes[0]).toBe('ike-proposal-mismatch');
  });

  it('is a fence of code, which is no line', () => {
    expect(read(['```', ...story, '```']).texts).toEqual(story);
  });
});
