// What each product calls things: complete neutral words, names filled in, one list of products for everybody.

import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingNames } from '../../../src/domain/tunnelConfig.js';
import { factsByName } from '../../../src/facts/catalogue.js';
import { knownVendors } from '../../../src/logs/read/events.js';
import { ownSignatures } from '../../../src/logs/signature/load.js';
import { checkProducts } from '../../../src/products/check.js';
import { ownProducts } from '../../../src/products/load.js';
import {
  commandIn,
  logCommand,
  neutralPlace,
  placeIn,
  placesOf,
  productCalled,
  productNames,
  signaturesByProduct,
} from '../../../src/products/words.js';

const signatures = readdirSync(ownSignatures).map((name) => basename(name, '.yml'));

describe('the files of playbooks/vendors', () => {
  it('hold together', () => {
    expect(checkProducts(ownProducts, signatures)).toEqual([]);
  });

  it('are the list of products that a partner may have', () => {
    const type = factsByName.get('peer.vendor')?.type;
    expect(type).toMatchObject({ kind: 'choice', values: [...productNames(), 'other'] });
    expect(productNames()).toEqual(expect.arrayContaining(['juniper', 'checkpoint', 'azure', 'mikrotik']));
  });

  it('name every setting in neutral words', () => {
    for (const name of settingNames) expect(neutralPlace(name).length).toBeGreaterThan(5);
  });

  it('tell which signatures know a log, for every product that people name', () => {
    expect(knownVendors(signatures)).toEqual(
      expect.arrayContaining(['pfsense', 'fortigate', 'srx', 'openswan']),
    );
  });
});

describe('a place', () => {
  it('carries the names of the objects, and leaves out a step whose name is not known', () => {
    expect(placeIn('panos', 'ike.psk', { names: { gateway: 'gw-lyon' } })).toBe(
      'Network > Network Profiles > IKE Gateways > gw-lyon > General > Pre-shared Key',
    );
    expect(placeIn('panos', 'ike.psk')).toBe(
      'Network > Network Profiles > IKE Gateways > General > Pre-shared Key',
    );
  });

  it('follows the IKE version where the product has two settings', () => {
    const names = { gateway: 'g' };
    expect(placeIn('panos', 'ike.dpd', { names, ikeVersion: 1 })).toContain('IKEv1 > Dead Peer Detection');
    expect(placeIn('panos', 'ike.dpd', { names, ikeVersion: 2 })).toContain('IKEv2 > Liveness Check');
    expect(placeIn('cisco-asa', 'ike.psk', { ikeVersion: 2 })).toContain('two keys');
  });

  it('names menu and command line where the product speaks both', () => {
    expect(placeIn('fortigate', 'ike.nat-forced')).toBe(
      'VPN > IPsec Tunnels > Network > NAT Traversal > Forced (set nattraversal forced)',
    );
  });

  it('names the tunnel by its peer where no object of it is known, and guesses none', () => {
    const names = { 'peer-address': '203.0.113.10' };
    expect(placeIn('fortios', 'ike.proposals', { names })).toBe(
      'VPN > IPsec Tunnels > Phase 1 Proposal (set proposal, set dhgrp of the tunnel to 203.0.113.10)',
    );
    expect(placeIn('cisco-ios', 'child.pfs', { names })).toBe(
      'set pfs of the crypto map or ipsec profile of the tunnel to 203.0.113.10',
    );
    expect(placeIn('cisco-ios', 'child.pfs', { names: { ...names, entry: 'crypto map X 10' } })).toBe(
      'set pfs of crypto map X 10',
    );
    expect(placeIn('cisco-ios', 'route', { names })).toBe('ip route');
  });

  it('stands in Panorama when its template pushed it', () => {
    const places = placesOf('panos', { names: { tunnel: 't', gateway: 'g', template: 'branch' } });
    expect(places.gateway).toMatch(
      /^Panorama \(template branch\) > Network > Network Profiles > IKE Gateways > g$/,
    );
    expect(places.policy).toContain('pre or post rules');
  });

  it('does not promise what the product cannot do', () => {
    expect(placeIn('panos', 'ike.nat-forced')).toContain('only the peer can force it');
    expect(placeIn('strongswan', 'ike.nat-traversal')).toContain('always on');
  });
});

describe('a command', () => {
  it('names the object, or capitals where the name is not known', () => {
    expect(commandIn('panos', 'test-ike', { gateway: 'gw-lyon' })).toBe('`test vpn ike-sa gateway gw-lyon`');
    expect(commandIn('panos', 'test-ike')).toBe('`test vpn ike-sa gateway GATEWAY`');
  });

  it('is said in neutral words for a product that nobody knows', () => {
    expect(commandIn('unheard-of', 'test-traffic')).toContain('ping a host behind the peer');
    expect(logCommand(null)).toContain('the IKE (VPN) log');
  });

  it('is found by any name of the product', () => {
    expect(productCalled(' Palo Alto ')).toBe('panos');
    expect(productCalled('toaster')).toBeNull();
  });
});

describe('a vendor whose logs are read', () => {
  it('is one that people can choose as the product of the other end', () => {
    const printed = new Set(signaturesByProduct().values());
    const files = readdirSync(ownSignatures).filter((name) => name.endsWith('.yml'));
    const vendors = files.map((name) => basename(name, '.yml')).filter((name) => name !== 'generic');
    expect(vendors.filter((name) => !printed.has(name))).toEqual([]);
  });
});
