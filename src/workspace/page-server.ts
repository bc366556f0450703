// Serves the page: its files, its live feed and what people do in it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.js';

export class Page {
  constructor(
    private readonly context: Context,
    private readonly notice: string,
  ) {}

  async handle(_request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    if (url.pathname !== '/') return false;
    response.end(`${this.context.teamName} ${this.notice}`);
    return true;
  }

  stop(): void {}
}
