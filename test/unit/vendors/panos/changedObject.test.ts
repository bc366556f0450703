// What a row of the configuration log is about, by its full path.

import { expect, it } from 'vitest';
import { changedObject } from '../../../../src/vendors/panos/changedObject.js';

const network = "/config/devices/entry[@name='localhost.localdomain']/network";

it.each([
  [`${network}/ike/gateway/entry[@name='paris gw']/protocol/ikev2`, 'IKE gateway paris gw'],
  [
    `${network}/ike/crypto-profiles/ipsec-crypto-profiles/entry[@name='strong']`,
    'IPSec Crypto profile strong',
  ],
  [
    `${network}/virtual-router/entry[@name='default']/routing-table/ip/static-route/entry[@name='to-paris']`,
    'static route to-paris',
  ],
])('is the innermost object of a kind that is known: %s', (path, words) => {
  expect(changedObject(path)).toBe(words);
});

it('is unknown where no such object is named', () => {
  expect(changedObject('')).toBeNull();
  expect(
    changedObject(
      "/config/devices/entry[@name='localhost.localdomain']/vsys/entry[@name='vsys1']/rulebase/security/rules/entry[@name='web']",
    ),
  ).toBeNull();
  expect(changedObject(`${network}/constructor/entry[@name='x']`)).toBeNull();
});
