import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfigText } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const fixture = readFileSync(new URL('../../fixtures/config/pfsense.xml', import.meta.url), 'utf8');
const told = (text: string) => readConfigText(text)?.tunnels.map(({ config }) => neutral(config)) ?? [];

describe('a config.xml of pfSense', () => {
  it('has all networks of IKEv2 in one child SA, unless connections are split', () => {
    expect(told(fixture)[0]?.networks).toEqual(['10.2.0.0/24+10.2.7.0/24 to 10.1.0.0/24+10.1.9.9/32']);
    const split = fixture.replace('<mobike>off</mobike>', '<mobike>off</mobike><splitconn></splitconn>');
    expect(told(split)[0]?.networks).toEqual(['10.2.0.0/24 to 10.1.0.0/24', '10.2.7.0/24 to 10.1.9.9/32']);
  });

  it('is read from the part of it that has the phases', () => {
    const part = fixture.slice(fixture.indexOf('<phase1>'), fixture.lastIndexOf('</ipsec>'));
    const [whole] = told(fixture);
    expect(told(part)[0]).toMatchObject({ phase1: whole?.phase1, peer: '192.0.2.10', version: 'ikev2' });
    expect(readConfigText(part)?.tunnels[0]?.config.unreadable['child.selectors']).toBe(
      'The network of lan is not in the text.',
    );
  });

  it('says what is missing where it was cut, and takes no default for it', () => {
    const cut = fixture.slice(0, fixture.indexOf('<lifetime>'));
    const read = readConfigText(cut);
    expect(read?.unread.map(({ why }) => why)).toContain('the text ends inside of this tunnel');
    expect(read?.tunnels[0]?.config.unreadable).toMatchObject({
      'ike.lifetime': 'The text ends inside of this connection.',
      'ike.auth': 'The phase 1 has no `authentication_method` in the text.',
      'child.pfs': 'The text holds no phase 2 of this tunnel.',
    });
  });

  it('is read where it is not quite XML', () => {
    const [whole] = told(fixture);
    expect(told(fixture.replace('<descr>to Globex</descr>', '<descr>R&D <b></descr>'))[0]).toEqual(whole);
  });

  it('of very many elements, or of elements in each other without end, is bounded', () => {
    expect(told(`<phase1><ikeid>${'<a>'.repeat(100_000)}`).length).toBeLessThan(2);
    expect(told('<phase1><ikeid>1</ikeid></phase1>'.repeat(5_000)).length).toBeLessThanOrEqual(300);
  });
});
