// What of a record a person reads as evidence: every field that tells, whole, and nothing that every record says.

import { expect, it } from 'vitest';
import { tellingText } from '../../../src/domain/logRecord.js';

const long =
  'remip=203.0.113.7 locip=198.51.100.7 remport=885 locport=500 outintf="wan2" cookies="23585904a0094a6a/0000000000000000"';

it('leaves out what every record says, and what stands beside the line', () => {
  const record = `date=2026-03-02 time=09:59:50 eventtime=17724455900 tz="+0000" devname="fw" logid="0101037124" type="event" subtype="vpn" level="error" vd="root" logdesc="IPsec phase 1 error" msg="IPsec phase 1 error" ${long} user="N/A" status="negotiate_error" reason="peer SA proposal not match local policy"`;
  expect(tellingText(record)).toBe(
    `… logid="0101037124" logdesc="IPsec phase 1 error" ${long} status="negotiate_error" reason="peer SA proposal not match local policy"`,
  );
});

it('keeps texts whole that an old firmware writes without quotes', () => {
  const record = `date=2010-10-11 time=12:47:27 device_id=FG log_id=0101037124 type=event pri=error vd="root" msg="IPsec phase 1 error" ${long} status=negotiate_error error_reason=peer SA proposal not match local policy peer_notif=N/A`;
  expect(tellingText(record)).toBe(
    `… log_id=0101037124 msg="IPsec phase 1 error" ${long} status=negotiate_error error_reason=peer SA proposal not match local policy`,
  );
});

it('leaves a sentence and a short record as they are', () => {
  const sentence = `IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: ${'x'.repeat(200)} id=1 spi=2`;
  expect(tellingText(sentence)).toBe(sentence);
  expect(tellingText('status="failure" reason="x"')).toBe('status="failure" reason="x"');
});
