// Where notices are kept, as a port: changed by one at a time over all replicas, with the messages that follow in the same transaction.

import type { FirstDiagnosis, Notice } from './notice.js';

/** A message that follows from a change: the notice itself, or that it is drawn again. */
export interface NoticeRow {
  readonly notice: string;
  /** 0 posts the notice; others draw it again. */
  readonly seq: number;
  /** `explain`: its first diagnosis took too long for its message, and is drawn into it. */
  readonly part: 'post' | 'redraw' | 'explain';
  /** Said in its thread, for those who only look at notifications; null for nothing. */
  readonly reply: string | null;
  /** ISO 8601 UTC: it waits until then; null for now. */
  readonly notBefore: string | null;
}

export interface NoticeWrites {
  readonly notices: readonly Notice[];
  readonly rows: readonly NoticeRow[];
}

export interface NoticeStore {
  /**
   * Reads, decides and writes in one transaction that nobody else is in.
   * @param keys what happened; those that were dealt with before are left out of `fresh`, and `decide` is not called when none is left.
   * @param at ISO 8601 UTC.
   * @param decide pure; `open` are the notices that are not over, oldest first.
   */
  change(
    keys: readonly string[],
    at: string,
    decide: (open: readonly Notice[], fresh: ReadonlySet<string>) => NoticeWrites,
  ): Promise<void>;
  /** @throws Error when it is nothing that this version knows. */
  notice(id: string): Promise<Notice | null>;
  /** Those that are told and not over, oldest first. */
  standing(): Promise<readonly Notice[]>;
  /** Its message stands there, as it was at this `seq`: what led there needs no second telling. */
  posted(id: string, seq: number): Promise<void>;
  /** The first diagnosis, kept once; answers what stands there. */
  keepDiagnosis(id: string, diagnosis: FirstDiagnosis): Promise<FirstDiagnosis>;
}
