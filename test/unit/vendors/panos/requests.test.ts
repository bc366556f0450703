import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changes, type ReadName, reads } from '../../../../src/vendors/panos/reads.js';
import { isRead, readRequest } from '../../../../src/vendors/panos/requests.js';
import { readXml } from '../../../../src/vendors/panos/xml.js';

const names = Object.keys(reads) as ReadName[];
const values = {
  id: 7,
  name: 'tunnel.1',
  ip: '10.0.0.1',
  router: 'default',
  zone: 'vpn',
  from: '2026/03/02 15:00:00',
  to: '2026/03/02 16:00:00',
  serial: '0123',
  limit: 100,
  job: 4,
  fromZone: 'trust',
  toZone: 'vpn',
  source: '10.0.0.1',
  destination: '10.2.0.1',
  protocol: 6,
};

describe('the list of reads', () => {
  it.each(names)('%s asks and never changes', (name) => {
    const { form, says } = readRequest(name, values);
    expect(isRead(form)).toBe(true);
    expect(says).not.toMatch(/[{}]/);
    expect(['op', 'config', 'log']).toContain(form.type);
    if (form.type === 'config') expect(['show', 'get']).toContain(form.action);
    if (form.type === 'op')
      expect(form.cmd).toMatch(
        /^<(show|check><pending-changes|test><((advanced-)?routing|(security|nat)-policy-match))>/,
      );
    if (form.type === 'log') expect([undefined, 'get', 'finish']).toContain(form.action);
  });

  it('holds no change', () => {
    for (const change of changes) {
      expect(isRead(change.form), change.says).toBe(false);
      expect(change.blastRadius).toMatch(/\.$/);
    }
  });

  it.each([
    ['keygen', { type: 'keygen', user: 'a', password: 'b' }],
    ['commit', { type: 'commit', cmd: '<commit></commit>' }],
    ['a set', { type: 'config', action: 'set', xpath: reads.network.form.xpath }],
    ['a read with one field more', { ...reads.network.form, element: '<x/>' }],
    ['test vpn', { type: 'op', cmd: '<test><vpn><ike-sa><gateway>a</gateway></ike-sa></vpn></test>' }],
    [
      'a read with something behind it',
      { type: 'op', cmd: `${reads.clock.form.cmd}<request><restart/></request>` },
    ],
    ['nothing', {}],
  ])('refuses %s', (_, form) => {
    expect(isRead(form as Record<string, string>)).toBe(false);
  });
});

describe('names on their way into a command', () => {
  it('cannot leave the place they are put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const { form } = readRequest('flow-by-name', { name });
        expect(isRead(form)).toBe(true);
        const inner = readXml(form.cmd ?? '').children[0]?.children[0]?.children[0];
        expect(inner?.name).toBe('name');
        expect(inner?.children).toEqual([]);
      }),
    );
  });

  it('arrive as they are, with & and <', () => {
    const { form } = readRequest('flow-by-name', { name: "r&d <lab> 'x'" });
    expect(form.cmd).toContain('<name>r&amp;d &lt;lab&gt; &apos;x&apos;</name>');
  });

  it('do not break out of a log filter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (serial) => {
        const { form } = readRequest('vpn-log-of-device', { serial, from: '2026/03/02 15:00:00', limit: 5 });
        expect(isRead(form)).toBe(true);
        expect(form.query?.match(/'/g)).toHaveLength(4);
      }),
    );
  });
});
