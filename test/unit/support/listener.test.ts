// The one listener: who may ask what, and what everybody else gets.

import { afterEach, describe, expect, it } from 'vitest';
import { type Listener, type Route, startListener } from '../../../src/support/listener.js';

let listener: Listener | null = null;
afterEach(async () => {
  await listener?.stop();
  listener = null;
});

async function status(routes: readonly Route[], path: string, headers: Record<string, string> = {}) {
  listener = await startListener({ host: '127.0.0.1', port: 0 }, routes, () => undefined);
  const answer = await fetch(`http://127.0.0.1:${listener.port}${path}`, { headers });
  return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
}

const open: Route = {
  method: 'GET',
  path: '/healthz',
  token: null,
  answer: async () => ({ status: 200, type: 'text/plain', body: 'well' }),
};
const closed: Route = { ...open, path: '/metrics', token: async () => 'the-secret' };

describe('a route', () => {
  it('without a secret is open, whatever stands behind the question mark', async () => {
    expect(await status([open], '/healthz?x=1')).toMatchObject({ status: 200 });
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer the-secreT' }],
    ['the beginning of the token', { authorization: 'Bearer the' }],
    ['another scheme', { authorization: 'Basic the-secret' }],
  ])('with a secret refuses %s', async (_, headers) => {
    expect(await status([closed], '/metrics', headers)).toEqual({ status: 401, challenge: 'Bearer' });
  });

  it('with a secret answers who has it', async () => {
    expect(await status([closed], '/metrics', { authorization: 'Bearer the-secret' })).toMatchObject({
      status: 200,
    });
  });

  it('that is not there is not found, token or not', async () => {
    expect(await status([open], '/metrics')).toMatchObject({ status: 404 });
  });

  it('that fails says nothing of why', async () => {
    const broken: Route = { ...open, answer: () => Promise.reject(new Error('a secret of ours')) };
    listener = await startListener({ host: '127.0.0.1', port: 0 }, [broken], () => undefined);
    const answer = await fetch(`http://127.0.0.1:${listener.port}/healthz`);
    expect([answer.status, await answer.text()]).toEqual([500, '{}\n']);
  });
});
