// The page alone, in Chromium: what people see and do, with a small true Bolt app behind it.
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '@slack/bolt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, patience } from '../../scripts/screenshots/pages.js';
import { startWorkspace, type Workspace } from '../../src/workspace/index.js';
import { type RunningApp, startApp } from '../contract/workspace/bolt-app.js';
import { callApi, fillChannel, MANIFEST, statusCard } from './rich-thread.js';

const SHOTS = join(tmpdir(), 'tunnelmedic-page');
const plain = (text: string) => ({ type: 'plain_text' as const, text });

function register(app: App): void {
  app.command('/ipsec', async ({ ack, command, client }) => {
    await ack();
    if (command.text.startsWith('ask')) {
      const element = { type: 'external_select' as const, action_id: 'tunnel', min_query_length: 1 };
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'choose',
          title: plain('Check a tunnel'),
          submit: plain('Check'),
          blocks: [
            { type: 'input', block_id: 'tunnel', label: plain('Tunnel'), element },
            {
              type: 'input',
              block_id: 'note',
              optional: true,
              label: plain('Note'),
              element: { type: 'plain_text_input', action_id: 'note' },
            },
          ],
        },
      });
      return;
    }
    await client.chat.postMessage({
      channel: command.channel_id,
      text: command.text,
      blocks: statusCard(1_763_690_000) as never,
    });
  });
  app.action('refresh', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined) return;
    const blocks = [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Read again just now' } },
    ];
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'again', blocks });
  });
  app.action('close', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: false, text: 'Incident closed.' });
  });
  app.options('tunnel', async ({ ack, options }) => {
    const names = ['tunnel-x', 'tunnel-y', 'retired'].filter((name) => name.includes(options.value));
    await ack({ options: names.map((name) => ({ text: plain(name), value: name })) });
  });
  app.view('choose', async ({ ack, view, client, body }) => {
    const chosen = view.state.values.tunnel?.tunnel?.selected_option?.value ?? '';
    if (chosen === 'retired')
      await ack({ response_action: 'errors', errors: { tunnel: 'That one is retired.' } });
    else {
      await ack();
      const note = view.state.values.note?.note?.value ?? 'no note';
      await client.chat.postMessage({ channel: body.user.id, text: `Checking ${chosen}, ${note}` });
    }
  });
  app.shortcut('check_message', async ({ ack, shortcut, client }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const place = { channel: shortcut.channel.id, user: shortcut.user.id };
    await client.chat.postEphemeral({ ...place, text: 'No tunnel name in that message.' });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: plain(`Fleet of ${event.user}`) }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
}

