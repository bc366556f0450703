// What a FortiGate as a Device keeps so far: reads only, and no key in an answer.

import { describe, expect, it } from 'vitest';
import { ask, deviceFor, scripted } from '../unit/vendors/fortios/scriptedFortigate.js';

describe('a fortios device', () => {
  it('sends GET only, and lets no key into an answer', async () => {
    const firewall = await scripted({
      'cmdb/vpn.ipsec/phase1-interface': {
        results: [
          {
            name: 'to-paris',
            'remote-gw': '192.0.2.1',
            'ike-version': '2',
            psksecret: 'ENC AAAAkEy',
            comments: 'x',
          },
        ],
      },
      'cmdb/vpn.ipsec/phase2-interface': { results: [] },
    });
    const inventory = await ask(deviceFor(firewall), 'inventory');
    expect(inventory.known && inventory.value.map(({ tunnel }) => tunnel)).toEqual(['to-paris']);
    expect(JSON.stringify(inventory)).not.toContain('AAAAkEy');
    expect(firewall.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    await firewall.stop();
  });
});
