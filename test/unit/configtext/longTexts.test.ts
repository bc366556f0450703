// A configuration text of many thousand lines is read within bounds, whatever product it pretends to be of.

import { describe, expect, it } from 'vitest';
import { readConfigText } from '../../../src/configtext/read.js';

describe('a long text', () => {
  it('of many tunnels, of one endless line, or of nothing but braces is bounded', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `crypto map M ${at} set peer 192.0.2.${at % 250}`);
    expect(readConfigText(many.join('\n'))?.tunnels.length).toBeLessThanOrEqual(600);
    const phases = Array.from(
      { length: 5_000 },
      (_, at) => ` edit "t${at}"\n  set remote-gw 192.0.2.1\n next`,
    );
    expect(
      readConfigText(`config vpn ipsec phase1-interface\n${phases.join('\n')}\nend`)?.tunnels.length,
    ).toBeLessThanOrEqual(300);
    expect(readConfigText(`conn a\n right=1 ${'x'.repeat(4_000_000)}`)?.tunnels.length).toBeLessThan(2);
    expect(readConfigText(`connections {\n${'a {\n'.repeat(50_000)}`)?.tunnels).toEqual([]);
    const vpns = Array.from(
      { length: 20_000 },
      (_, at) => `set security ipsec vpn v${at} bind-interface st0.${at}`,
    );
    expect(readConfigText(vpns.join('\n'))?.tunnels.length).toBeLessThanOrEqual(300);
    const ofVyos = Array.from({ length: 20_000 }, (_, at) =>
      at % 2
        ? `delete vpn ipsec ike-group G${at}`
        : `set vpn ipsec site-to-site peer p${at} ike-group G${at}`,
    );
    expect(readConfigText(ofVyos.join('\n'))?.tunnels.length).toBeLessThanOrEqual(300);
  });
});