describe('the page', () => {
  let browser: Browser;
  let workspace: Workspace;
  let running: RunningApp;
  let page: Page;
  let problems: string[];
  let pages: Page[];

  beforeAll(async () => {
    await mkdir(SHOTS, { recursive: true });
    browser = await launch();
  });
  afterAll(() => browser.close());

  async function open(path = '/', size = { width: 1280, height: 800 }): Promise<Page> {
    const opened = await browser.newPage({ viewport: size });
    opened.setDefaultTimeout(patience);
    pages.push(opened);
    opened.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    opened.on('pageerror', (error) => problems.push(error.message));
    await opened.goto(`${workspace.pageUrl}${path.slice(1)}`);
    await opened.locator('.frame').waitFor();
    return opened;
  }

  beforeEach(async () => {
    problems = [];
    pages = [];
    workspace = await startWorkspace({
      mode: 'socket',
      manifest: MANIFEST,
      retryDelaysMs: [],
      notice: 'Local workspace with simulated firewalls.',
    });
    running = await startApp(workspace, 'socket', register);
    page = await open();
  });
  afterEach(async () => {
    await Promise.all(pages.map((one) => one.close()));
    await running.stop();
    await workspace.stop();
    expect(problems).toEqual([]);
  });

  const composer = () => page.getByRole('combobox', { name: 'Message #netops' });
  const messages = () => page.getByRole('log', { name: 'Messages' });

  it('completes a command from the manifest, sends it and follows the message as it is edited', async () => {
    await composer().fill('/ip');
    await page.getByRole('option', { name: /\/ipsec \[list/ }).waitFor();
    await composer().press('Enter');
    await composer().pressSequentially('st');
    await composer().press('Tab');
    await composer().pressSequentially('tunnel-x');
    expect(await composer().inputValue()).toBe('/ipsec status tunnel-x');
    await composer().press('Enter');
    await messages()
      .getByRole('heading', { name: /tunnel-x is down/ })
      .waitFor();
    await messages().getByRole('button', { name: 'Refresh' }).click();
    await messages().getByText('Read again just now').waitFor();
    await messages().getByRole('button', { name: 'Refresh' }).waitFor({ state: 'detached' });
  });

  it('asks before a dangerous action, and shows the answer only to the person who clicked', async () => {
    await composer().fill('/ipsec status tunnel-x');
    await composer().press('Enter');
    await messages().getByRole('button', { name: 'Close incident' }).click();
    const question = page.getByRole('dialog', { name: 'Close the incident?' });
    await question.getByRole('button', { name: 'Keep it' }).click();
    await question.waitFor({ state: 'detached' });
    expect(workspace.acks.filter((one) => one.type === 'block_actions')).toEqual([]);
    await messages().getByRole('button', { name: 'Close incident' }).click();
    await question.getByRole('button', { name: 'Close it' }).click();
    await messages().getByText('Incident closed.').waitFor();
    await messages().getByText('Only visible to you').waitFor();
    await page.getByLabel('Acting as').selectOption({ label: 'Jonas Weber' });
    await messages().getByText('Incident closed.').waitFor({ state: 'detached' });
    await messages()
      .getByRole('heading', { name: /tunnel-x is down/ })
      .waitFor();
  });

  it('opens a modal with type-ahead, shows what is wrong in it, then submits it', async () => {
    await composer().fill('/ipsec ask');
    await composer().press('Enter');
    const modal = page.getByRole('dialog', { name: 'Check a tunnel' });
    await modal.getByRole('button', { name: 'Check' }).click();
    await modal.getByRole('alert').getByText('Please complete this required field.').waitFor();
    const choose = async (typed: string, name: string) => {
      await modal.getByRole('button', { name: /^Tunnel/ }).click();
      await modal.getByRole('combobox', { name: 'Search: Tunnel' }).fill(typed);
      await modal.getByRole('option', { name }).click();
    };
    await choose('reti', 'retired');
    await modal.getByRole('button', { name: 'Check' }).click();
    await modal.getByText('That one is retired.').waitFor();
    await choose('tunnel', 'tunnel-y');
    await modal.getByLabel('Note').fill('since nine');
    await page.screenshot({ path: `${SHOTS}/modal.png` });
    await modal.getByRole('button', { name: 'Check' }).click();
    await modal.waitFor({ state: 'detached' });
    await page
      .getByRole('button', { name: /^Tunnelmedic/ })
      .last()
      .click();
    await page.getByText('Checking tunnel-y, since nine').waitFor();
  });

  it('runs a message shortcut from the menu of a message', async () => {
    await workspace.post({ user: 'jonas', channel: 'netops', text: 'something flaps' });
    const message = messages().getByRole('article').filter({ hasText: 'something flaps' });
    await message.hover();
    await message.getByRole('button', { name: 'More actions for this message' }).click();
    await page.getByRole('menuitem', { name: /Check tunnel in message/ }).click();
    await messages().getByText('No tunnel name in that message.').waitFor();
  });

  it('shows the home tab of the person who opens it', async () => {
    await page.getByRole('button', { name: 'Tunnelmedic home' }).click();
    await page.getByRole('heading', { name: 'Fleet of U0PERSON1' }).waitFor();
  });

  it('replies in a thread, reacts, and opens a file as text', async () => {
    const { channel, ts } = await fillChannel(workspace);
    await page.getByRole('button', { name: /5 replies/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('combobox', { name: 'Reply…' }).fill('Done @jonas');
    await thread.getByRole('button', { name: 'Send' }).click();
    await thread.getByText('@Jonas Weber').waitFor();
    expect(workspace.thread(channel, ts).at(-1)?.text).toBe('Done <@U0PERSON2>');
    await thread.getByRole('button', { name: 'Open the file ikemgr.log' }).click();
    const viewer = page.getByRole('dialog', { name: 'ikemgr.log' });
    await viewer.getByText('<script>alert(1)</script>').waitFor();
    await viewer.getByRole('button', { name: 'Close the viewer' }).click();
    await messages()
      .getByRole('button', { name: /^eyes: 1/ })
      .click();
    await messages()
      .getByRole('button', { name: /^eyes: 2/ })
      .waitFor();
  });

  it('marks what is new in a channel one is not looking at', async () => {
    await workspace.post({ user: 'jonas', channel: 'network-incidents', text: 'Paris is down' });
    await page
      .getByRole('button', { name: /network-incidents/ })
      .getByText('1')
      .waitFor();
    await page.getByRole('button', { name: /network-incidents/ }).click();
    await page.getByRole('separator', { name: 'New messages' }).waitFor();
  });

  it('says so when the app does not answer a click', async () => {
    await composer().fill('/ipsec status tunnel-x');
    await composer().press('Enter');
    const button = messages().getByRole('button', { name: 'Refresh' });
    await button.waitFor();
    await running.app.stop();
    await workspace.waitFor(() => workspace.socketCount() === 0);
    await button.click();
    await page.getByText('The app is not connected.').waitFor();
  });

  it('runs nothing that stands in a message, wherever it stands', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    const text = { type: 'mrkdwn', text: `${evil} <javascript:document.title=1|click>` };
    const rich = {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: evil },
        { type: 'link', url: 'javascript:alert(1)', text: 'go' },
      ],
    };
    await callApi(workspace, 'chat.postMessage', {
      channel: '#netops',
      text: evil,
      blocks: [
        { type: 'section', text, fields: [text] },
        { type: 'header', text: plain(evil.slice(0, 140)) },
        { type: 'context', elements: [text] },
        { type: 'markdown', text: `${evil}\n\n[click](javascript:document.title=1)` },
        { type: 'rich_text', elements: [rich] },
        { type: 'table', rows: [[{ type: 'raw_text', text: evil }]] },
        { type: 'image', image_url: 'https://tracker.invalid/x.png', alt_text: evil },
      ],
    });
    const message = messages().getByRole('article').last();
    await message.getByText('<script>').first().waitFor();
    expect(
      await message.locator('script, img[src*="invalid"], img[src="x"], a[href^="javascript"]').count(),
    ).toBe(0);
    expect(await page.title()).toContain('#netops');
  });

  it('is readable on a phone: one column, nothing wider than the screen, the way back', async () => {
    const { channel, ts } = await fillChannel(workspace);
    const phone = await open(`/#${channel}/${ts}`, { width: 390, height: 844 });
    const thread = phone.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('What to change').waitFor();
    const overflow = await phone.evaluate(
      "Math.max(...[...document.querySelectorAll('.thread .messages, body')].map((one) => one.scrollWidth - one.clientWidth))",
    );
    expect(overflow).toBe(0);
    await phone.screenshot({ path: `${SHOTS}/phone.png` });
    await thread.getByRole('button', { name: 'Back to the channel' }).click();
    await phone.getByRole('main', { name: 'Channel netops' }).waitFor();
    await phone.getByRole('button', { name: 'Show channels' }).click();
    await phone.getByLabel('Acting as').waitFor();
  });

  it('keeps its key out of the address, and opens again without it', async () => {
    expect(page.url()).not.toContain('key=');
    await page.reload();
    await page.locator('.frame').waitFor();
  });
});
