// What doctor says of a configuration that can be read: what is said in vain, and secrets that are not there.

import { describe, expect, it } from 'vitest';
import { configurationChecks } from '../../../src/config/checks.js';
import { openSecretFiles } from '../../../src/config/openSecrets.js';
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

describe('expressions over alerts', () => {
  it('that take for ever for some texts are told by doctor, and once to whoever writes the log', async () => {
    const slow =
      'alerts: { patterns: ["VPN (?<tunnel>(\\\\w+)+) down$", "vpn (?<tunnel>\\\\S+) is down"] }\n';
    const settings = await readSettings(slow, 'tunnelmedic.yml', {});
    const told: string[] = [];
    settings.alerts.overruns.whenNew((source) => told.push(source));
    const [, pattern] = settings.alerts.patterns;
    expect(pattern?.exec('vpn paris-hq is down')?.groups?.tunnel).toBe('paris-hq');
    expect(told).toEqual([]);
    for (let times = 0; times < 2; times += 1)
      expect(settings.alerts.patterns[0]?.exec(`VPN ${'a'.repeat(60)}!`)).toBeNull();
    expect(told).toEqual([settings.alerts.patterns[0]?.source]);
    const call = { signal: new AbortController().signal, deadlineAt: '2026-01-01T00:00:00Z' };
    const [configuration] = configurationChecks(settings);
    const found = await configuration?.run(call);
    expect(found?.state).toBe('warning');
    expect(found?.says).toContain('takes more than a second for some texts, and then finds nothing');
    expect(found?.says).not.toContain('is down');
  });

  it('are tried by doctor before an alert comes', async () => {
    const { configuration } = await checked('alerts: { patterns: ["(?<tunnel>(a+)+)$"] }\n');
    expect(configuration).toMatchObject({ state: 'warning', says: expect.stringContaining('(a+)+') });
  });
});

describe('files of secrets', () => {
  const text = [
    'devices: { fw: { vendor: panos, url: "https://fw.example", apiKey: { file: fw.key } } }',
    'slack: { botToken: { file: bot.token } }',
    'assistants: { company: { signingSecret: { file: signing } } }',
    '',
  ].join('\n');
  const openOnes = async (modes: Readonly<Record<string, number>>) => {
    const settings = await readSettings(text, '/etc/tm/tunnelmedic.yml', {});
    return await openSecretFiles(settings, async (path) => modes[path] ?? 0o755);
  };

  it('that others may read or change are found, whoever needs them', async () => {
    const modes = { '/etc/tm/fw.key': 0o604, '/etc/tm/bot.token': 0o602, '/etc/tm/signing': 0o644 };
    expect((await openOnes(modes)).toSorted()).toEqual(Object.keys(modes).toSorted());
  });

  it.each([
    ['only the owner and the group may read', 0o640, 0o755],
    ['lie in a folder that others may not enter', 0o644, 0o750],
  ])('are well when they %s', async (_what, mode, folder) => {
    const all = ['fw.key', 'bot.token', 'signing'].map((name) => [`/etc/tm/${name}`, mode]);
    expect(await openOnes({ ...Object.fromEntries(all), '/etc/tm': folder })).toEqual([]);
  });
});
