// Short-lived permissions that Slack hands to an app: trigger_id and response_url, with their limits.
import { randomUUID } from 'node:crypto';
import { LIMITS } from './limits.js';

const MOST_UPLOADS = 1000;

interface Trigger {
  user: string;
  expiresAt: number;
  used: boolean;
}

export interface ResponseUrl {
  user: string;
  channel: string;
  /** Set when the response_url belongs to a message, so that replace_original and delete_original have an object. */
  messageTs?: string;
  threadTs?: string;
  expiresAt: number;
  uses: number;
}

export type TriggerAnswer = { user: string } | { error: string };

export class Tickets {
  private readonly triggers = new Map<string, Trigger>();
  private readonly urls = new Map<string, ResponseUrl>();
  /** Upload address → file. */
  private readonly uploads = new Map<string, string>();

  constructor(private readonly now: () => number) {}

  trigger(user: string): string {
    this.forget();
    const id = `${this.now()}.${randomUUID().replaceAll('-', '')}`;
    const expiresAt = this.now() + LIMITS.triggerSeconds.max * 1000;
    this.triggers.set(id, { user, expiresAt, used: false });
    return id;
  }

  /** A trigger works once, within three seconds. */
  useTrigger(id: string): TriggerAnswer {
    const trigger = this.triggers.get(id);
    if (trigger === undefined) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.now() > trigger.expiresAt) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return { user: trigger.user };
  }

  /** The last part of a response_url. */
  responseUrl(of: Omit<ResponseUrl, 'expiresAt' | 'uses'>): string {
    this.forget();
    const id = randomUUID().replaceAll('-', '');
    const expiresAt = this.now() + LIMITS.responseUrlMinutes.max * 60_000;
    this.urls.set(id, { ...of, expiresAt, uses: 0 });
    return id;
  }

  knowsResponseUrl(id: string): boolean {
    return this.urls.has(id);
  }

  /** The last part of an upload address: whoever has it may send the file's bytes. */
  upload(fileId: string): string {
    const ticket = randomUUID().replaceAll('-', '');
    this.uploads.set(ticket, fileId);
    const [oldest] = this.uploads.keys();
    if (this.uploads.size > MOST_UPLOADS && oldest !== undefined) this.uploads.delete(oldest);
    return ticket;
  }

  uploadOf(ticket: string): string | undefined {
    return this.uploads.get(ticket);
  }

  /** Counts one use: five within thirty minutes, then Slack answers 404. */
  useResponseUrl(id: string): ResponseUrl | { error: string } {
    const url = this.urls.get(id);
    if (url === undefined) return { error: 'invalid_url' };
    if (this.now() > url.expiresAt) return { error: 'expired_url' };
    if (url.uses >= LIMITS.responseUrlUses.max) return { error: 'used_url' };
    url.uses += 1;
    return url;
  }

  /** Forgets what expired long ago, so that a long-running demo does not grow. */
  private forget(): void {
    const before = this.now() - 60 * 60_000;
    for (const [id, trigger] of this.triggers) if (trigger.expiresAt < before) this.triggers.delete(id);
    for (const [id, url] of this.urls) if (url.expiresAt < before) this.urls.delete(id);
  }
}
