import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningFirewall } from '../../../src/simulator/index.js';
import { ask, op, SHOW } from './asking.js';
import { type Site, startSite } from './site.js';

describe('an interface that misbehaves, over real TLS', () => {
  let site: Site;
  let firewall: RunningFirewall;
  beforeAll(async () => {
    site = await startSite();
    firewall = site.fleet.firewall('fw-left');
  });
  afterEach(() => firewall.clear());
  afterAll(() => site.fleet.stop());

  it('refuses connections, and listens again on the same port after clear', async () => {
    await firewall.inject({ kind: 'refuse' });
    await expect(op(firewall, SHOW.clock)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await firewall.clear();
    expect(await op(firewall, SHOW.clock)).toContain('success');
  });

  it('hangs without an answer until the listener is closed', async () => {
    await firewall.inject({ kind: 'hang' }, { times: 1 });
    const hanging = op(firewall, SHOW.clock).then(
      () => 'answered',
      () => 'cut',
    );
    expect(await op(firewall, SHOW.flow)).toContain('success');
    await firewall.inject({ kind: 'refuse' });
    expect(await hanging).toBe('cut');
  });

  it('cuts the connection in the middle of a reply', async () => {
    await firewall.inject({ kind: 'close-half' });
    await expect(op(firewall, SHOW.flow)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([
    [{ kind: 'html' } as const, 200, '<!DOCTYPE html>'],
    [{ kind: 'garbage' } as const, 200, 'not xml'],
    [{ kind: 'doctype' } as const, 200, '<!ENTITY'],
    [{ kind: 'deep', levels: 500 } as const, 200, '<a><a><a>'],
    [{ kind: 'http-status', status: 503 } as const, 503, '503'],
    [{ kind: 'http-status', status: 500 } as const, 500, '500'],
    [{ kind: 'forbidden' } as const, 403, 'Invalid Credential'],
    [{ kind: 'error-code', code: 12 } as const, 200, 'code="12"><msg><line><![CDATA['],
    [{ kind: 'error-code', code: 400 } as const, 200, "status = 'error' code = '400'><result><msg>"],
    [
      { kind: 'error-code', code: 7 } as const,
      200,
      '<response status="success" code="7"><result/></response>',
    ],
    [{ kind: 'empty' } as const, 200, '<result></result>'],
  ])('answers with %j', async (fault, status, words) => {
    await firewall.inject(fault);
    const answer = await ask(firewall, { type: 'op', cmd: SHOW.flow });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(words);
  });

  it('sends a whole HTTP reply whose XML stops in the middle', async () => {
    await firewall.inject({ kind: 'truncated' });
    const { body } = await ask(firewall, { type: 'op', cmd: SHOW.flow });
    expect(body.startsWith('<response')).toBe(true);
    expect(body.endsWith('</response>')).toBe(false);
  });

  it('sends as many bytes as asked', async () => {
    await firewall.inject({ kind: 'huge', bytes: 3_000_000 });
    expect((await ask(firewall, { type: 'op', cmd: SHOW.flow })).body.length).toBeGreaterThanOrEqual(
      3_000_000,
    );
  });

  it('can be limited to one command and to a number of requests', async () => {
    await firewall.inject({ kind: 'html' }, { only: '<flow>', times: 1 });
    expect(await op(firewall, SHOW.clock)).toContain('success');
    expect(await op(firewall, SHOW.flow)).toContain('<html>');
    expect(await op(firewall, SHOW.flow)).toContain('success');
  });

  it('a revoked key is refused until a new one is generated', async () => {
    await firewall.inject({ kind: 'key-revoked' });
    expect((await ask(firewall, { type: 'op', cmd: SHOW.clock })).status).toBe(403);
    await ask(
      firewall,
      { type: 'keygen', user: firewall.username, password: firewall.password },
      { key: null },
    );
    expect((await ask(firewall, { type: 'op', cmd: SHOW.clock })).status).toBe(200);
  });

  it('a log job can be stuck', async () => {
    await firewall.inject({ kind: 'log-job-stuck' });
    await ask(firewall, { type: 'log', 'log-type': 'system', query: '' });
    const { body } = await ask(firewall, { type: 'log', action: 'get', 'job-id': '1' });
    expect(body).toContain('<status>PEND</status>');
  });

  it('leaves the other firewall alone', async () => {
    await firewall.inject({ kind: 'http-status', status: 503 });
    expect(await op(site.fleet.firewall('fw-right'), SHOW.clock)).toContain('success');
  });

  it('refuses a request body that is too large', async () => {
    const { status } = await ask(firewall, { type: 'op', cmd: 'x'.repeat(1_100_000) });
    expect(status).toBe(413);
  });
});
