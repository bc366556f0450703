// Pages of the demo in Chromium at the width of a desk and of a phone, and pictures of them.

import { writeFile } from 'node:fs/promises';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { smallPng } from './smallPng.js';

export const desk = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** A bound for what hangs: on a busy machine the browser draws when it gets its turn. */
export const patience = 120_000;

/** Chromium of the machine. A container's /dev/shm is often too small for a page of pictures, which ends the page. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
    ],
    timeout: patience,
  });
}

/** @param at a channel and a thread in it, as a link names them. */
export async function open(on: Browser, url: string, viewport: typeof desk, at = ''): Promise<Page> {
  const page = await on.newPage({ viewport });
  page.setDefaultTimeout(patience);
  await page.goto(at === '' ? url : `${url}#${at}`);
  await page.locator('.frame').waitFor();
  return page;
}

export function top(element: Locator): Promise<void> {
  return element.evaluate((node) => node.scrollIntoView({ block: 'start' }));
}

export async function keep(page: Page, path: string): Promise<void> {
  await page.mouse.move(2, 2);
  await page.evaluate(
    'Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))',
  );
  await writeFile(path, smallPng(await page.screenshot()));
}

/** What comes within a while. */
export async function until<T>(look: () => T | undefined, seconds = patience / 1000): Promise<T> {
  for (let left = seconds * 10; left > 0; left -= 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The demo did not answer within ${seconds} s: ${look}`);
}
