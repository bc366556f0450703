// Which addresses are Slack's, by the API that is configured.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isSlackAddress } from '../../../src/slack/hosts.js';
import { download } from '../../../src/slack/threads/download.js';

const slack = 'https://slack.com/api/';
const gov = 'https://slack-gov.com/api/';
const workspace = 'http://127.0.0.1:4400/api/';

describe('an address is Slack’s when it belongs to the family of the API', () => {
  it.each([
    [slack, 'https://hooks.slack.com/commands/1', true],
    [slack, 'https://files.slack.com/files-pri/T-F/x.log', true],
    [slack, 'https://hooks.slack-gov.com/commands/1', false],
    ['https://www.slack.com/api/', 'https://hooks.slack.com/commands/1', true],
    [gov, 'https://hooks.slack-gov.com/commands/1', true],
    [gov, 'https://files.slack-gov.com/files-pri/T-F/x.log', true],
    [gov, 'https://slack-gov.com/x', true],
    [gov, 'https://hooks.slack.com/commands/1', false],
    [gov, 'https://hooks.slack-gov.com.evil.example/x', false],
    [gov, 'https://evilslack-gov.com/x', false],
    [workspace, 'http://127.0.0.1:4400/response/1', true],
    [workspace, 'http://127.0.0.1:4401/response/1', false],
    [workspace, 'https://hooks.slack.com/commands/1', false],
    [slack, 'http://hooks.slack.com/commands/1', false],
    [slack, 'https://hooks.slack.com:8443/commands/1', false],
    [slack, 'https://me@hooks.slack.com/commands/1', false],
    [slack, 'http://169.254.169.254/latest', false],
    [slack, 'https://slack.com.evil.example/x', false],
    [slack, 'file:///etc/passwd', false],
    [slack, 'nonsense', false],
  ])('%s: %s %s', (apiUrl, url, trusted) => {
    expect(isSlackAddress(url, apiUrl)).toBe(trusted);
  });
});

describe('a file elsewhere', () => {
  const settings = { apiUrl: gov, botToken: 'xoxb-1', callTimeoutMs: 1000, proxy: null };

  it('is never asked for', async () => {
    const got = await download({ name: 'x.log', url: 'https://files.slack.com/x.log' }, settings);
    expect(got).toMatchObject({ ok: false });
  });

  it.each(['/x.log', '@evil.example/x.log'])('gets no token of ours, whoever names it: %s', async (rest) => {
    let asked = 0;
    const elsewhere = createServer((_request, reply) => {
      asked += 1;
      reply.end('a log');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}${rest}`;
    expect(await download({ name: 'x.log', url }, { ...settings, apiUrl: workspace })).toMatchObject({
      ok: false,
    });
    expect(asked).toBe(0);
    elsewhere.close();
  });
});
