// Of the rows of a log only what is read of them is kept, and nothing of that is lost.

import { describe, expect, it } from 'vitest';
import { keepLogFields, parseLogRows } from '../../../../src/vendors/panos/parseLog.js';
import { findAll } from '../../../../src/vendors/panos/words.js';
import { readXml } from '../../../../src/vendors/panos/xml.js';

const reply = `<response status="success"><result><job><status>FIN</status><id>4</id></job><log><logs count="1">
<entry logid="1"><domain>1</domain><serial>0123</serial><seqno>7</seqno><subtype>vpn</subtype>
<receive_time>2026/03/03 01:00:01</receive_time><time_generated>2026/03/03 01:00:00</time_generated>
<high_res_timestamp>2026-03-03T01:00:00.440+01:00</high_res_timestamp><eventid>ike-nego-p1-fail</eventid>
<object>lyon</object><severity>high</severity><opaque>IKE phase-1 negotiation is failed</opaque><admin>kim</admin><cmd>edit</cmd>
<path>network ike crypto-profiles ike-crypto-profiles lyon</path>
<full-path>/config/devices/entry[@name='localhost.localdomain']/network/ike/crypto-profiles/ike-crypto-profiles/entry[@name='lyon']</full-path>
<before-change-preview>dh-group group14;</before-change-preview><after-change-detail><dh-group>group2</dh-group></after-change-detail>
</entry></logs></log></result></response>`;

describe('the rows of a log', () => {
  const whole = readXml(reply);
  const kept = readXml(reply, { keep: keepLogFields });
  const rowsIn = (root: typeof whole) => parseLogRows(root.children[0] ?? root);

  it('say the same, also of what was changed', () => {
    expect(rowsIn(kept)).toEqual(rowsIn(whole));
    for (const told of Object.values(rowsIn(kept)?.[0] ?? {})) expect(told).not.toBe('');
    expect(rowsIn(kept)?.[0]?.change.settings).toHaveLength(1);
  });

  it('hold no field that nobody reads', () => {
    const names = (root: typeof whole) =>
      findAll(root, ({ name }) => /domain|serial|seqno|subtype/.test(name));
    expect(names(whole)).toHaveLength(4);
    expect(names(kept)).toEqual([]);
    expect(findAll(kept, ({ name }) => name === 'status')).toHaveLength(1);
  });
});
