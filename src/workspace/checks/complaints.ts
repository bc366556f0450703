// How Slack words a refusal of blocks: one sentence and a JSON pointer for each thing that is wrong.
import { isFields, textOf } from '../fields.js';
import type { Fields } from '../model.js';
import type { Shape } from './shapes.js';

/** Collects what is wrong in the order in which it is found, bounded so that a huge payload answers a short list. */
export class Complaints {
  readonly list: string[] = [];

  add(sentence: string, pointer: string): void {
    if (this.list.length < 50) this.list.push(`${sentence} [json-pointer:${pointer}]`);
  }

  missing(field: string, pointer: string): void {
    this.add(`missing required field: ${field}`, pointer);
  }

  /** A string that must have 1 to `max` characters. `undefined` is left to the caller. */
  length(value: unknown, max: number, pointer: string, min = 1): void {
    if (value === undefined) return;
    if (typeof value !== 'string') this.add('must provide a string', pointer);
    else if (value.length < min) this.add(`must be more than ${min - 1} characters`, pointer);
    else if (value.length > max) this.add(`must be less than ${max + 1} characters`, pointer);
  }

  /** A list of `min` to `max` items; answers the items, or none when it is no list. */
  items(value: unknown, max: number, pointer: string, min = 1): unknown[] {
    if (!Array.isArray(value)) {
      this.add('must provide an array', pointer);
      return [];
    }
    if (value.length < min) this.add(`no fewer than ${min} items allowed`, pointer);
    if (value.length > max) this.add(`no more than ${max} items allowed`, pointer);
    return value;
  }

  /** Every property is known, every required one is there. */
  properties(value: Fields, shape: Shape, also: readonly string[], pointer: string): void {
    for (const name of shape.required) if (value[name] === undefined) this.missing(name, pointer);
    for (const name of Object.keys(value)) {
      if (!shape.required.includes(name) && !shape.optional.includes(name) && !also.includes(name)) {
        this.add(`invalid additional property: ${name}`, pointer);
      }
    }
  }

  /** A text object: `plain_text`, or `mrkdwn` too where `kinds` says `any`. */
  text(value: unknown, max: number, pointer: string, kinds: 'plain' | 'any' = 'plain'): void {
    if (value === undefined) return;
    if (!isFields(value)) {
      this.add('must provide an object', pointer);
      return;
    }
    const before = this.list.length;
    const type = textOf(value.type);
    if (type !== 'plain_text' && !(kinds === 'any' && type === 'mrkdwn')) {
      this.add(`unsupported type: ${type}`, `${pointer}/type`);
    }
    if (value.text === undefined) this.missing('text', pointer);
    this.length(value.text, max, `${pointer}/text`);
    const allowed = type === 'mrkdwn' ? ['type', 'verbatim'] : ['type', 'emoji'];
    this.properties(value, { required: ['text'], optional: [] }, allowed, pointer);
    if (kinds === 'any' && this.list.length > before) {
      this.list.splice(before, 0, `failed to match all allowed schemas [json-pointer:${pointer}]`);
    }
  }
}
