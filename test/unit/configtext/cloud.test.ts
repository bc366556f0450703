import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfigText } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/config/${name}`, import.meta.url), 'utf8');
const told = (text: string) => readConfigText(text)?.tunnels.map(({ config }) => neutral(config)) ?? [];

describe('a connection of Azure', () => {
  const azure = JSON.parse(fixture('azure.json')) as { properties: { ipsecPolicies: unknown[] } };

  it('is read alike with the capitals of PowerShell', () => {
    const capitals = fixture('azure.json').replace(/"([a-z])(\w+)":/g, (_, first: string, rest: string) => {
      return `"${first.toUpperCase()}${rest}":`;
    });
    expect(capitals).toContain('"IpsecPolicies"');
    expect(told(capitals)).toEqual(told(fixture('azure.json')));
  });

  it('without a policy of its own tells no proposal', () => {
    const standard = { ...azure, properties: { ...azure.properties, ipsecPolicies: [] } };
    const [read] = readConfigText(JSON.stringify(standard, null, 2))?.tunnels ?? [];
    expect(read?.config.unreadable['ike.proposals']).toContain('no custom policy');
    expect(read?.config.ike.proposals).toBeNull();
  });
});

describe('a connection of AWS', () => {
  it('accepts what the user guide lists where a tunnel option is not set', () => {
    const [, second] = told(fixture('aws.json'));
    expect(second?.defaults).toContain('ike.proposals');
    expect(second?.pfs).toContain('group14');
  });

  it('that was cut is said to be no whole JSON', () => {
    const read = readConfigText(fixture('aws.json').slice(0, 900));
    expect(read?.tunnels).toEqual([]);
    expect(read?.unread.map(({ why }) => why)).toEqual(['the text is not whole JSON']);
  });
});
