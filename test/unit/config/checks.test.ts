// What doctor says of a configuration that can be read: what is said in vain, and secrets that are not there.

import { describe, expect, it } from 'vitest';
import { configurationChecks } from '../../../src/config/checks.js';
import { readSettings } from '../../../src/config/settings.js';

async function checked(text: string, environment: Readonly<Record<string, string>> = {}) {
  const settings = await readSettings(text, 'tunnelmedic.yml', environment);
  const call = { signal: new AbortController().signal, deadlineAt: '2026-01-01T00:00:00Z' };
  const [configuration, secrets] = await Promise.all(
    configurationChecks(settings).map(({ run }) => run(call)),
  );
  return { configuration, secrets };
}

const long = 'a secret of at least thirty-two bytes';
const alertmanager = 'alerts: { alertmanager: { secret: { env: ALERTS } } }\n';
const listening = 'listen: { port: 9464 }\n';
const holmes = 'assistants:\n  holmes: { token: { env: HOLMES }, as: U0HOLMES }\n';
const signing = 'assistants:\n  company: { signingSecret: { env: SIGNING } }\n';

describe('a configuration that can be read', () => {
  it('is well when nothing in it is in vain', async () => {
    const { configuration, secrets } = await checked('');
    expect(configuration).toMatchObject({ state: 'ok', says: expect.stringContaining('0 devices') });
    expect(secrets).toMatchObject({ state: 'ok', says: expect.stringContaining('names none but those') });
  });

  it.each([
    ['metrics', 'metrics: { token: { env: METRICS } }\n', /"metrics\.token" is set, and nothing listens/],
    ['a sender of alerts', alertmanager, /A sender of alerts has a secret, and nothing listens/],
    ['an assistant', holmes, /"assistants" names who may ask over the network, and nothing listens/],
  ])('warns of %s without a port', async (_what, text, sentence) => {
    const { configuration } = await checked(text);
    expect(configuration).toMatchObject({ state: 'warning', says: expect.stringMatching(sentence) });
    expect((await checked(`${text}${listening}`)).configuration).toMatchObject({ state: 'ok' });
  });

  it('tells every setting that is in vain, not only the first', async () => {
    const { configuration } = await checked(`${alertmanager}${holmes}`);
    expect(configuration?.says).toMatch(/A sender of alerts.*"assistants" names/);
  });
});

describe('secrets of whom the service answers, and whom it tells', () => {
  it.each([
    ['the scraper', 'metrics: { token: { env: METRICS } }\n', 'METRICS'],
    ['a sender of alerts', alertmanager, 'ALERTS'],
    ['an assistant', holmes, 'HOLMES'],
    ['an assistant that signs', signing, 'SIGNING'],
    [
      'who is told of incidents',
      'out: { webhook: { url: "https://a.example/", secret: { env: HOOK } } }\n',
      'HOOK',
    ],
    [
      'a calendar',
      'teams: { ops: { shifts: [{ start: "06:00" }], calendar: { url: { env: CALENDAR } } } }\n',
      'CALENDAR',
    ],
  ])('are looked for: that of %s', async (_what, text, name) => {
    const { secrets } = await checked(text);
    expect(secrets).toMatchObject({
      state: 'failed',
      says: expect.stringContaining(`the environment variable ${name} is not set`),
      remedy: `Set ${name} before you start Tunnelmedic.`,
    });
    const there = await checked(text, { [name]: long });
    expect(there.secrets).toMatchObject({ state: 'ok', says: expect.stringMatching(/^Each of the 1 /) });
  });

  it('are counted when several are missing', async () => {
    const { secrets } = await checked(`${alertmanager}${holmes}`);
    expect(secrets?.says).toMatch(/ALERTS is not set\. 1 more cannot be had\.$/);
  });

  it('must be long enough to sign with', async () => {
    const { secrets } = await checked(signing, { SIGNING: 'too short' });
    expect(secrets).toMatchObject({
      state: 'failed',
      says: 'The secret that the assistant company signs with is too short: 9 of at least 32 bytes.',
      remedy: expect.stringContaining('openssl rand -base64 32'),
    });
  });
});
