// Requests to a FortiGate: a closed list of reads, none of which asks for a key, and values that stay in their place.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fortiosChecks } from '../../../../src/vendors/fortios/checks.js';
import { type ReadName, reads } from '../../../../src/vendors/fortios/reads.js';
import type { ReadTemplate } from '../../../../src/vendors/fortios/readTemplate.js';
import { isRead, readRequest } from '../../../../src/vendors/fortios/requests.js';

const names = Object.keys(reads) as ReadName[];

describe('a request', () => {
  it.each(names)('%s passes the gate as it is built', (name) => {
    expect(isRead(readRequest(name, { tunnel: 'to-paris', destination: '192.0.2.1' }))).toBe(true);
  });

  it.each([
    ['another path', { path: 'monitor/vpn/ipsec/tunnel_down', query: {} }],
    ['a path that leads out', { path: 'monitor/vpn/ipsec/../../../../login', query: {} }],
    ['a field more', { path: 'monitor/vpn/ipsec', query: { action: 'clear' } }],
    ['a field less', { path: 'cmdb/vpn.ipsec/phase1-interface', query: {} }],
    ['other fields of a table', { path: 'cmdb/vpn.ipsec/phase1-interface', query: { format: 'psksecret' } }],
  ])('with %s does not pass', (_, request) => {
    expect(isRead(request)).toBe(false);
  });

  it('for a whole table of the configuration names its fields, and no key among them', () => {
    for (const [name, { path, query = {} }] of Object.entries(reads) as [string, ReadTemplate][]) {
      if (!path.startsWith('cmdb/')) continue;
      const asked = query.format?.split('|') ?? [];
      expect(asked.length, name).toBeGreaterThan(0);
      expect(
        asked.filter((field) => /secret|passw|key$|psk/.test(field)),
        name,
      ).toEqual([]);
    }
  });

  it('holds a name as it is, without what is no sign of a name', () => {
    expect(readRequest('ipsec-of', { tunnel: 'Büro "1"\u0000 & co' }).query).toEqual({
      tunnel: 'Büro "1" & co',
    });
  });
});

describe('the rights that requests need', () => {
  it('stand in the page that tells how the admin profile is made, each with what it is for', () => {
    const page = readFileSync('docs/fortios.md', 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z.-]+)` \| .+ \|$/gm)].map((found) => found[1]);
    expect(rows.toSorted()).toEqual([...fortiosChecks.rights].toSorted());
    for (const right of fortiosChecks.rights) {
      const [group, part] = right.split('.');
      expect(page).toContain(part ? `config ${group}-permission` : `set ${group} read`);
      if (part) expect(page).toContain(`set ${part} read`);
    }
  });
});
